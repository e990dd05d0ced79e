using System.Runtime.InteropServices;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>The native SQLite library in this process.</summary>
internal static partial class NativeSqlite
{
    private const string Library = "e_sqlite3";
    private const int FilePointer = 7;
    private const int LastErrorNumber = 4;
    private const int HasMoved = 20;
    private const int FileControlMethod = 10;

    // The calls below go straight to the library. Where an application has put another one in its place, they must not be made.
    private static readonly bool IsOwnLibrary;

    static NativeSqlite()
    {
        Batteries_V2.Init();
        IsOwnLibrary = raw.GetNativeLibraryName() == Library;
    }

    /// <summary>Makes the library ready for calls that do not go through Microsoft.Data.Sqlite. May be called again.</summary>
    public static void Load()
    {
        // The static constructor has done it.
    }

    /// <summary>For example 3050004 for SQLite 3.50.4.</summary>
    public static int VersionNumber => raw.sqlite3_libversion_number();

    public static string Version => raw.sqlite3_libversion().utf8_to_string();

    /// <summary>
    /// Whether a checkpoint that runs beside another connection's commit can lose acknowledged commits in this version
    /// (https://sqlite.org/wal.html#walresetbug: fixed in 3.51.3, 3.53.0 and the back-ports 3.50.7 and 3.44.6; 3.52.0 was withdrawn).
    /// </summary>
    public static bool HasWalResetBug(int versionNumber) => versionNumber switch
    {
        3052000 => true,
        >= 3051003 => false,
        >= 3050007 and < 3051000 => false,
        >= 3044006 and < 3045000 => false,
        _ => true,
    };

    /// <summary>
    /// Whether the file of a connection is no longer the one at its path. False where the system or the library cannot tell. May be
    /// called by any thread, and asks the file itself: the connection, locked while a statement of it waits or flushes, is not waited for.
    /// </summary>
    /// <param name="db">The connection.</param>
    /// <param name="file">What <see cref="FileOf"/> says of it.</param>
    /// <exception cref="ObjectDisposedException">The connection is closed.</exception>
    public static unsafe bool FileHasMoved(sqlite3 db, nint file)
    {
        if (file == 0)
        {
            return false;
        }

        bool isHeld = false;
        try
        {
            db.DangerousAddRef(ref isHeld);
            nint* methods = *(nint**)file;
            int moved = 0;
            return methods is not null
                && ((delegate* unmanaged[Cdecl]<nint, int, int*, int>)methods[FileControlMethod])(file, HasMoved, &moved) == raw.SQLITE_OK
                && moved != 0;
        }
        finally
        {
            if (isHeld)
            {
                db.DangerousRelease();
            }
        }
    }

    /// <summary>The operating system's number of the last error on a connection; 0 if it is not known.</summary>
    public static int SystemError(sqlite3 db) => IsOwnLibrary ? SystemErrorNumber(db) : 0;

    /// <summary>The operating system's number of the last error on the file of a connection; 0 if it is not known.</summary>
    public static int FileError(sqlite3 db) =>
        IsOwnLibrary && FileControl(db, 0, LastErrorNumber, out int error) == raw.SQLITE_OK ? error : 0;

    /// <summary>SQLite's own open file below a connection, a <c>sqlite3_file</c>; 0 where another library is in place of ours.</summary>
    public static nint FileOf(sqlite3 db) => IsOwnLibrary && FileControl(db, 0, FilePointer, out nint file) == raw.SQLITE_OK ? file : 0;

    /// <summary>Lets a function decide how a connection waits for a lock. Nothing changes where another library is in place of ours.</summary>
    public static unsafe void SetBusyHandler(sqlite3 db, delegate* unmanaged[Cdecl]<nint, int, int> handler, nint argument)
    {
        if (IsOwnLibrary)
        {
            _ = BusyHandler(db, handler, argument);
        }
    }

    /// <summary>
    /// Lets a function be told of every row that a connection inserts, changes or deletes; null ends that. False where another library is in
    /// place of ours.
    /// </summary>
    public static unsafe bool TrySetUpdateHook(sqlite3 db, delegate* unmanaged[Cdecl]<nint, int, byte*, byte*, long, void> hook, nint argument)
    {
        if (IsOwnLibrary)
        {
            _ = UpdateHook(db, hook, argument);
        }

        return IsOwnLibrary;
    }

    /// <summary>Lets the calling thread rest. For the busy handler alone, which the library calls and which has nothing to wait on.</summary>
    public static void Pause(int milliseconds) => _ = SleepFor(milliseconds);

    [LibraryImport(Library, EntryPoint = "sqlite3_busy_handler")]
    private static unsafe partial int BusyHandler(sqlite3 db, delegate* unmanaged[Cdecl]<nint, int, int> handler, nint argument);

    [LibraryImport(Library, EntryPoint = "sqlite3_update_hook")]
    private static unsafe partial nint UpdateHook(
        sqlite3 db, delegate* unmanaged[Cdecl]<nint, int, byte*, byte*, long, void> hook, nint argument);

    [LibraryImport(Library, EntryPoint = "sqlite3_sleep")]
    private static partial int SleepFor(int milliseconds);

    [LibraryImport(Library, EntryPoint = "sqlite3_file_control")]
    private static partial int FileControl(sqlite3 db, nint schema, int operation, out int result);

    [LibraryImport(Library, EntryPoint = "sqlite3_file_control")]
    private static partial int FileControl(sqlite3 db, nint schema, int operation, out nint result);

    [LibraryImport(Library, EntryPoint = "sqlite3_system_errno")]
    private static partial int SystemErrorNumber(sqlite3 db);
}
