using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>A table, an index, a view or a trigger, with the SQL that made it.</summary>
internal sealed record SchemaObject(string Type, string Name, string Table, string? Sql)
{
    public bool IsVirtualTable => Sql is not null && Sql.TrimStart().StartsWith("CREATE VIRTUAL", StringComparison.OrdinalIgnoreCase);

    public static List<SchemaObject> ReadAll(sqlite3 db) => OneOffStatement.All(
        db,
        "SELECT type, name, tbl_name, sql FROM sqlite_schema",
        row => new SchemaObject(row.Text(0), row.Text(1), row.Text(2), row.TextOrNull(3)));

    /// <summary>What it is and its name, for example <c>table leads</c>.</summary>
    public override string ToString() => $"{Type} {Name}";
}
