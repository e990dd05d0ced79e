namespace LeadStore.Sqlite;

/// <summary>
/// The connections that only read: opened when needed, at most a fixed number, each with its statements kept prepared. Renting one
/// that is free allocates nothing.
/// </summary>
internal sealed class ReaderPool(int most, TimeSpan patience, Func<SqliteSession> open) : IDisposable
{
    private readonly SemaphoreSlim _free = new(most, most);
    private readonly SqliteSession?[] _idle = new SqliteSession?[most];
    private readonly Lock _closing = new();
    private int _disposed;
    private volatile bool _closed;

    /// <summary>How many there may be.</summary>
    public int Most => most;

    /// <summary>How many are in use at this moment.</summary>
    public int InUse => most - _free.CurrentCount;

    /// <summary>How many are open and free at this moment.</summary>
    public int Idle => _idle.Count(session => session is not null);

    /// <param name="blocking">True to block the calling thread; false to wait without one.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<SqliteSession> Rent(bool blocking, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(LeadDatabase));
        bool granted = blocking
            ? _free.Wait(patience, CancellationToken.None)
            : _free.Wait(0, CancellationToken.None) || await _free.WaitAsync(patience, cancellationToken).ConfigureAwait(false);
        if (!granted)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.Busy,
                $"All {most} readers were in use for {patience.TotalSeconds:0.###} s (BusyTimeout); raise MaxReaders or BusyTimeout.");
        }

        if (_closed)
        {
            _free.Release();
            throw new ObjectDisposedException(nameof(LeadDatabase));
        }

        for (int i = 0; i < _idle.Length; i++)
        {
            if (_idle[i] is not null && Interlocked.Exchange(ref _idle[i], null) is { } session)
            {
                return session;
            }
        }

        try
        {
            return open();
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    public void Return(SqliteSession session)
    {
        session.EndHold();
        if (session.InTransaction || !Park(session))
        {
            // A connection with a transaction left open must not meet another caller.
            session.Dispose();
        }

        _free.Release();
    }

    /// <summary>Closes every connection, waiting for those that are in use, and runs an action before others may be opened.</summary>
    public void RunClosed(Action action)
    {
        lock (_closing)
        {
            for (int i = 0; i < most; i++)
            {
                _free.Wait();
            }

            try
            {
                for (int i = 0; i < _idle.Length; i++)
                {
                    _idle[i]?.Dispose();
                    _idle[i] = null;
                }

                action();
            }
            finally
            {
                _free.Release(most);
            }
        }
    }

    /// <summary>Closes every connection, waiting for those that are in use.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            // Whoever waits until then is told in Rent that the store is closed.
            _closed = true;
            RunClosed(() => { });
        }
    }

    private bool Park(SqliteSession session)
    {
        for (int i = 0; i < _idle.Length; i++)
        {
            if (_idle[i] is null && Interlocked.CompareExchange(ref _idle[i], session, null) is null)
            {
                return true;
            }
        }

        return false;
    }
}
