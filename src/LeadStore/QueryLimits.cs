namespace LeadStore;

/// <summary>How much a query of <see cref="LeadDatabase.Query"/> may read.</summary>
public sealed record QueryLimits
{
    /// <summary>The most rows, 1 to 1,000,000; default 10,000. Further rows are left out, and <see cref="QueryResult.Truncated"/> says so.</summary>
    public int MaxRows
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxRows));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1_000_000, nameof(MaxRows));
            field = value;
        }
    }
    = 10_000;

    /// <summary>The longest time, above zero to 1 hour; default 30 seconds. Then <see cref="LeadStoreErrorKind.TimedOut"/>.</summary>
    public TimeSpan MaxTime
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, nameof(MaxTime));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromHours(1), nameof(MaxTime));
            field = value;
        }
    }
    = TimeSpan.FromSeconds(30);
}
