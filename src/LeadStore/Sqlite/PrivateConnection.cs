using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>
/// A connection to a file that is not a live store: a copy in the making, a backup that is looked at. What the file holds is not trusted.
/// Not for concurrent use; a cancellation interrupts the statement that runs.
/// </summary>
internal sealed class PrivateConnection : IDisposable
{
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _interruption;

    private PrivateConnection(string name, int flags, CancellationToken cancellation)
    {
        NativeSqlite.Load();
        _cancellation = cancellation;

        // One thread at a time uses it, and an interruption needs no lock: SQLite's own locks around each call would only cost.
        int code = raw.sqlite3_open_v2(name, out sqlite3 db, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        Handle = db;
        try
        {
            if (code != raw.SQLITE_OK)
            {
                throw SqliteFailure.Last(db, code, "Opening a file");
            }

            raw.sqlite3_db_config(db, raw.SQLITE_DBCONFIG_DEFENSIVE, 1, out _);
            raw.sqlite3_db_config(db, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, out _);
            Execute("PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;");
        }
        catch
        {
            db.Dispose();
            throw;
        }

        _interruption = cancellation.UnsafeRegister(static state => raw.sqlite3_interrupt((sqlite3)state!), db);
    }

    public sqlite3 Handle { get; }

    /// <summary>Opens a file that nobody else has open, to read and write.</summary>
    public static PrivateConnection ForWriting(string path, CancellationToken cancellation) =>
        new(path, raw.SQLITE_OPEN_READWRITE, cancellation);

    /// <summary>Opens a file that does not change, to read: without locks, and without making anything beside it.</summary>
    public static PrivateConnection ForReading(string path, CancellationToken cancellation) =>
        new(FileUri.Of(path, "immutable=1"), raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI, cancellation);

    /// <summary>Opens a file that others may write to, to read: with locks, and without making anything beside it unless it is in log mode.</summary>
    public static PrivateConnection ForReadingShared(string path, CancellationToken cancellation) =>
        new(path, raw.SQLITE_OPEN_READONLY, cancellation);

    public void Execute(string sql) => OneOffStatement.Execute(Handle, sql, _cancellation);

    /// <inheritdoc cref="OneOffStatement.Number"/>
    public long Number(string sql) => OneOffStatement.Number(Handle, sql, _cancellation);

    /// <inheritdoc cref="OneOffStatement.FirstText"/>
    public string? Text(string sql) => OneOffStatement.FirstText(Handle, sql, _cancellation);

    /// <inheritdoc cref="OneOffStatement.All"/>
    public List<T> All<T>(string sql, Func<OneOffStatement, T> read) => OneOffStatement.All(Handle, sql, read, _cancellation);

    public void Dispose()
    {
        // Waits for an interruption that is under way: it must not meet a closed handle.
        _interruption.Dispose();
        Handle.Dispose();
    }
}
