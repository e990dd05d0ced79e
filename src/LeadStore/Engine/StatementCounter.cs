namespace LeadStore.Engine;

/// <summary>What one statement has cost so far. Safe for concurrent use.</summary>
internal sealed class StatementCounter(SqlShape shape, bool isOwn)
{
    // Eight to each doubling, from 1 µs to an hour and more: a bucket is 9 % wide.
    private const int BucketsPerDoubling = 8;
    private const int Buckets = 33 * BucketsPerDoubling;

    private readonly Lock _lock = new();
    private readonly int[] _buckets = new int[Buckets];
    private long _calls;
    private long _failures;
    private long _rows;
    private TimeSpan _total;
    private TimeSpan _longest;

    public SqlShape Shape => shape;

    /// <summary>Whether it is one of the library's.</summary>
    public bool IsOwn => isOwn;

    public void Add(TimeSpan duration, long rows, bool failed)
    {
        double doublings = Math.Log2(Math.Max(duration.TotalMicroseconds, 1));
        int bucket = Math.Min((int)(doublings * BucketsPerDoubling), Buckets - 1);
        lock (_lock)
        {
            _calls++;
            _failures += failed ? 1 : 0;
            _rows += rows;
            _total += duration;
            _longest = duration > _longest ? duration : _longest;
            _buckets[bucket]++;
        }
    }

    public StatementStats Read()
    {
        lock (_lock)
        {
            return new StatementStats
            {
                Sql = shape.Text,
                Summary = shape.Summary,
                IsOwn = isOwn,
                Calls = _calls,
                Failures = _failures,
                Rows = _rows,
                Total = _total,
                Mean = _total / Math.Max(_calls, 1),
                P95 = Percentile(0.95),
                Longest = _longest,
            };
        }
    }

    // The upper end of the bucket that it lies in, and never longer than the longest.
    private TimeSpan Percentile(double part)
    {
        long wanted = (long)Math.Ceiling(_calls * part);
        long seen = 0;
        for (int i = 0; i < Buckets; i++)
        {
            seen += _buckets[i];
            if (seen >= wanted)
            {
                TimeSpan upper = TimeSpan.FromMicroseconds(Math.Pow(2, (i + 1.0) / BucketsPerDoubling));
                return upper < _longest ? upper : _longest;
            }
        }

        return _longest;
    }
}
