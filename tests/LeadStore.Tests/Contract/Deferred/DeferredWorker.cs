using System.Collections.Concurrent;

namespace LeadStore.Tests.Contract.Deferred;

/// <summary>The thread on which every statement of a deferred store runs: what the network and the server are to a real one.</summary>
internal sealed class DeferredWorker : IDisposable
{
    private readonly BlockingCollection<Action> _posted = [];
    private readonly Thread _thread;

    public DeferredWorker()
    {
        _thread = new Thread(Work) { IsBackground = true, Name = nameof(DeferredWorker) };
        _thread.Start();
    }

    public void Post(Action work) => _posted.Add(work);

    public void Dispose()
    {
        _posted.CompleteAdding();
        _thread.Join();
        _posted.Dispose();
    }

    private void Work()
    {
        foreach (Action work in _posted.GetConsumingEnumerable())
        {
            work();
        }
    }
}
