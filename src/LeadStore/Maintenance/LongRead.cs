using LeadStore.Engine;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>
/// A read that may take long and sees one moment of the store. On a file it has a connection of its own, so that it takes none of those
/// that the verbs share; in memory it runs where everything runs, and the others wait. Its caller's cancellation and the end of the store
/// interrupt the statement that runs.
/// </summary>
internal static class LongRead
{
    /// <exception cref="InvalidOperationException">The thread is inside a transaction of the same store.</exception>
    /// <exception cref="ObjectDisposedException">The store is closed, or was while the read ran.</exception>
    public static T Run<T>(SqliteDatabase database, Func<sqlite3, T> read, string name) =>
        Run(database, (db, _) => read(db), name, CancellationToken.None);

    /// <inheritdoc cref="Run{T}(SqliteDatabase, Func{sqlite3, T}, string)"/>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static T Run<T>(
        SqliteDatabase database, Func<sqlite3, CancellationToken, T> read, string name, CancellationToken cancellation) =>
        database.Engine.RunLong(
            either => database.InMemory
                ? database.Engine.ReadSnapshot(OnTheOnlyConnection, (read, either), name)
                : OnItsOwnConnection(database, read, either),
            name,
            cancellation);

    private static T OnItsOwnConnection<T>(
        SqliteDatabase database, Func<sqlite3, CancellationToken, T> read, CancellationToken cancellation)
    {
        using SqliteSession session = database.OpenReader();
        session.RunScript("BEGIN");

        // Closing the connection ends the transaction. A COMMIT would fail where the read has met damage, and hide what it reports.
        return Interruptible(session.Handle, read, cancellation);
    }

    private static ValueTask<T> OnTheOnlyConnection<T>(
        Session session, (Func<sqlite3, CancellationToken, T> Read, CancellationToken Cancellation) call) =>
        new(Interruptible(((SqliteSession)session).Handle, call.Read, call.Cancellation));

    private static T Interruptible<T>(sqlite3 db, Func<sqlite3, CancellationToken, T> read, CancellationToken cancellation)
    {
        using CancellationTokenRegistration interruption =
            cancellation.UnsafeRegister(static state => raw.sqlite3_interrupt((sqlite3)state!), db);
        try
        {
            T result = read(db, cancellation);

            // What an interruption has cut short may look whole, or damaged.
            cancellation.ThrowIfCancellationRequested();
            return result;
        }
        catch (LeadStoreException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
    }
}
