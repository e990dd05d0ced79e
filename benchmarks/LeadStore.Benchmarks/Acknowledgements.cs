using System.Diagnostics;

namespace LeadStore.Benchmarks;

/// <summary>What callers were told, from many threads at once: how many, the longest that one waited, the longest time without any.</summary>
internal sealed class Acknowledgements
{
    private long _count;
    private long _last = Stopwatch.GetTimestamp();
    private long _worstWait;
    private long _worstStall;

    public long Count => Volatile.Read(ref _count);

    public TimeSpan WorstWait => Stopwatch.GetElapsedTime(0, _worstWait);

    public TimeSpan WorstStall => Stopwatch.GetElapsedTime(0, _worstStall);

    public void Add(long started)
    {
        long now = Stopwatch.GetTimestamp();
        Interlocked.Increment(ref _count);
        Raise(ref _worstWait, now - started);
        Raise(ref _worstStall, now - Interlocked.Exchange(ref _last, now));
    }

    private static void Raise(ref long worst, long value)
    {
        long known = Volatile.Read(ref worst);
        while (value > known && Interlocked.CompareExchange(ref worst, value, known) is var found && found != known)
        {
            known = found;
        }
    }
}
