using LeadStore.Engine;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>
/// A read that may take long and sees one moment of the store. On a file it has a connection of its own, so that it takes none of those
/// that the verbs share; in memory it runs where everything runs, and the others wait.
/// </summary>
internal static class LongRead
{
    /// <exception cref="InvalidOperationException">The thread is inside a transaction of the same store.</exception>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public static T Run<T>(SqliteDatabase database, Func<sqlite3, T> read, string name)
    {
        if (database.Log is null)
        {
            return database.Engine.ReadSnapshot(OnTheOnlyConnection, read, name);
        }

        // Refused where every other call is refused, before a connection is opened.
        database.Engine.Read(Nothing, true, name);
        try
        {
            using SqliteSession session = database.OpenReader();
            session.RunScript("BEGIN");

            // Closing the connection ends the transaction. A COMMIT would fail where the read has met damage, and hide what it reports.
            return read(session.Handle);
        }
        catch (LeadStoreException failure)
        {
            failure.Operation ??= name;
            throw;
        }
    }

    private static ValueTask<T> OnTheOnlyConnection<T>(Session session, Func<sqlite3, T> read) =>
        new(read(((SqliteSession)session).Handle));

    private static ValueTask<bool> Nothing(Session session, bool nothing) => new(nothing);
}
