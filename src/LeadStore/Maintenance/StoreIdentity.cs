using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>
/// Which store a file holds: the 16 random bytes that the store got when it was made, as 32 hexadecimal digits in lower case.
/// </summary>
internal static class StoreIdentity
{
    private const int Digits = 32;

    /// <summary>Null for a file of schema 1, which has none until it is opened again.</summary>
    public static string? Read(sqlite3 db) =>
        OneOffStatement.Number(db, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'store'") == 0
            ? null
            : OneOffStatement.All(db, "SELECT lower(hex(uid)) FROM store WHERE id = 1", row => row.Text(0)).FirstOrDefault();

    /// <summary>That of a store that is open. It changes when a backup of another store takes its place.</summary>
    public static string? Of(SqliteDatabase database, string name) => LongRead.Run(database, Read, name);

    /// <summary>
    /// That of a database that is not open here, read without its log and without making anything beside it. Null where it cannot be told:
    /// the file is missing, damaged, another program's, or all that it has is in its log still.
    /// </summary>
    public static string? OfFile(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using PrivateConnection db = PrivateConnection.ForReading(path, CancellationToken.None);
            return db.Number("PRAGMA application_id") == SqliteFile.ApplicationId ? Read(db.Handle) : null;
        }
        catch (LeadStoreException)
        {
            // Whoever asks goes on with "not known"; what is wrong with the file is told by whoever uses it.
            return null;
        }
    }

    public static bool IsOne(string uid) => uid.Length == Digits && uid.All(char.IsAsciiHexDigitLower);
}
