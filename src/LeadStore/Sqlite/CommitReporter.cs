using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using LeadStore.Engine;

namespace LeadStore.Sqlite;

/// <summary>
/// Tells a <see cref="CommitWatch"/> what the connection that writes commits. SQLite names every row of the watched tables that is inserted,
/// changed or deleted, by whatever statement or trigger (https://sqlite.org/c3ref/update_hook.html). Used by the holder of the writer alone.
/// </summary>
internal sealed class CommitReporter
{
    private const int Delete = 9;
    private const int Insert = 18;

    // Goes up for a connection when another one has committed, never by what it commits itself; inside a transaction it stands still.
    private static readonly Query<long> DataVersion = new("PRAGMA data_version", row => row.Int64(0));

    private readonly CommitWatch _watch;
    private readonly byte[] _main;
    private readonly byte[][] _others;
    private readonly bool _inMemory;
    private readonly ChangedRows _rows = new();
    private GCHandle _self;
    private SqliteSession? _session;
    private StoreMarks? _marks;
    private StoreMark _before;
    private long _versionBefore;

    /// <param name="watch">What is told.</param>
    /// <param name="tables">The tables whose rows count.</param>
    /// <param name="inMemory">Whether there is no file, and so nobody else.</param>
    public CommitReporter(CommitWatch watch, WatchedTables tables, bool inMemory)
    {
        _watch = watch;
        _main = Encoding.UTF8.GetBytes(tables.Main);
        _others = [.. tables.Others.Select(Encoding.UTF8.GetBytes)];
        _inMemory = inMemory;
    }

    /// <summary>
    /// This connection writes from now on; the one before, if there was one, is not closed yet. Until it can be attached nothing is kept.
    /// </summary>
    /// <returns>False where it cannot be told who commits what: the native library is another one than ours.</returns>
    public unsafe bool TryAttach(SqliteSession session)
    {
        Detach();
        StoreMarks? marks;
        try
        {
            // What has not read from the file yet has no index.
            _ = First(session);
            marks = _inMemory ? StoreMarks.OfOneProcess : LogIndex.Of(session);
        }
        catch (LeadStoreException)
        {
            // The first to use the connection is told; then this is tried again.
            return true;
        }

        if (marks is null)
        {
            return false;
        }

        // Weak, so that a store that is forgotten can go. While a statement runs, somebody has it.
        _self = GCHandle.Alloc(this, GCHandleType.Weak);
        if (!NativeSqlite.TrySetUpdateHook(session.Handle, &RowChanged, GCHandle.ToIntPtr(_self)))
        {
            _self.Free();
            return false;
        }

        _session = session;
        _marks = marks;
        _watch.Attach(marks);
        return true;
    }

    /// <summary>The connection is about to be closed.</summary>
    public unsafe void Detach()
    {
        _watch.Detach();
        if (_session is { } session)
        {
            _ = NativeSqlite.TrySetUpdateHook(session.Handle, null, 0);
            _self.Free();
        }

        (_marks as LogIndex)?.Close();
        _session = null;
        _marks = null;
    }

    /// <summary>A transaction has begun, and nobody else can commit. Never throws: the transaction is open.</summary>
    public void Begun(SqliteSession session)
    {
        _rows.Clear();
        if (_session != session)
        {
            _ = TryAttach(session);
        }

        if (_marks is null || _inMemory)
        {
            return;
        }

        try
        {
            _ = _marks.TryRead(out _before);
            _versionBefore = First(session);
        }
        catch (LeadStoreException)
        {
            Detach();
        }
    }

    /// <summary>The transaction is about to be committed.</summary>
    public void Committing() => _watch.Committing();

    /// <summary>The transaction is over. Called before anybody is told.</summary>
    /// <param name="session">The connection that has committed; null if it has not, or if that is not certain.</param>
    public void Ended(SqliteSession? session)
    {
        if (session is null || session != _session || !_marks!.TryRead(out StoreMark after))
        {
            _watch.CommittedUncertainly(byOthers: false);
        }
        else if (_inMemory)
        {
            _watch.Committed(_rows, after, after);
        }
        else if (after == _before || IsAlone(session))
        {
            _watch.Committed(_rows, _before, after);
        }
        else
        {
            _watch.CommittedUncertainly(byOthers: true);
        }
    }

    // The lock to write is given back with COMMIT, so that another may have committed since. Then the mark is not that of this commit.
    private bool IsAlone(SqliteSession session)
    {
        try
        {
            return First(session) == _versionBefore;
        }
        catch (LeadStoreException)
        {
            // It is committed all the same; who asks next hears what is wrong.
            return false;
        }
    }

    private static long First(SqliteSession session) => SqliteEngine.Finished(session.First(DataVersion, []));

    // Called by SQLite for every row that a statement of the connection changes, before that is committed. Nothing in it throws.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe void RowChanged(nint argument, int operation, byte* database, byte* table, long row) =>
        (GCHandle.FromIntPtr(argument).Target as CommitReporter)?.Note(
            operation, MemoryMarshal.CreateReadOnlySpanFromNullTerminated(table), row);

    private void Note(int operation, ReadOnlySpan<byte> table, long row)
    {
        if (table.SequenceEqual(_main))
        {
            _rows.Note(row, mayAppear: operation != Delete);
            return;
        }

        foreach (byte[] other in _others)
        {
            if (table.SequenceEqual(other))
            {
                _rows.Note(row, mayAppear: operation == Insert);
                return;
            }
        }
    }
}
