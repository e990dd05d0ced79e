using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore;

/// <summary>The tables of a file, whatever a migration has made them, without those that SQLite keeps for itself.</summary>
internal static class StoreTables
{
    private const string InOrderOfMaking = @"
        SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY rowid";

    public static List<string> Names(sqlite3 db) => OneOffStatement.All(db, InOrderOfMaking, row => row.Text(0));

    /// <summary>How many rows each table has. Walks each table's smallest index.</summary>
    public static Dictionary<string, long> CountRows(sqlite3 db) =>
        Names(db).ToDictionary(name => name, name => OneOffStatement.Number(db, $"SELECT count(*) FROM {OneOffStatement.Quoted(name)}"));
}
