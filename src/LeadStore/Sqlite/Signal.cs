using System.Runtime.ExceptionServices;

namespace LeadStore.Sqlite;

/// <summary>Something that happens once and that one caller waits for: by blocking its thread, or without one.</summary>
internal class Signal
{
    private readonly TaskCompletionSource? _task;
    private bool _completed;
    private Exception? _failure;

    public Signal(bool blocking) =>
        _task = blocking ? null : new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Complete(Exception? failure = null)
    {
        lock (this)
        {
            _failure = failure;
            _completed = true;
            Monitor.PulseAll(this);
        }

        _task?.TrySetResult();
    }

    /// <summary>Waits; the result says whether it happened within the time and before the cancellation.</summary>
    public ValueTask<bool> Wait(TimeSpan patience, CancellationToken cancellationToken) =>
        _task is null
            ? new ValueTask<bool>(Block(patience))
            : new ValueTask<bool>(WaitWithoutThread(_task.Task, patience, cancellationToken));

    public void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    /// <summary>
    /// Waits on the calling thread; the result says whether it happened within the time. An interruption of the thread is kept for
    /// later: whoever waits here may be given the writer in the same moment, and must pass it on.
    /// </summary>
    public bool Block(TimeSpan patience)
    {
        long deadline = patience == Timeout.InfiniteTimeSpan ? long.MaxValue : Environment.TickCount64 + (long)patience.TotalMilliseconds;
        bool interrupted = false;
        try
        {
            lock (this)
            {
                while (!_completed)
                {
                    long left = deadline == long.MaxValue ? Timeout.Infinite : deadline - Environment.TickCount64;
                    if (left <= 0 && deadline != long.MaxValue)
                    {
                        return false;
                    }

                    try
                    {
                        Monitor.Wait(this, (int)Math.Min(left, int.MaxValue));
                    }
                    catch (ThreadInterruptedException)
                    {
                        interrupted = true;
                    }
                }

                return true;
            }
        }
        finally
        {
            if (interrupted)
            {
                Thread.CurrentThread.Interrupt();
            }
        }
    }

    private static async Task<bool> WaitWithoutThread(Task task, TimeSpan patience, CancellationToken cancellationToken)
    {
        Task first = task.WaitAsync(patience, cancellationToken);
        await first.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return first.IsCompletedSuccessfully;
    }
}
