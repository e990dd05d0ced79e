using System.Diagnostics;
using System.Runtime.ExceptionServices;
using LeadStore.Engine;

namespace LeadStore.Sqlite;

/// <summary>
/// The one writer. Callers that arrive while it is busy share the next commit: whoever holds it runs its own operation, then those that
/// wait, each under a savepoint of its own, and commits for all; each is acknowledged after that commit. A blocking caller whose operation
/// has application code in it gets the open transaction handed over and runs it on its own thread. A lone caller never changes threads.
/// Where only callers without a thread are left, a thread of the store's own takes the writer over, never one of the pool, whose threads
/// may all be waiting for it. Where the system has no thread to give, whoever leaves the writer runs them first.
/// </summary>
internal sealed class GroupCommitWriter : IDisposable
{
    // A group ends when nobody waits, and otherwise at one of these, so that its first caller is not kept waiting by an endless queue.
    private const int MostInGroup = 512;
    private static readonly TimeSpan LongestGroup = TimeSpan.FromMilliseconds(20);

    private static readonly Command BeginMember = new("SAVEPOINT member");
    private static readonly Command ReleaseMember = new("RELEASE SAVEPOINT member");
    private static readonly Command RollBackMember = new("ROLLBACK TO SAVEPOINT member");

    private readonly WriterConnection _connection;
    private readonly Checkpointer? _checkpointer;
    private readonly bool _shares;
    private readonly WriterThread _ownThread;
    private readonly WriterGate _gate;

    // Only the holder of the writer touches these.
    private List<Signal> _uncommitted = [];
    private bool _transactionOpen;
    private long _transactionStarted;
    private Exception? _rolledBackBy;

    // The thread that runs an operation now, 0 if none does.
    private volatile int _runningThread;

    /// <param name="connection">The connection that writes.</param>
    /// <param name="checkpointer">Moves the write-ahead log into the file; null if there is no log.</param>
    /// <param name="busyTimeout">How long a caller waits for its turn.</param>
    /// <param name="shares">Whether callers share commits; in memory, where a commit is free and readers use this session, they do not.</param>
    /// <param name="startThread">Starts the store's own thread; null for the system's way.</param>
    public GroupCommitWriter(
        WriterConnection connection, Checkpointer? checkpointer, TimeSpan busyTimeout, bool shares, Action<Thread>? startThread = null)
    {
        _connection = connection;
        _checkpointer = checkpointer;
        _shares = shares;
        _ownThread = new WriterThread(LeadWhenNeeded, startThread ?? (thread => thread.Start()));
        _gate = new WriterGate(busyTimeout);
    }

    /// <summary>How many statements the writer has prepared so far.</summary>
    public int Prepares => _connection.Session.Prepares;

    public bool IsClosed => _gate.IsClosed;

    /// <summary>How many callers wait for their turn at this moment.</summary>
    public int Waiting => _gate.Waiting;

    private SqliteSession Session => _connection.Session;

    /// <summary>Whether the calling thread is inside an operation of this writer.</summary>
    public bool IsRunningOnThisThread => _runningThread == Environment.CurrentManagedThreadId;

