using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Maintenance.Support;

/// <summary>Changes values as a failing disk would: no trigger is asked, and the checksum stays.</summary>
internal static class FailingDisk
{
    public static void Damage(string database, string table, string column, string where = "true")
    {
        using SqliteConnection file = Raw.Open(database);
        string? trigger = (string?)file.Scalar($"SELECT sql FROM sqlite_schema WHERE name = '{table}_edited'");
        file.Execute($"DROP TRIGGER IF EXISTS {table}_edited; PRAGMA ignore_check_constraints = ON");
        string other = $"CASE typeof({column}) WHEN 'integer' THEN {column} - 1 ELSE {Changed(column)} END";
        file.Execute($"UPDATE {table} SET {column} = {other} WHERE {where}");
        if (trigger is not null)
        {
            file.Execute(trigger);
        }
    }

    private static string Changed(string column) =>
        column == "sender" ? "'agent'" : $"replace({column}, substr({column}, 2, 1), '_')";
}
