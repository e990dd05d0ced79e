using System.Diagnostics;
using System.Runtime.ExceptionServices;
using LeadStore.Engine;

namespace LeadStore.Sqlite;

/// <summary>
/// One writer and several readers on one file, or one connection for everything in memory. Callers that arrive while the writer is
/// busy share the next commit: whoever holds the writer runs its own operation, on its own thread, and if another waits hands the open
/// transaction on and waits for its acknowledgement; the last one commits for all. A lone caller never changes threads.
/// </summary>
internal sealed class SqliteEngine : StoreEngine
{
    // A group ends when nobody waits, and otherwise at one of these, so that its first caller is not kept waiting by an endless queue.
    private const int MostInGroup = 512;
    private static readonly TimeSpan LongestGroup = TimeSpan.FromMilliseconds(20);

    private static readonly Command Begin = new("BEGIN IMMEDIATE");
    private static readonly Command BeginRead = new("BEGIN");
    private static readonly Command CommitTransaction = new("COMMIT");
    private static readonly Command RollBackTransaction = new("ROLLBACK");
    private static readonly Command BeginMember = new("SAVEPOINT member");
    private static readonly Command ReleaseMember = new("RELEASE SAVEPOINT member");
    private static readonly Command RollBackMember = new("ROLLBACK TO SAVEPOINT member");

    private readonly SqliteSession _writer;
    private readonly ReaderPool? _readers;
    private readonly Checkpointer? _checkpointer;
    private readonly WriterGate _gate;

    // Only the holder of the writer touches these.
    private readonly List<Signal> _uncommitted = [];
    private bool _transactionOpen;
    private long _transactionStarted;

    // The thread that runs an operation on the writer now, 0 if none does.
    private volatile int _writingThread;

    /// <param name="writer">The connection that writes.</param>
    /// <param name="readers">The connections that read; null if the writer reads too, as it must in memory.</param>
    /// <param name="checkpointer">Moves the write-ahead log into the file; null if there is no log.</param>
    /// <param name="busyTimeout">How long a caller waits for its turn.</param>
    public SqliteEngine(SqliteSession writer, ReaderPool? readers, Checkpointer? checkpointer, TimeSpan busyTimeout)
    {
        _writer = writer;
        _readers = readers;
        _checkpointer = checkpointer;
        _gate = new WriterGate(busyTimeout);
    }

    /// <summary>How many statements the writer has prepared so far.</summary>
    public int WriterPrepares => _writer.Prepares;

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

    public override T Write<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        Completed(RunWrite(operation, argument, name, blocking: true, CancellationToken.None));

    public override ValueTask<T> WriteAsync<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
        RunWrite(operation, argument, name, blocking: false, cancellationToken);

    public override void Dispose()
    {
        if (_writingThread == Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException("The store cannot be disposed inside one of its own transactions.");
        }

        if (_gate.Close())
        {
            _readers?.Dispose();
            _checkpointer?.Dispose();
            _writer.Dispose();
        }
    }

