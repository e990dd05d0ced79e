using System.Runtime.InteropServices;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Tests.Sqlite.Support;

/// <summary>
/// Stands between connections and the flushing of their database file, and says which of the flushes fail. What it lets fail is lost, as on
/// a disk that could not be written to: the next flush succeeds.
/// </summary>
internal sealed class FlushOf(Func<int, bool> fails) : IDisposable
{
    private const int Methods = 19;
    private const int SyncMethod = 5;

    private readonly List<(nint Table, Sync Kept)> _tables = [];
    private int _calls;

    private delegate int Sync(nint file, int flags);

    public ManualResetEventSlim HasFailed { get; } = new();

    /// <summary>From now on the flushes of this connection are counted, together with those of the others.</summary>
    public SqliteSession Watch(SqliteSession session)
    {
        nint file = NativeSqlite.FileOf(session.Handle);
        nint methods = Marshal.ReadIntPtr(file);
        nint table = Marshal.AllocHGlobal(Methods * nint.Size);
        for (int i = 0; i < Methods; i++)
        {
            Marshal.WriteIntPtr(table, i * nint.Size, Marshal.ReadIntPtr(methods, i * nint.Size));
        }

        Sync real = Marshal.GetDelegateForFunctionPointer<Sync>(Marshal.ReadIntPtr(methods, SyncMethod * nint.Size));
        Sync watched = (which, flags) =>
        {
            if (!fails(Interlocked.Increment(ref _calls)))
            {
                return real(which, flags);
            }

            HasFailed.Set();
            return raw.SQLITE_IOERR_FSYNC;
        };
        Marshal.WriteIntPtr(table, SyncMethod * nint.Size, Marshal.GetFunctionPointerForDelegate(watched));
        Marshal.WriteIntPtr(file, table);
        lock (_tables)
        {
            _tables.Add((table, watched));
        }

        return session;
    }

    /// <summary>After the connections are closed.</summary>
    public void Dispose()
    {
        foreach ((nint table, _) in _tables)
        {
            Marshal.FreeHGlobal(table);
        }

        HasFailed.Dispose();
    }
}
