using BitFaster.Caching.Lru;
using LeadStore.Engine;

namespace LeadStore.Caching;

/// <summary>
/// Leads in memory, each under its id and its phone. What is handed out is what the store holds: that says the <see cref="CommitWatch"/>
/// at every question. Nothing is removed when it changes; it is found to be of too old a state, and what is read next takes its place.
/// </summary>
internal sealed class KeptLeads(CommitWatch watch, LeadCacheOptions options, TimeProvider clock)
{
    private readonly ConcurrentLru<long, KeptLead> _byId = new(options.MaxLeads);
    private readonly ConcurrentLru<long, KeptLead> _byPhone = new(options.MaxLeads);
    private readonly TimeSpan _maxAge = options.MaxAge;
    private long _hits;
    private long _misses;

    public int MaxLeads { get; } = options.MaxLeads;

    /// <summary>The state of which a lead is at least that is read from now on; null while nothing can be kept.</summary>
    public long? Number => watch.View?.Number;

    /// <returns>False if it is not kept, or not as it is now. Else <paramref name="lead"/> is the answer, null if there is no such lead.</returns>
    public bool TryGet(LeadKey key, out Lead? lead)
    {
        if (watch.IsCurrent(out StoreView? view)
            && (key.IsPhone ? _byPhone : _byId).TryGet(key.Number, out KeptLead? kept)
            && IsGood(kept, view)
            && clock.GetElapsedTime(kept.ReadAt) < _maxAge)
        {
            Interlocked.Increment(ref _hits);
            lead = kept.Lead;
            return true;
        }

        lead = null;
        return false;
    }

    public void CountMiss() => Interlocked.Increment(ref _misses);

    /// <param name="key">What was asked for.</param>
    /// <param name="lead">The answer.</param>
    /// <param name="number">What <see cref="Number"/> was before it was read.</param>
    public void Put(LeadKey key, Lead? lead, long number)
    {
        KeptLead kept = new(lead, number, clock.GetTimestamp());
        if (lead is not null)
        {
            _byId.AddOrUpdate(lead.Id, kept);
            if (key.IsPhone)
            {
                _byPhone.AddOrUpdate(key.Number, kept);
            }
            else if (lead.Phone is not null && PhoneNumber.TryParse(lead.Phone, out PhoneNumber phone))
            {
                _byPhone.AddOrUpdate(phone.Digits, kept);
            }
        }
        else
        {
            (key.IsPhone ? _byPhone : _byId).AddOrUpdate(key.Number, kept);
        }
    }

    public void Remove(long leadId)
    {
        _ = _byId.TryRemove(leadId);
        foreach ((long digits, KeptLead kept) in _byPhone)
        {
            if (kept.Lead?.Id == leadId)
            {
                _ = _byPhone.TryRemove(digits);
            }
        }
    }

    public void Clear()
    {
        _byId.Clear();
        _byPhone.Clear();
    }

    public LeadCacheMetrics Metrics()
    {
        HashSet<long> counted = [];
        int leads = 0;
        long bytes = 0;
        foreach ((long number, KeptLead kept) in _byId.Concat(_byPhone))
        {
            if (kept.Lead is null)
            {
                bytes += kept.EstimatedBytes;
            }
            else if (counted.Add(kept.Lead.Id))
            {
                leads++;
                bytes += kept.EstimatedBytes;
            }
        }

        return new LeadCacheMetrics
        {
            Hits = Interlocked.Read(ref _hits),
            Misses = Interlocked.Read(ref _misses),
            Evictions = _byId.Metrics.Value?.Evicted ?? 0,
            InvalidationsByOthers = watch.InvalidationsByOthers,
            Leads = leads,
            EstimatedBytes = bytes,
        };
    }

    private bool IsGood(KeptLead kept, StoreView view) =>
        kept.Lead is { } lead ? watch.Holds(view, lead.Id, kept.Number) : CommitWatch.HoldsAbsence(view, kept.Number);
}