    public override ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<T> RunRead<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation,
        TArgument argument,
        string name,
        bool snapshot,
        bool blocking,
        CancellationToken cancellationToken)
    {
        RefuseInsideTransaction();
        cancellationToken.ThrowIfCancellationRequested();
        if (_readers is null)
        {
            return await RunWrite(operation, argument, name, blocking, cancellationToken).ConfigureAwait(false);
        }

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
                session.Run(CommitTransaction);
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
            await _gate.Enter(blocking, cancellationToken).ConfigureAwait(false);

            Member<T> member = RunMember(operation, argument);
            if (!_transactionOpen)
            {
                _gate.Leave();
            }
            else if (HandOver(blocking) is { } committed)
            {
                await committed.Wait(Timeout.InfiniteTimeSpan, CancellationToken.None).ConfigureAwait(false);
                committed.ThrowIfFailed();
            }
            else
            {
                CommitForAll();
            }

            member.Failure?.Throw();
            return member.Result;
        }
        catch (LeadStoreException failure)
        {
            failure.Operation ??= name;
            throw;
        }
    }

    // Runs one operation inside the group's transaction, which it opens if it is the first. Never throws: the writer must be passed on.
    private Member<T> RunMember<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument)
    {
        bool first = !_transactionOpen;
        bool begun = false;
        try
        {
            _writer.Run(first ? Begin : BeginMember);
            begun = true;
            if (first)
            {
                _transactionOpen = true;
                _transactionStarted = Stopwatch.GetTimestamp();
            }

            _writingThread = Environment.CurrentManagedThreadId;
            _writer.BeginHold();
            T result = Finished(operation(_writer, argument));
            if (!first)
            {
                _writer.Run(ReleaseMember);
            }

            return new Member<T>(result, null);
        }
        catch (Exception failure)
        {
            UndoMember(failure, first, begun);
            return new Member<T>(default!, ExceptionDispatchInfo.Capture(failure));
        }
        finally
        {
            _writingThread = 0;
            _writer.EndHold();
        }
    }

    private void UndoMember(Exception failure, bool first, bool begun)
    {
        if (_transactionOpen && !_writer.InTransaction)
        {
            // SQLite rolled everything back by itself, the neighbours' work with it.
            _transactionOpen = false;
            Acknowledge(() => RolledBackWithGroup(failure));
        }
        else if (begun)
        {
            if (first)
            {
                _transactionOpen = false;
                RollBack();
            }
            else
            {
                _writer.Run(RollBackMember);
                _writer.Run(ReleaseMember);
            }
        }
    }

    // A failed ROLLBACK leaves the transaction only where SQLite has ended it already: then there was nothing left to do.
    private void RollBack()
    {
        try
        {
            _writer.Run(RollBackTransaction);
        }
        catch (LeadStoreException) when (!_writer.InTransaction)
        {
        }
    }

    // Null if nobody waits or the group is full: then the caller commits.
    private Signal? HandOver(bool blocking)
    {
        bool groupIsOver = _readers is null
            || _uncommitted.Count >= MostInGroup
            || Stopwatch.GetElapsedTime(_transactionStarted) > LongestGroup;
        if (groupIsOver || !_gate.SomebodyWaits)
        {
            return null;
        }

        Signal committed = new(blocking);
        _uncommitted.Add(committed);
        if (_gate.HandOver())
        {
            return committed;
        }

        _uncommitted.RemoveAt(_uncommitted.Count - 1);
        return null;
    }

    private void CommitForAll()
    {
        LeadStoreException? failure = null;
        try
        {
            _writer.Run(CommitTransaction);
        }
        catch (LeadStoreException commitFailure)
        {
            failure = AfterFailedCommit(commitFailure);
        }

        _transactionOpen = false;
        Acknowledge(failure is null ? null : () => Copy(failure));
        try
        {
            if (failure is null)
            {
                _checkpointer?.AfterCommit(_writer);
            }
        }
        finally
        {
            _gate.Leave();
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    private LeadStoreException AfterFailedCommit(LeadStoreException failure)
    {
        bool rolledBack = false;
        if (_writer.InTransaction)
        {
            RollBack();
            rolledBack = true;
        }

        // An input or output error while committing leaves open whether the log reached the disk.
        LeadStoreOutcome outcome = failure.Kind == LeadStoreErrorKind.InputOutput || !rolledBack && failure.Kind != LeadStoreErrorKind.StorageFull
            ? LeadStoreOutcome.Unknown
            : LeadStoreOutcome.NotApplied;
        return new LeadStoreException(failure.Kind, failure.Message)
        {
            SqliteExtendedErrorCode = failure.SqliteExtendedErrorCode,
            Sql = failure.Sql,
            Outcome = outcome,
        };
    }

    private void Acknowledge(Func<Exception>? failure)
    {
        foreach (Signal committed in _uncommitted)
        {
            committed.Complete(failure?.Invoke());
        }

        _uncommitted.Clear();
    }

    private static LeadStoreException RolledBackWithGroup(Exception cause) =>
        cause is LeadStoreException failure
            ? Copy(failure)
            : new LeadStoreException(LeadStoreErrorKind.Unknown, "The transaction that held this change was rolled back.");

    private static LeadStoreException Copy(LeadStoreException failure) => new(failure.Kind, failure.Message)
    {
        SqliteExtendedErrorCode = failure.SqliteExtendedErrorCode,
        Sql = failure.Sql,
        Outcome = failure.Outcome,
    };

    private void RefuseInsideTransaction()
    {
        if (_writingThread == Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException(
                "This thread is inside a transaction of the same store. Use the store that was handed to the callback, not the outer one.");
        }
    }

    /// <summary>The result of an operation on a SQLite session, which never has to wait for one.</summary>
    private static T Finished<T>(ValueTask<T> operation) => operation.IsCompleted
        ? operation.GetAwaiter().GetResult()
        : throw new InvalidOperationException(
            "The callback of a transaction waited for something other than the store. The transaction holds the only writer, so it was rolled back; do that work before or after it.");

    private static T Completed<T>(ValueTask<T> call)
    {
        Debug.Assert(call.IsCompleted, "A blocking call completes before it returns.");
        return call.GetAwaiter().GetResult();
    }

    private readonly record struct Member<T>(T Result, ExceptionDispatchInfo? Failure);
}
