using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>The tables of a file, whatever a migration has made them, without those that SQLite keeps for itself.</summary>
internal static class StoreTables
{
    // What has no page of its own is a virtual table, which cannot be read without the code that it belongs to.
    private const string InOrderOfMaking = @"
        SELECT name FROM sqlite_schema
        WHERE type = 'table' AND rootpage <> 0 AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY rowid";

    public static List<string> Names(sqlite3 db) => OneOffStatement.All(db, InOrderOfMaking, row => row.Text(0));

    /// <summary>How many rows each table has. Walks each table's smallest index.</summary>
    public static Dictionary<string, long> CountRows(sqlite3 db) => CountRows(db, Names(db));

    public static Dictionary<string, long> CountRows(sqlite3 db, IEnumerable<string> tables) =>
        tables.ToDictionary(name => name, name => OneOffStatement.Number(db, $"SELECT count(*) FROM {OneOffStatement.Quoted(name)}"));

    /// <summary>The columns of a table that hold a value of their own: all but those that are computed.</summary>
    public static List<string> StoredColumns(sqlite3 db, string table) => OneOffStatement.All(
        db,
        $"SELECT name FROM pragma_table_xinfo({OneOffStatement.Literal(table)}) WHERE hidden = 0 ORDER BY cid",
        row => row.Text(0));

    public static bool HasOtherColumns(sqlite3 db, string table) =>
        OneOffStatement.Number(db, $"SELECT count(*) FROM pragma_table_xinfo({OneOffStatement.Literal(table)}) WHERE hidden <> 0") > 0;
}
