namespace LeadStore.Sqlite;

/// <summary>The store's own thread, which holds the writer on behalf of callers that have none. It is made when it is needed first.</summary>
/// <param name="lead">What it does each time that it is woken.</param>
/// <param name="start">Starts it.</param>
internal sealed class WriterThread(Action lead, Action<Thread> start) : IDisposable
{
    private readonly SemaphoreSlim _isNeeded = new(0);
    private Thread? _thread;
    private volatile bool _ended;

    /// <summary>Called by the holder of the writer alone, who has given it away if this returns true.</summary>
    /// <returns>False if there is no such thread and the system has none to give at this moment.</returns>
    public bool TryWake()
    {
        if (_thread is null)
        {
            try
            {
                Thread thread = new(Run) { IsBackground = true, Name = "LeadStore writer" };
                start(thread);
                _thread = thread;
            }
            catch (Exception failure) when (failure is OutOfMemoryException or ThreadStartException)
            {
                // Whoever leaves the writer next asks again.
                return false;
            }
        }

        _isNeeded.Release();
        return true;
    }

    public void Dispose()
    {
        _ended = true;
        _isNeeded.Release();
    }

    private void Run()
    {
        while (true)
        {
            _isNeeded.Wait();
            if (_ended)
            {
                return;
            }

            lead();
        }
    }
}
