using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>A table, an index, a view or a trigger, with the SQL that made it.</summary>
internal sealed record SchemaObject(string Type, string Name, string Table, string? Sql)
{
    public bool IsVirtualTable => Sql is not null && Sql.TrimStart().StartsWith("CREATE VIRTUAL", StringComparison.OrdinalIgnoreCase);

    public static IEnumerable<SchemaObject> ReadAll(sqlite3 db)
    {
        int code = raw.sqlite3_prepare_v2(db, "SELECT type, name, tbl_name, sql FROM sqlite_schema", out sqlite3_stmt rows);
        using (rows)
        {
            while (code == raw.SQLITE_OK && (code = raw.sqlite3_step(rows)) == raw.SQLITE_ROW)
            {
                yield return new SchemaObject(Text(0)!, Text(1)!, Text(2)!, Text(3));
                code = raw.SQLITE_OK;
            }
        }

        if (code != raw.SQLITE_DONE)
        {
            throw SqliteFailure.Last(db, code, "Reading the schema");
        }

        string? Text(int column) => raw.sqlite3_column_text(rows, column).utf8_to_string();
    }

    /// <summary>What it is and its name, for example <c>table leads</c>.</summary>
    public override string ToString() => $"{Type} {Name}";
}
