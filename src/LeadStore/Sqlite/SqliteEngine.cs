using System.Diagnostics;
using LeadStore.Engine;

namespace LeadStore.Sqlite;

/// <summary>
/// One writer and several readers on one file, or one connection for everything in memory. An operation on a SQLite session has
/// completed when it returns, so that blocking and asynchronous callers share every line but the waiting.
/// </summary>
internal sealed class SqliteEngine : StoreEngine
{
    private static readonly Command BeginRead = new("BEGIN");
    private static readonly Command EndRead = new("COMMIT");

    private readonly GroupCommitWriter _writer;
    private readonly ReaderPool? _readers;
    private readonly LongReads _longReads;
    private readonly Func<SqliteSession>? _openReader;
    private readonly Lock _closing = new();

    /// <param name="writer">Where writes run.</param>
    /// <param name="readers">The connections that read; null if the writer reads too, as it must in memory.</param>
    /// <param name="patience">How long a long read waits for whoever has the file for himself, and he for long reads.</param>
    /// <param name="openReader">Opens a connection for one long read; null if there is only the one connection.</param>
    public SqliteEngine(GroupCommitWriter writer, ReaderPool? readers, TimeSpan patience, Func<SqliteSession>? openReader = null)
    {
        _openReader = openReader;
        _writer = writer;
        _readers = readers;
        _longReads = new LongReads(patience);
    }

    /// <summary>How many statements the writer has prepared so far.</summary>
    public int WriterPrepares => _writer.Prepares;

    public bool IsClosed => _writer.IsClosed;

    /// <summary>How many callers wait for their turn to write at this moment.</summary>
    public int WaitingWriters => _writer.Waiting;

    /// <summary>How many readers are in use at this moment; 0 in memory.</summary>
    public int ReadersInUse => _readers?.InUse ?? 0;

    /// <summary>How many readers are open and free at this moment.</summary>
    public int IdleReaders => _readers?.Idle ?? 0;

    /// <summary>How many readers there may be; 0 in memory.</summary>
    public int MaxReaders => _readers?.Most ?? 0;

    /// <summary>Cancelled when the store is disposed.</summary>
    public CancellationToken Closing => _longReads.Closing;

    public override T Read<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        Completed(RunRead(operation, argument, name, snapshot: false, blocking: true, CancellationToken.None));

    public override ValueTask<T> ReadAsync<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
        RunRead(operation, argument, name, snapshot: false, blocking: false, cancellationToken);

    public override T ReadSnapshot<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        Completed(RunRead(operation, argument, name, snapshot: true, blocking: true, CancellationToken.None));

    public override ValueTask<T> ReadSnapshotAsync<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
        RunRead(operation, argument, name, snapshot: true, blocking: false, cancellationToken);

