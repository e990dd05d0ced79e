using System.Numerics;

namespace LeadStore.Benchmarks;

/// <summary>
/// How long calls took, in buckets that are 1.6 % wide at most, from a nanosecond to hours. One thread records, without allocating;
/// nobody reads meanwhile.
/// </summary>
internal sealed class LatencyHistogram
{
    // Every power of two is divided into so many parts.
    private const int Bits = 6;
    private const int Parts = 1 << Bits;

    private readonly long[] _counts = new long[(64 - Bits + 1) * Parts];

    public long Count { get; private set; }

    /// <summary>The longest, exactly, in nanoseconds.</summary>
    public long Worst { get; private set; }

    public void Record(long nanoseconds)
    {
        _counts[BucketOf(nanoseconds)]++;
        Count++;
        Worst = Math.Max(Worst, nanoseconds);
    }

    public void Add(LatencyHistogram other)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
        Worst = Math.Max(Worst, other.Worst);
    }

    /// <summary>The upper end of the bucket below which this share of all calls lies, in microseconds.</summary>
    public double Microseconds(double share)
    {
        long rank = (long)Math.Ceiling(share * Count);
        long seen = 0;
        int bucket = 0;
        while (bucket < _counts.Length - 1 && (seen += _counts[bucket]) < rank)
        {
            bucket++;
        }

        return Math.Min(UpperEnd(bucket), Worst) / 1000.0;
    }

    private static int BucketOf(long value)
    {
        int shift = Math.Max(0, BitOperations.Log2((ulong)Math.Max(value, 1)) - Bits);
        return (shift * Parts) + (int)(value >> shift);
    }

    private static double UpperEnd(int bucket)
    {
        int shift = Math.Max(0, (bucket / Parts) - 1);
        return ((long)(bucket - (shift * Parts)) + 1) * Math.Pow(2, shift);
    }
}
