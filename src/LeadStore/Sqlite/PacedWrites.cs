using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>
/// Lets the database file of a connection be flushed to the disk in small portions while it is written. One large flush would keep the
/// disk busy, and the commits that need it at that moment waiting. SQLite hears of a flush that fails as of a write that fails.
/// </summary>
internal static unsafe class PacedWrites
{
    private const int WriteMethod = 3;
    private const int SyncMethod = 5;

    // Version 3 of sqlite3_io_methods: the version and 18 methods.
    private const int Version = 3;
    private const int Fields = 19;
    private const int SyncData = 2;
    private static readonly int BytesPerFlush = int.Parse(Environment.GetEnvironmentVariable("LS_FLUSH") ?? "1048576");

    private static readonly Lock Making = new();
    private static nint* _original;
    private static nint* _paced;

    // The checkpoint of a connection writes on one thread.
    [ThreadStatic]
    private static int _unflushed;

    /// <summary>Does nothing where another library is in place of ours.</summary>
    public static void On(sqlite3 db)
    {
        nint** file = (nint**)NativeSqlite.FileOf(db);
        if (file is null || *(int*)*file != Version)
        {
            return;
        }

        lock (Making)
        {
            if (_original is null)
            {
                _original = *file;
                _paced = (nint*)NativeMemory.Alloc(Fields, (nuint)sizeof(nint));
                new ReadOnlySpan<nint>(_original, Fields).CopyTo(new Span<nint>(_paced, Fields));
                _paced[WriteMethod] = (nint)(delegate* unmanaged[Cdecl]<nint, byte*, int, long, int>)&Write;
            }

            if (*file == _original)
            {
                *file = _paced;
            }
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint file, byte* bytes, int count, long offset)
    {
        int code = ((delegate* unmanaged[Cdecl]<nint, byte*, int, long, int>)_original[WriteMethod])(file, bytes, count, offset);
        if (code != raw.SQLITE_OK || (_unflushed += count) < BytesPerFlush)
        {
            return code;
        }

        _unflushed = 0;
        return ((delegate* unmanaged[Cdecl]<nint, int, int>)_original[SyncMethod])(file, SyncData);
    }
}
