namespace LeadStore;

/// <summary>What a cache has done since the store was opened; see <see cref="LeadCache.GetMetrics"/>.</summary>
public sealed record LeadCacheMetrics
{
    /// <summary>Lookups that were answered from memory, those for which the answer is that there is no such lead among them.</summary>
    public required long Hits { get; init; }

    /// <summary>Lookups that read the store: what they asked for was not kept, had changed, or was too old.</summary>
    public required long Misses { get; init; }

    /// <summary>The share of the hits in all lookups, 0 to 1; 0 as long as there was none.</summary>
    public double HitRatio => Hits + Misses == 0 ? 0 : (double)Hits / (Hits + Misses);

    /// <summary>How many leads were removed to make room for others.</summary>
    public required long Evictions { get; init; }

    /// <summary>
    /// How often everything kept became worthless because another process, or another <see cref="LeadDatabase"/> on the same file, had
    /// committed.
    /// </summary>
    public required long InvalidationsByOthers { get; init; }

    /// <summary>How many leads are in memory, those among them that have changed since and were not asked for again.</summary>
    public required int Leads { get; init; }

    /// <summary>The memory that they take, in bytes, as an estimate by the lengths of their texts.</summary>
    public required long EstimatedBytes { get; init; }
}
