using LeadStore.Engine;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>Changes a file that nobody else has open, in one transaction, without a log beside it.</summary>
internal static class ExclusiveFile
{
    /// <param name="path">An existing file; any symbolic link in it resolved.</param>
    /// <param name="rules">The rules of the session.</param>
    /// <param name="change">
    /// Runs in the transaction, with foreign keys off, so that a table can be made anew without what refers to it. What it throws undoes it.
    /// </param>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.Busy"/>: somebody has it open.</exception>
    public static void Change(string path, StoreRules rules, Action<SqliteSession> change)
    {
        using SqliteSession session = new SqliteConnections(path, rules, Durability.Full, TimeSpan.Zero).OpenWriter();
        try
        {
            TakeAlone(session, path);
        }
        catch (LeadStoreException failure) when (failure.Kind == LeadStoreErrorKind.Busy)
        {
            throw Busy(path, failure);
        }

        // Closing the connection undoes what was not committed.
        change(session);
        session.RunScript("COMMIT");
    }

    // Leaving the log mode needs the file for itself: SQLite refuses while any other connection has it open.
    private static void TakeAlone(SqliteSession session, string path)
    {
        bool left = IsLeft("PRAGMA journal_mode=DELETE");
        if (left)
        {
            session.RunScript("PRAGMA foreign_keys=OFF; BEGIN EXCLUSIVE");

            // Somebody who came between the two statements may have turned the log on again.
            left = IsLeft("PRAGMA journal_mode") && !File.Exists(path + "-wal");
        }

        if (!left)
        {
            throw Busy(path, null);
        }

        bool IsLeft(string pragma) => OneOffStatement.FirstText(session.Handle, pragma) == "delete";
    }

    private static LeadStoreException Busy(string path, LeadStoreException? cause) => new(
        LeadStoreErrorKind.Busy,
        $"The database '{path}' is in use by another connection. Nothing was changed; end every program that has it open, and try again.",
        cause)
    {
        SqliteExtendedErrorCode = cause?.SqliteExtendedErrorCode ?? raw.SQLITE_BUSY,
    };
}
