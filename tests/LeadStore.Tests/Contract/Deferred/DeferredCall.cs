using System.Threading.Tasks.Sources;

namespace LeadStore.Tests.Contract.Deferred;

/// <summary>
/// A call that does not begin before somebody awaits it, and then completes on another thread. Whoever asks for its result at once, as
/// an operation would that takes every session for a synchronous one, gets an error instead.
/// </summary>
internal sealed class DeferredCall<T>(DeferredWorker worker, Func<T> work) : IValueTaskSource<T>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<T> _core = new() { RunContinuationsAsynchronously = true };

    public ValueTask<T> Task => new(this, _core.Version);

    public ValueTask TaskWithoutResult => new(this, _core.Version);

    public T GetResult(short token) => _core.GetResult(token);

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _core.OnCompleted(continuation, state, token, flags);
        worker.Post(Run);
    }

    private void Run()
    {
        T result;
        try
        {
            result = work();
        }
        catch (Exception failure)
        {
            _core.SetException(failure);
            return;
        }

        _core.SetResult(result);
    }
}
