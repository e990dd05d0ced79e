using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>
/// How a connection waits for a lock that another process holds. SQLite can only ask again and again, and its own way of waiting asks ten
/// times a second in the end. Beside a process that commits without a pause that is too seldom: the lock is free for some microseconds at
/// a time, and a caller can miss every one of them for the whole BusyTimeout. This one asks every millisecond, and after some seconds
/// every five.
/// </summary>
internal static class LockWait
{
    // Where it takes as long as that, somebody keeps the lock, and a look is seldom of use.
    private const int QuickLooks = 3000;
    private const int QuickMilliseconds = 1;
    private const int SlowMilliseconds = 5;

    // A wait is on one thread from its first look to its last.
    [ThreadStatic]
    private static long _began;

    /// <summary>From now on the connection waits so long for a lock; 0 for not at all.</summary>
    public static unsafe void Set(sqlite3 db, int milliseconds)
    {
        // What SQLite does by itself, where its own library has been replaced: slower, and no less right.
        _ = raw.sqlite3_busy_timeout(db, milliseconds);
        if (milliseconds > 0)
        {
            NativeSqlite.SetBusyHandler(db, &LookAgain, milliseconds);
        }
    }

    // Called by SQLite when a lock is not free, with the number of looks before. 0 gives up. Nothing in it throws.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int LookAgain(nint milliseconds, int looks)
    {
        if (looks == 0)
        {
            _began = Stopwatch.GetTimestamp();
        }
        else if (Stopwatch.GetElapsedTime(_began).TotalMilliseconds >= milliseconds)
        {
            return 0;
        }

        NativeSqlite.Pause(looks < QuickLooks ? QuickMilliseconds : SlowMilliseconds);
        return 1;
    }
}
