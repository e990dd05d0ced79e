using System.Diagnostics;

namespace LeadStore.Tests.Sqlite.Support;

/// <summary>Calls on threads of their own, and the signals between them.</summary>
internal static class Background
{
    // Nothing is decided by this time; it only ends a test that would hang.
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs a call that blocks on a thread of its own.</summary>
    public static Task<T> Run<T>(Func<T> call) =>
        Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc cref="Run{T}"/>
    public static Task Run(Action call) => Run(() =>
    {
        call();
        return true;
    });

    /// <summary>Waits for a state that has no signal of its own, for example that a caller has joined a queue.</summary>
    public static void Until(Func<bool> state)
    {
        long start = Stopwatch.GetTimestamp();
        while (!state())
        {
            Stopwatch.GetElapsedTime(start).Should().BeLessThan(Patience);
            Thread.Yield();
        }
    }

    public static void WaitOrFail(this ManualResetEventSlim signal) => signal.Wait(Patience).Should().BeTrue("the signal should come");
}