    public override T ReadLong<TArgument, T>(
        Func<Session, TArgument, CancellationToken, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
        RunLong(
            either =>
            {
                if (_openReader is null)
                {
                    return base.ReadLong(operation, argument, name, either);
                }

                using SqliteSession session = _openReader();
                session.Cancellation = either;
                session.Run(BeginRead);

                // Closing the connection ends the transaction.
                return Finished(operation(session, argument, either));
            },
            name,
            cancellationToken);

    public override T Write<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        Completed(RunWrite(operation, argument, name, blocking: true, CancellationToken.None));

    public override ValueTask<T> WriteAsync<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
        RunWrite(operation, argument, name, blocking: false, cancellationToken);

    public override void Dispose()
    {
        if (_writer.IsRunningOnThisThread)
        {
            throw new InvalidOperationException("The store cannot be disposed inside one of its own transactions.");
        }

        if (_longReads.AreRunningOnThisThread)
        {
            // It would wait for the end of the very call that it was made from.
            throw new InvalidOperationException(
                "The store cannot be disposed inside one of its own backups, verifications, dumps or reports.");
        }

        // One at a time, and the writer last: whoever closes the last connection copies the log into the file, and two that close at
        // once would each leave it to the other.
        lock (_closing)
        {
            _longReads.Cancel();
            if (_readers is not null)
            {
                _longReads.Dispose();
                _readers.Dispose();
            }

            _writer.Dispose();

            // In memory they may wait for the writer, which turns them away.
            _longReads.Dispose();
        }
    }

    public override ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public override bool IsInsideTransaction => _writer.IsRunningOnThisThread;

    public override CommitWatch? Watch(WatchedTables tables)
    {
        CommitWatch watch = new();
        return _writer.Watch(watch, tables) ? watch : null;
    }

    /// <summary>The schema is there; see <see cref="WriterConnection.SchemaIsThere"/>.</summary>
    public void SchemaIsThere() => _writer.SchemaIsThere();

    /// <summary>
    /// Runs an action while this store has no connection to its file. Callers wait meanwhile, at most their busy timeout; afterwards they
    /// go on with new connections. Long reads that are under way are let end; where one takes longer than the busy timeout, nothing is
    /// done.
    /// </summary>
    /// <param name="action">What is run.</param>
    /// <param name="cancellation">Gives up waiting; has no effect any more once the action runs.</param>
    public void RunClosed(Action action, CancellationToken cancellation = default)
    {
        RefuseInsideTransaction();

        // Long reads first: while one is waited for, the verbs go on.
        _longReads.RunAlone(
            () => _writer.RunClosed(() =>
            {
                // Waiting for the writer may have taken its time.
                cancellation.ThrowIfCancellationRequested();
                if (_readers is null)
                {
                    action();
                }
                else
                {
                    _readers.RunClosed(action);
                }
            }),
            cancellation);
    }

    /// <summary>
    /// Runs what reads for long, with connections of its own. It counts as using the store until it returns; see <see cref="LongReads"/>.
    /// </summary>
    public T RunLong<T>(Func<CancellationToken, T> read, string name, CancellationToken cancellationToken)
    {
        RefuseInsideTransaction();
        try
        {
            return _longReads.Run(read, cancellationToken);
        }
        catch (LeadStoreException failure)
        {
            failure.Operation ??= name;
            throw;
        }
    }

    /// <summary>The result of an operation on a SQLite session, which never has to wait for one.</summary>
    public static T Finished<T>(ValueTask<T> operation) => operation.IsCompleted
        ? operation.GetAwaiter().GetResult()
        : throw new InvalidOperationException(
            "The callback of a transaction waited for something other than the store. The transaction holds the only writer, so it was rolled back; do that work before or after it.");

    private async ValueTask<T> RunRead<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation,
        TArgument argument,
        string name,
        bool snapshot,
        bool blocking,
        CancellationToken cancellationToken)
    {
        if (_readers is null)
        {
            return await RunWrite(operation, argument, name, blocking, cancellationToken).ConfigureAwait(false);
        }

        RefuseInsideTransaction();
        cancellationToken.ThrowIfCancellationRequested();
        SqliteSession session = await _readers.Rent(blocking, cancellationToken).ConfigureAwait(false);
        try
        {
            session.Cancellation = cancellationToken;
            if (!snapshot)
            {
                return Finished(operation(session, argument));
            }

            session.Run(BeginRead);
            try
            {
                return Finished(operation(session, argument));
            }
            finally
            {
                session.Run(EndRead);
            }
        }
        catch (LeadStoreException failure)
        {
            failure.Operation ??= name;
            throw;
        }
        finally
        {
            _readers.Return(session);
        }
    }

    private async ValueTask<T> RunWrite<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, bool blocking, CancellationToken cancellationToken)
    {
        RefuseInsideTransaction();
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await _writer.Write(operation, argument, blocking, cancellationToken).ConfigureAwait(false);
        }
        catch (LeadStoreException failure)
        {
            failure.Operation ??= name;
            throw;
        }
    }

    private void RefuseInsideTransaction()
    {
        if (_writer.IsRunningOnThisThread)
        {
            throw new InvalidOperationException(
                "This thread is inside a transaction of the same store. Use the store that was handed to the callback, not the outer one.");
        }
    }

    private static T Completed<T>(ValueTask<T> call)
    {
        Debug.Assert(call.IsCompleted, "A blocking call completes before it returns.");
        return call.GetAwaiter().GetResult();
    }
}
