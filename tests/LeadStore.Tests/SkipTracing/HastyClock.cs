using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.SkipTracing;

/// <summary>A clock that goes on by itself whenever somebody waits for it, but for waits that the test wants to last.</summary>
internal sealed class HastyClock(Func<TimeSpan, bool> lasts) : FakeTimeProvider(Contract.StoreFixture.Start)
{
    /// <summary>What was waited for, in turn.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && !lasts(dueTime))
        {
            Waits.Enqueue(dueTime);
            _ = Task.Run(() => Advance(dueTime));
        }

        return timer;
    }
}
