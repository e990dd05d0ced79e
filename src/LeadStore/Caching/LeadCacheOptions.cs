namespace LeadStore;

/// <summary>How much of a store is kept in memory; see <see cref="LeadDatabaseOptions.Cache"/>.</summary>
public sealed class LeadCacheOptions
{
    /// <summary>
    /// How many leads are kept, from 100 to 10,000,000; default 10,000. A usual lead takes about 1 KiB
    /// (<see cref="LeadCacheMetrics.EstimatedBytes"/> says it of yours). Those that were not asked for lately make room for others. As many
    /// phone numbers and ids without a lead may be kept beside them, which take some 100 bytes each.
    /// </summary>
    public int MaxLeads { get; set; } = 10_000;

    /// <summary>
    /// How long after it was read a lead is read again although nothing has changed it, more than zero; default 1 hour. No answer becomes
    /// wrong by a longer time, and none is wrong until then.
    /// </summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How many leads are read into the cache when the store is opened, those with the newest contact first; 0 to <see cref="MaxLeads"/>,
    /// default 0. If it fails, that is logged (event 12) and the store is open all the same.
    /// </summary>
    public int WarmOnOpen { get; set; }
}
