using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>
/// Any file, read through SQLite's own file layer. On Unix a process that closes a file loses every lock it has on it, whoever took it;
/// only SQLite knows which of its connections hold some. So a file that may be an open database is read, and locked, through SQLite alone.
/// </summary>
internal sealed unsafe class VfsFile : Stream
{
    private const int ReadMethod = 2;
    private const int SyncMethod = 5;
    private const int SizeMethod = 6;
    private const int LockMethod = 7;
    private const int SharedLock = 1;
    private const int ExclusiveLock = 4;
    private const int SyncData = 2;
    private const int ShortRead = raw.SQLITE_IOERR | (2 << 8);

    private readonly sqlite3 _db;
    private readonly nint* _file;

    /// <param name="path">Absolute. Nothing of the file is read yet, and nothing is made beside it.</param>
    /// <param name="write">Whether the file will be locked, which needs the permission to write.</param>
    public VfsFile(string path, bool write = false)
    {
        NativeSqlite.Load();
        int code = raw.sqlite3_open_v2(path, out _db, write ? raw.SQLITE_OPEN_READWRITE : raw.SQLITE_OPEN_READONLY, null);
        try
        {
            if (code != raw.SQLITE_OK)
            {
                throw SqliteFailure.Last(_db, code, "Opening a file");
            }

            nint file = NativeSqlite.FileOf(_db);
            if (file == 0)
            {
                throw new LeadStoreException(
                    LeadStoreErrorKind.CannotOpen,
                    "Backups need the native library e_sqlite3, and another one is in its place; use the package as it comes.");
            }

            _file = (nint*)file;
            Length = Size();
        }
        catch
        {
            _db.Dispose();
            throw;
        }
    }

    public override long Length { get; }

    public override long Position { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    /// <summary>
    /// Flushes what was written to the database file of a connection to the disk, by whomever. Does nothing where another library is in
    /// place of ours.
    /// </summary>
    public static void Flush(sqlite3 db)
    {
        nint* file = (nint*)NativeSqlite.FileOf(db);
        if (file is not null)
        {
            int code = ((delegate* unmanaged[Cdecl]<nint*, int, int>)Method(file, SyncMethod))(file, SyncData);
            if (code != raw.SQLITE_OK)
            {
                throw Failure(code, "Flushing the database file");
            }
        }
    }

    /// <summary>
    /// Takes SQLite's exclusive lock, which no other connection of any process can share, whatever the file holds: it may be damaged.
    /// The lock is held until <see cref="Stream.Dispose()"/>.
    /// </summary>
    /// <returns>False if another connection holds the file.</returns>
    public bool TryLock()
    {
        delegate* unmanaged[Cdecl]<nint*, int, int> take = (delegate* unmanaged[Cdecl]<nint*, int, int>)Method(LockMethod);
        int code = take(_file, SharedLock);
        if (code == raw.SQLITE_OK)
        {
            code = take(_file, ExclusiveLock);
        }

        return code switch
        {
            raw.SQLITE_OK => true,
            _ when (code & 0xff) == raw.SQLITE_BUSY => false,
            _ => throw Failure(code, "Locking a file"),
        };
    }

    public override int Read(Span<byte> buffer)
    {
        int count = (int)Math.Min(buffer.Length, Math.Max(0, Length - Position));
        if (count == 0)
        {
            return 0;
        }

        fixed (byte* bytes = buffer)
        {
            int code = ((delegate* unmanaged[Cdecl]<nint*, byte*, int, long, int>)Method(ReadMethod))(_file, bytes, count, Position);
            if (code == ShortRead)
            {
                throw new LeadStoreException(
                    LeadStoreErrorKind.Corrupt, "A file became shorter while it was read; let nobody write to it and try again.");
            }

            if (code != raw.SQLITE_OK)
            {
                throw Failure(code, "Reading a file");
            }
        }

        Position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _db.Dispose();
        base.Dispose(disposing);
    }

    private long Size()
    {
        long size = 0;
        int code = ((delegate* unmanaged[Cdecl]<nint*, long*, int>)Method(SizeMethod))(_file, &size);
        return code == raw.SQLITE_OK ? size : throw Failure(code, "Reading the length of a file");
    }

    private nint Method(int index) => Method(_file, index);

    // The first field of an open file points to its methods; the first of those is the version of the list.
    private static nint Method(nint* file, int index) => ((nint*)*file)[index];

    private static LeadStoreException Failure(int code, string action) =>
        new(SqliteFailure.KindOf(code), $"{action} failed (SQLite code {code}); check the volume and the permissions.")
        {
            SqliteExtendedErrorCode = code,
        };
}
