namespace LeadStore.Sqlite;

/// <summary>
/// Every long read of one store that is under way: backups, verifications, dumps, reports on the file. They have connections of their own,
/// which neither the reader pool nor the writer knows, so that whoever needs the file for himself, or ends the store, asks here.
/// </summary>
internal sealed class LongReads(TimeSpan patience) : IDisposable
{
    private readonly object _lock = new();

    // The thread of each, once more for each one inside another.
    private readonly List<int> _threads = [];

    // Never disposed: whoever asks late must still hear that the store is closed, and it holds nothing of the system's.
    private readonly CancellationTokenSource _closing = new();
    private bool _heldAlone;

    /// <summary>Cancelled when the store is disposed.</summary>
    public CancellationToken Closing => _closing.Token;

    public bool AreRunningOnThisThread
    {
        get
        {
            lock (_lock)
            {
                return _threads.Contains(Environment.CurrentManagedThreadId);
            }
        }
    }

    /// <summary>Runs one. Waits, at most the patience, while somebody has the file for himself.</summary>
    /// <param name="read">Is handed a token that ends it: by the caller's will, or because the store is disposed.</param>
    /// <param name="cancellation">The caller's.</param>
    /// <exception cref="ObjectDisposedException">The store is closed, or was while the read ran.</exception>
    public T Run<T>(Func<CancellationToken, T> read, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Enter();
        try
        {
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, Closing);
            return read(either.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // With the caller's own token, by which a task knows that it was cancelled and did not fail.
            throw new OperationCanceledException(cancellation);
        }
        catch (OperationCanceledException) when (Closing.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(LeadDatabase));
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Runs an action while there is no long read: lets those end that run, at most the patience, and new ones wait.</summary>
    /// <param name="action">What is run.</param>
    /// <param name="cancellation">Ends the waiting; looked at once more before the action.</param>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.Busy"/>: they did not end in time; nothing was done.</exception>
    public void RunAlone(Action action, CancellationToken cancellation)
    {
        if (AreRunningOnThisThread)
        {
            throw new InvalidOperationException(
                "This thread is inside a backup, verification, dump or report of the same store, for whose end the call would wait. "
                + "Make it afterwards.");
        }

        Hold(cancellation);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            action();
        }
        finally
        {
            LetGo();
        }
    }

    /// <summary>Refuses new ones and cancels those that run.</summary>
    public void Cancel() => _closing.Cancel();

    /// <summary>Refuses new ones, cancels those that run, and returns when none runs any more.</summary>
    public void Dispose()
    {
        Cancel();
        lock (_lock)
        {
            // Whoever waits for his turn shall hear that there is none.
            Monitor.PulseAll(_lock);
            while (_threads.Count > 0)
            {
                Monitor.Wait(_lock);
            }
        }
    }

    private void Enter()
    {
        int thread = Environment.CurrentManagedThreadId;
        lock (_lock)
        {
            // One inside another goes on: somebody may be waiting for the outer one to end.
            if (!_threads.Contains(thread) && !WaitUntil(() => !_heldAlone, Deadline()))
            {
                throw Busy("Another call of this process had the file for itself");
            }

            ObjectDisposedException.ThrowIf(Closing.IsCancellationRequested, typeof(LeadDatabase));
            _threads.Add(thread);
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            _threads.Remove(Environment.CurrentManagedThreadId);
            Monitor.PulseAll(_lock);
        }
    }

    private void Hold(CancellationToken cancellation)
    {
        long deadline = Deadline();
        using CancellationTokenRegistration wake = cancellation.UnsafeRegister(static reads => ((LongReads)reads!).Wake(), this);
        lock (_lock)
        {
            if (!WaitUntil(() => !_heldAlone || cancellation.IsCancellationRequested, deadline))
            {
                throw Busy("Another call of this process had the file for itself");
            }

            cancellation.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(Closing.IsCancellationRequested, typeof(LeadDatabase));
            _heldAlone = true;
            bool isAlone = WaitUntil(() => _threads.Count == 0 || cancellation.IsCancellationRequested, deadline);
            if (isAlone && !Closing.IsCancellationRequested && !cancellation.IsCancellationRequested)
            {
                return;
            }
        }

        LetGo();
        cancellation.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(Closing.IsCancellationRequested, typeof(LeadDatabase));
        throw Busy("A backup, verification, dump or report of this process ran");
    }

    private void LetGo()
    {
        lock (_lock)
        {
            _heldAlone = false;
            Monitor.PulseAll(_lock);
        }
    }

    private void Wake()
    {
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }

    // Also true when the store is being disposed, which the caller asks next.
    private bool WaitUntil(Func<bool> state, long deadline)
    {
        while (!state() && !Closing.IsCancellationRequested)
        {
            long left = deadline - Environment.TickCount64;
            if (left <= 0 || !Monitor.Wait(_lock, TimeSpan.FromMilliseconds(left)))
            {
                return state();
            }
        }

        return true;
    }

    private long Deadline() => Environment.TickCount64 + (long)patience.TotalMilliseconds;

    private LeadStoreException Busy(string who) => new(
        LeadStoreErrorKind.Busy,
        $"{who} for longer than {patience.TotalSeconds:0.###} s (BusyTimeout). Nothing was changed; wait for its end or cancel it, and try "
        + "again.");
}