    /// <summary>Runs an operation and returns once it is committed.</summary>
    /// <param name="operation">What to run, inside a transaction.</param>
    /// <param name="argument">What it is about.</param>
    /// <param name="blocking">True to block the calling thread while waiting; then the result is there on return.</param>
    /// <param name="cancellationToken">Gives up as long as the operation has not begun.</param>
    public async ValueTask<T> Write<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, bool blocking, CancellationToken cancellationToken)
    {
        if (!_gate.TryEnter())
        {
            QueuedWrite<TArgument, T> queued = new(operation, argument, hasThread: blocking);
            await _gate.Enter(queued, cancellationToken).ConfigureAwait(false);
            if (queued.WasRun)
            {
                return queued.Outcome.ResultOrThrow();
            }
        }

        WriteOutcome<T> outcome = RunMember(operation, argument);
        if (!_transactionOpen)
        {
            Leave();
            return outcome.ResultOrThrow();
        }

        RunThoseWhoWait();
        if (!_transactionOpen)
        {
            Exception cause = _rolledBackBy!;
            Leave();
            throw RolledBackWithGroup(cause);
        }

        if (HandOver(blocking) is { } committed)
        {
            await committed.Wait(Timeout.InfiniteTimeSpan, CancellationToken.None).ConfigureAwait(false);
            committed.ThrowIfFailed();
        }
        else
        {
            CommitForAll();
        }

        return outcome.ResultOrThrow();
    }

    /// <summary>
    /// Runs one operation inside the group's transaction, which it opens if it is the first. Never throws: the writer must be passed on.
    /// Called by the holder alone.
    /// </summary>
    public WriteOutcome<T> RunMember<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument)
    {
        bool first = !_transactionOpen;
        bool begun = false;
        try
        {
            if (first)
            {
                _connection.Begin();
                _transactionOpen = true;
                _transactionStarted = Stopwatch.GetTimestamp();
            }
            else
            {
                Session.Run(BeginMember);
            }

            begun = true;
            _runningThread = Environment.CurrentManagedThreadId;
            Session.BeginHold();
            T result = SqliteEngine.Finished(operation(Session, argument));
            Session.VerifyTransaction();
            Session.VerifyReferences();
            if (!first)
            {
                Session.Run(ReleaseMember);
            }

            return new WriteOutcome<T>(result, null);
        }
        catch (Exception failure)
        {
            // First the hold: a callback that outlived its transaction must find it gone before anything is undone.
            EndHold();
            UndoMember(failure, first, begun);
            return new WriteOutcome<T>(default!, ExceptionDispatchInfo.Capture(failure));
        }
        finally
        {
            EndHold();
        }
    }

    /// <summary>The schema is there; see <see cref="WriterConnection.SchemaIsThere"/>.</summary>
    public void SchemaIsThere() => _connection.SchemaIsThere();

    /// <summary>
    /// Closes the connections, runs an action while nobody writes, and lets writing go on with a new connection. Waits for its turn like
    /// a write.
    /// </summary>
    public void RunClosed(Action action) => InTurn(() =>
    {
        try
        {
            CloseConnections();
            action();
            return true;
        }
        finally
        {
            ReopenNow();
        }
    });

    /// <inheritdoc cref="WriterConnection.Watch"/>
    public bool Watch(CommitWatch watch, WatchedTables tables) => InTurn(() => _connection.Watch(watch, tables));

    // What is no write waits for its turn like one.
    private T InTurn<T>(Func<T> action)
    {
        if (!_gate.TryEnter())
        {
            _gate.Enter(new QueuedTurn(), CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }

        try
        {
            // The one before may have handed its transaction on.
            if (_transactionOpen)
            {
                EndGroup();
            }

            return action();
        }
        finally
        {
            Leave();
        }
    }

    // Not when it is needed next: until then the store would have nothing open, and whoever asks whether it is in use would hear no.
    private void ReopenNow()
    {
        try
        {
            _ = Session;
        }
        catch (LeadStoreException)
        {
            // The next caller tries again, and is told.
        }
    }

    /// <summary>Turns away whoever waits, lets the holder finish, and closes the connection.</summary>
    public void Dispose()
    {
        if (_gate.Close())
        {
            _ownThread.Dispose();
            CloseConnections();
        }
    }

    private void CloseConnections()
    {
        _checkpointer?.Stop();
        if (_checkpointer is { FileIsSuspect: true })
        {
            _connection.KeepLog();
        }

        _checkpointer?.Close();
        _connection.Close();
    }

    private void EndHold()
    {
        _runningThread = 0;
        _connection.EndHold();
    }

    private void Leave()
    {
        // Where those who are next have no thread, and there is none for them, nobody else would ever come to run them. So this one goes on
        // until there is a thread, or somebody is next who has one.
        while (!_gate.Leave() && !_ownThread.TryWake() && LeadOneGroup())
        {
        }
    }

    private void LeadWhenNeeded()
    {
        if (LeadOneGroup())
        {
            Leave();
        }
    }

    // For callers that have no thread. True if the writer is held still.
    private bool LeadOneGroup()
    {
        RunThoseWhoWait();
        if (_transactionOpen && HandOverAll())
        {
            return false;
        }

        if (_transactionOpen)
        {
            EndGroup();
        }

        return true;
    }

    private void RunThoseWhoWait()
    {
        while (!GroupIsOver && _gate.TakeWhoMayBeRun() is { } queued)
        {
            queued.RunBy(this);
            if (_transactionOpen)
            {
                _uncommitted.Add(queued);
            }
            else
            {
                // It failed alone, or took the whole transaction with it, and knows why.
                queued.Complete();
                return;
            }
        }
    }

    private bool GroupIsOver =>
        _transactionOpen
        && (!_shares || _uncommitted.Count >= MostInGroup || Stopwatch.GetElapsedTime(_transactionStarted) > LongestGroup);

    // Null if nobody waits or the group is full: then the caller commits.
    private Signal? HandOver(bool blocking)
    {
        if (GroupIsOver || !_gate.SomebodyWaits)
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

    private bool HandOverAll() => !GroupIsOver && _gate.HandOver();

    private void CommitForAll()
    {
        LeadStoreException? failure;
        try
        {
            failure = EndGroup();
        }
        finally
        {
            Leave();
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    // Commits, tells the members, and moves the log along if it is time. Keeps the writer. Returns why the commit failed.
    private LeadStoreException? EndGroup()
    {
        LeadStoreException? failure = null;
        _checkpointer?.BeforeCommit();
        try
        {
            _connection.Commit();
        }
        catch (LeadStoreException commitFailure)
        {
            failure = commitFailure;
        }
        catch (Exception unexpected)
        {
            // Whatever it is: those who share the commit wait for an answer, and the next transaction must not find this one open.
            _connection.RollBack();
            failure = new LeadStoreException(LeadStoreErrorKind.Unknown, "The commit failed in a way that tells nothing of its outcome.", unexpected)
            {
                Outcome = LeadStoreOutcome.Unknown,
            };
        }

        _transactionOpen = false;
        List<Signal> members = _uncommitted;
        _uncommitted = members.Count == 0 ? members : [];
        Acknowledge(members, failure);
        if (failure is null)
        {
            _checkpointer?.AfterCommit(Session);
        }
        else
        {
            _checkpointer?.AfterFailedCommit();
        }

        return failure;
    }

    private void UndoMember(Exception failure, bool first, bool begun)
    {
        if (_transactionOpen && !Session.InTransaction)
        {
            // SQLite rolled everything back by itself, the neighbours' work with it.
            FailGroup(failure);
        }
        else if (begun && first)
        {
            RollBackTransaction();
        }
        else if (begun && !TryRollBackMember())
        {
            // What this one did cannot be told from what its neighbours did any more.
            RollBackTransaction();
            FailGroup(failure);
        }
    }

    private void FailGroup(Exception failure)
    {
        _transactionOpen = false;
        _rolledBackBy = failure;
        List<Signal> members = _uncommitted;
        _uncommitted = [];
        Acknowledge(members, RolledBackWithGroup(failure));
    }

    private bool TryRollBackMember()
    {
        try
        {
            Session.Run(RollBackMember);
            Session.Run(ReleaseMember);
            return true;
        }
        catch (LeadStoreException)
        {
            // The caller rolls everything back instead, and its members are told.
            return false;
        }
    }

    private void RollBackTransaction()
    {
        _transactionOpen = false;
        _connection.RollBack();
    }

    private static void Acknowledge(List<Signal> members, LeadStoreException? failure)
    {
        foreach (Signal member in members)
        {
            // Each its own exception: one instance thrown on several threads would mix their stacks.
            member.Complete(failure?.With(failure.Outcome));
        }
    }

    private static LeadStoreException RolledBackWithGroup(Exception cause) => cause is LeadStoreException failure
        ? failure.With(LeadStoreOutcome.NotApplied)
        : new LeadStoreException(LeadStoreErrorKind.Unknown, "The transaction that held this change was rolled back.");
}
