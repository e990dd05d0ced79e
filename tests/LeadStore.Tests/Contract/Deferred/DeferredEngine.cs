using LeadStore.Engine;
using LeadStore.Sqlite;

namespace LeadStore.Tests.Contract.Deferred;

/// <summary>
/// The shape that an engine behind a network has, over SQLite in memory: every statement is waited for, reads have a session that cannot
/// write, and the callback of a transaction may wait for whatever it likes. One call at a time.
/// </summary>
internal sealed class DeferredEngine : StoreEngine
{
    private static readonly Command Begin = new("BEGIN IMMEDIATE");
    private static readonly Command Commit = new("COMMIT");
    private static readonly Command RollBack = new("ROLLBACK");

    private readonly DeferredWorker _worker = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly AsyncLocal<bool> _inside = new();
    private readonly SqliteSession _connection;
    private readonly DeferredSession _writer;
    private readonly DeferredSession _reader;
    private CommitWatch? _watch;
    private int _closed;

    public DeferredEngine(StoreRules rules)
    {
        _connection = new SqliteConnections(SqliteConnections.Memory, rules, Durability.Full, TimeSpan.Zero).OpenWriter();
        _writer = new DeferredSession(_connection, _worker, canWrite: true);
        _reader = new DeferredSession(_connection, _worker, canWrite: false);
    }

    public int Calls => _writer.Calls + _reader.Calls;

    public override bool IsInsideTransaction => _inside.Value;

    /// <summary>An engine may know no more than that it has committed something.</summary>
    public override CommitWatch? Watch(WatchedTables tables)
    {
        _watch = new CommitWatch();
        _watch.Attach(StoreMarks.OfOneProcess);
        return _watch;
    }

    public void SchemaIsThere() => RowChecksums.Keep(_connection);

    public override T Read<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        Blocked(() => ReadAsync(operation, argument, name, CancellationToken.None));

    public override ValueTask<T> ReadAsync<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
        InTurn(
            async () =>
            {
                await _reader.ExecuteScript("PRAGMA query_only = ON");
                try
                {
                    return await operation(_reader, argument);
                }
                finally
                {
                    await _reader.ExecuteScript("PRAGMA query_only = OFF");
                    _reader.EndHold();
                }
            },
            name,
            cancellationToken);

    public override T ReadSnapshot<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        Read(operation, argument, name);

    public override ValueTask<T> ReadSnapshotAsync<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
        ReadAsync(operation, argument, name, cancellationToken);

    public override T Write<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        Blocked(() => WriteAsync(operation, argument, name, CancellationToken.None));

    public override ValueTask<T> WriteAsync<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
        InTurn(
            async () =>
            {
                await _writer.Execute(Begin, []);
                try
                {
                    T result = await operation(_writer, argument);
                    await _writer.Execute(Commit, []);
                    _watch?.CommittedUncertainly(byOthers: false);
                    return result;
                }
                catch when (_writer.InTransaction)
                {
                    await _writer.Execute(RollBack, []);
                    throw;
                }
                finally
                {
                    _writer.EndHold();
                }
            },
            name,
            cancellationToken);

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        _turn.Wait();
        _watch?.Detach();
        _connection.Dispose();
        _worker.Dispose();
        _turn.Release();
    }

    public override ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<T> InTurn<T>(Func<Task<T>> call, string name, CancellationToken cancellationToken)
    {
        if (_inside.Value)
        {
            throw new InvalidOperationException("The outer store was used inside its own transaction.");
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _closed) != 0, typeof(LeadDatabase));
            _inside.Value = true;
            return await call().ConfigureAwait(false);
        }
        catch (LeadStoreException failure)
        {
            failure.Operation ??= name;
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    // Away from the caller's synchronization context, which the call may need to go on.
    private static T Blocked<T>(Func<ValueTask<T>> call) => Task.Run(async () => await call()).GetAwaiter().GetResult();
}
