using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>Reads which tables and views a file has.</summary>
internal static class SchemaReader
{
    public static SchemaDescription Read(sqlite3 db) => new()
    {
        SchemaVersion = (int)OneOffStatement.Number(db, "PRAGMA user_version"),
        Tables = OneOffStatement.All(
            db,
            @"SELECT name, type = 'view', sql FROM sqlite_schema
              WHERE type IN ('table', 'view') AND sql IS NOT NULL AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name",
            row => new TableDescription(row.Text(0), row.Int64(1) != 0, Columns(db, row.Text(0)), row.Text(2))),
    };

    /// <summary>The names of all tables, views, indexes and columns.</summary>
    public static HashSet<string> Names(sqlite3 db) => new(
        OneOffStatement.All(
            db,
            "SELECT name FROM sqlite_schema UNION SELECT info.name FROM sqlite_schema AS made, pragma_table_info(made.name) AS info",
            row => row.Text(0)),
        StringComparer.OrdinalIgnoreCase);

    private static List<ColumnDescription> Columns(sqlite3 db, string table) => OneOffStatement.All(
        db,
        $"SELECT name, type, \"notnull\", pk FROM pragma_table_info({OneOffStatement.Literal(table)}) ORDER BY cid",
        row => new ColumnDescription(row.Text(0), row.Text(1), row.Int64(2) != 0, row.Int64(3) != 0));
}
