using LeadStore.Caching;
using LeadStore.Engine;
using LeadStore.Leads;

namespace LeadStore;

/// <summary>
/// The leads that a store keeps in memory (<see cref="LeadDatabaseOptions.Cache"/>): <see cref="LeadDatabase.CheckExistingCustomer"/>,
/// <see cref="LeadDatabase.GetLead"/>, <see cref="LeadDatabase.GetRequiredLead"/>, <see cref="LeadDatabase.GetLeadByPhone"/> and their
/// asynchronous forms answer from it. Everything else reads the store, and so does every verb inside a transaction. Reached as
/// <see cref="LeadDatabase.Cache"/>; safe to use from any thread.
/// </summary>
/// <remarks>
/// Every answer is the one that the store would give: what this process has written is seen as soon as its verb returns, and what another
/// process has written as soon as its commit has returned there. Nothing has to be removed for that.
/// </remarks>
public sealed class LeadCache
{
    private const int Page = 500;

    private readonly KeptLeads? _kept;

    private LeadCache(StoreEngine engine, KeptLeads? kept, string? region)
    {
        _kept = kept;
        Reads = new LeadReads(engine, kept, region);
    }

    /// <summary>Whether leads are kept: <see cref="LeadDatabaseOptions.Cache"/> is set, and the native library is the one of the package.</summary>
    public bool IsOn => _kept is not null;

    internal LeadReads Reads { get; }

    /// <summary>Reads the leads with the newest contact into memory, those that are archived left out.</summary>
    /// <param name="leads">How many, 1 or more; at most <see cref="LeadCacheOptions.MaxLeads"/> are read.</param>
    /// <returns>How many they were; 0 where the cache is off.</returns>
    /// <exception cref="LeadStoreException">They could not be read; see <see cref="LeadStoreException.Kind"/>.</exception>
    public int Warm(int leads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(leads);
        return Waiting.Result(Reads.Warm(leads, Page, "Cache.Warm", blocking: true, CancellationToken.None));
    }

    /// <inheritdoc cref="Warm"/>
    public ValueTask<int> WarmAsync(int leads, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(leads);
        return Reads.Warm(leads, Page, "Cache.Warm", blocking: false, cancellationToken);
    }

    /// <summary>Removes a lead from memory; the next call reads it again. Looks through everything that is kept.</summary>
    /// <param name="leadId">The lead; nothing happens if it is not kept.</param>
    public void Remove(long leadId) => _kept?.Remove(leadId);

    /// <summary>Removes everything from memory.</summary>
    public void Clear() => _kept?.Clear();

    /// <summary>What the cache has done since the store was opened. Looks through everything that is kept; not for every call.</summary>
    public LeadCacheMetrics GetMetrics() => _kept?.Metrics() ?? new LeadCacheMetrics
    {
        Hits = 0,
        Misses = 0,
        Evictions = 0,
        InvalidationsByOthers = 0,
        Leads = 0,
        EstimatedBytes = 0,
    };

    internal static LeadCache Off(StoreEngine engine) => new(engine, null, null);

    /// <summary>A cache where it was asked for and the engine can tell of every commit.</summary>
    internal static LeadCache Create(StoreEngine engine, LeadCacheOptions? options, StoreRules rules)
    {
        CommitWatch? watch = options is null ? null : engine.Watch(LeadSql.Watched);
        return watch is null ? Off(engine) : new LeadCache(engine, new KeptLeads(watch, options!, rules.Clock), rules.DefaultRegion);
    }
}
