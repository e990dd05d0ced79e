using LeadStore.Engine;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>
/// The header of the index of the write-ahead log (the -shm), which every process that has the file open shares as memory. Each commit
/// changes it before COMMIT returns, and SQLite itself takes the pages that it has cached for current as long as these 48 bytes are the
/// same (https://sqlite.org/walformat.html#the_wal_index_header). There are two copies, and the first is written last.
/// </summary>
/// <remarks>
/// The file is never opened a second time: whoever closes a file on Unix takes from his whole process the locks on it. SQLite is asked for
/// the memory that it has itself. That is there until the connection is closed, so <see cref="Close"/> comes before.
/// </remarks>
internal sealed unsafe class LogIndex : StoreMarks
{
    private const int MapMethod = 13;
    private const int FirstVersionWithMap = 2;
    private const int PartBytes = 32 * 1024;

    private readonly sqlite3 _db;
    private readonly long* _header;
    private int _readers;
    private volatile bool _closed;

    private LogIndex(sqlite3 db, long* header)
    {
        _db = db;
        _header = header;
    }

    /// <summary>The index of a connection that has read from its file; null where the native library is another one than ours.</summary>
    public static LogIndex? Of(SqliteSession session)
    {
        nint* file = (nint*)NativeSqlite.FileOf(session.Handle);
        nint* methods = file is null ? null : (nint*)*file;
        if (methods is null || *(int*)methods < FirstVersionWithMap || methods[MapMethod] == 0)
        {
            return null;
        }

        void* part = null;
        int code = ((delegate* unmanaged[Cdecl]<nint*, int, int, int, void**, int>)methods[MapMethod])(file, 0, PartBytes, 0, &part);
        return code == raw.SQLITE_OK && part is not null ? new LogIndex(session.Handle, (long*)part) : null;
    }

    public override bool TryRead(out StoreMark mark)
    {
        _ = Interlocked.Increment(ref _readers);
        bool open = !_closed;
        mark = open
            ? new StoreMark(
                Volatile.Read(ref _header[0]),
                Volatile.Read(ref _header[1]),
                Volatile.Read(ref _header[2]),
                Volatile.Read(ref _header[3]),
                Volatile.Read(ref _header[4]),
                Volatile.Read(ref _header[5]))
            : default;
        _ = Interlocked.Decrement(ref _readers);

        // A store that is forgotten is closed too, without Close.
        GC.KeepAlive(_db);
        return open;
    }

    /// <summary>
    /// The connection is about to be closed: nobody reads any more when this returns. Not by a reference to the connection, which would let
    /// the last reader close it, later: the file must be free when whoever closes it goes on.
    /// </summary>
    public void Close()
    {
        _closed = true;
        Interlocked.MemoryBarrier();
        SpinWait wait = default;
        while (Volatile.Read(ref _readers) != 0)
        {
            // Six numbers are read meanwhile.
            wait.SpinOnce();
        }
    }
}
