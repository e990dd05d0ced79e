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
/// the memory that it has itself, and the connection is kept from being closed while it is read.
/// </remarks>
internal sealed unsafe class LogIndex : StoreMarks
{
    private const int MapMethod = 13;
    private const int FirstVersionWithMap = 2;
    private const int PartBytes = 32 * 1024;

    private readonly sqlite3 _db;
    private readonly long* _header;

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
        bool isHeld = false;
        try
        {
            _db.DangerousAddRef(ref isHeld);
            mark = new StoreMark(
                Volatile.Read(ref _header[0]),
                Volatile.Read(ref _header[1]),
                Volatile.Read(ref _header[2]),
                Volatile.Read(ref _header[3]),
                Volatile.Read(ref _header[4]),
                Volatile.Read(ref _header[5]));
            return true;
        }
        catch (ObjectDisposedException)
        {
            // The connection is being closed.
            mark = default;
            return false;
        }
        finally
        {
            if (isHeld)
            {
                _db.DangerousRelease();
            }
        }
    }
}
