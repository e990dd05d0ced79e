using System.Collections.Concurrent;
using LeadStore.Engine;
using LeadStore.Leads;

namespace LeadStore.Caching;

/// <summary>
/// The reads of one lead: from memory where it is kept as it is now, else from the store. Of those who ask for the same at once, one reads.
/// Whatever is not plain (a number that is none, a call inside a transaction, a token that is cancelled) is the store's, which knows how to
/// refuse it.
/// </summary>
/// <param name="engine">The store.</param>
/// <param name="kept">What is in memory; null where nothing is kept.</param>
/// <param name="region">Where a phone without a country code belongs; null for none.</param>
internal sealed class LeadReads(StoreEngine engine, KeptLeads? kept = null, string? region = null)
{
    private readonly ConcurrentDictionary<LeadKey, UnderWay>? _underWay = kept is null ? null : new();

    public ValueTask<Lead?> ById(long id, string name, bool blocking, CancellationToken cancellationToken) =>
        Find(new LeadKey(id, IsPhone: false), name, blocking, cancellationToken);

    public ValueTask<Lead?> ByPhone(string phone, string name, bool blocking, CancellationToken cancellationToken)
    {
        if (kept is not null && PhoneNumber.TryParse(phone, region, out PhoneNumber number))
        {
            return Find(new LeadKey(number.Digits, IsPhone: true), name, blocking, cancellationToken);
        }

        return blocking
            ? new ValueTask<Lead?>(engine.Read(LeadOperations.GetByPhone, phone, name))
            : engine.ReadAsync(LeadOperations.GetByPhone, phone, name, cancellationToken);
    }

    public async ValueTask<Lead> RequiredById(long id, string name, bool blocking, CancellationToken cancellationToken)
    {
        Lead? lead = await ById(id, name, blocking, cancellationToken).ConfigureAwait(false);
        return lead is not null ? lead
            : blocking ? engine.Read(LeadOperations.GetRequired, id, name)
            : await engine.ReadAsync(LeadOperations.GetRequired, id, name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One that is archived comes back: that is a write.</summary>
    public async ValueTask<Lead?> CheckExisting(string phone, string name, bool blocking, CancellationToken cancellationToken)
    {
        Lead? lead = await ByPhone(phone, name, blocking, cancellationToken).ConfigureAwait(false);
        return lead is not { Archived: true } ? lead
            : blocking ? engine.ReadElseWrite(LeadOperations.CheckExisting, phone, name)
            : await engine.ReadElseWriteAsync(LeadOperations.CheckExisting, phone, name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the leads with the newest contact into memory.</summary>
    /// <returns>How many they were.</returns>
    public async ValueTask<int> Warm(int leads, int pageSize, string name, bool blocking, CancellationToken cancellationToken)
    {
        if (kept is null)
        {
            return 0;
        }

        LeadFilter filter = new();
        int most = Math.Min(leads, kept.MaxLeads);
        int warmed = 0;
        string? cursor = null;
        do
        {
            long? number = kept.Number;
            (LeadFilter Filter, string? Cursor, int PageSize) call = (filter, cursor, Math.Min(pageSize, most - warmed));
            LeadPage page = blocking
                ? engine.Read(LeadListOperations.List, call, name)
                : await engine.ReadAsync(LeadListOperations.List, call, name, cancellationToken).ConfigureAwait(false);
            foreach (Lead lead in page.Items)
            {
                Keep(new LeadKey(lead.Id, IsPhone: false), lead, number);
            }

            warmed += page.Items.Count;
            cursor = page.NextCursor;
        }
        while (cursor is not null && warmed < most);

        return warmed;
    }

    private ValueTask<Lead?> Find(LeadKey key, string name, bool blocking, CancellationToken cancellationToken)
    {
        if (kept is null)
        {
            return Read(key, name, blocking, cancellationToken);
        }

        return TryGet(kept, key, cancellationToken, out Lead? lead)
            ? new ValueTask<Lead?>(lead)
            : Load(kept, key, name, blocking, cancellationToken);
    }

    private bool TryGet(KeptLeads leads, LeadKey key, CancellationToken cancellationToken, out Lead? lead)
    {
        lead = null;
        return !cancellationToken.IsCancellationRequested && !engine.IsInsideTransaction && leads.TryGet(key, out lead);
    }

    private async ValueTask<Lead?> Load(KeptLeads leads, LeadKey key, string name, bool blocking, CancellationToken cancellationToken)
    {
        leads.CountMiss();
        UnderWay mine = new(blocking);
        UnderWay first = _underWay!.GetOrAdd(key, mine);
        if (first != mine)
        {
            // A thread does not wait for one that has none: that one may need a thread to go on.
            if (first.Blocking || !blocking)
            {
                await first.Wait(blocking, cancellationToken).ConfigureAwait(false);

                // What it has read may be older than this call, so it is asked for as if it had always been there. A failure is not shared.
                if (TryGet(leads, key, cancellationToken, out Lead? shared))
                {
                    return shared;
                }
            }

            return await ReadAndKeep(leads, key, name, blocking, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await ReadAndKeep(leads, key, name, blocking, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _ = _underWay.TryRemove(KeyValuePair.Create(key, mine));
            mine.Complete();
        }
    }

    private async ValueTask<Lead?> ReadAndKeep(
        KeptLeads leads, LeadKey key, string name, bool blocking, CancellationToken cancellationToken)
    {
        // Before it is read: what is read is of this state or a newer one.
        long? number = leads.Number;
        Lead? lead = await Read(key, name, blocking, cancellationToken).ConfigureAwait(false);
        Keep(key, lead, number);
        return lead;
    }

    private void Keep(LeadKey key, Lead? lead, long? number)
    {
        if (number is { } state)
        {
            kept!.Put(key, lead, state);
        }
    }

    private ValueTask<Lead?> Read(LeadKey key, string name, bool blocking, CancellationToken cancellationToken) => blocking
        ? new ValueTask<Lead?>(engine.Read(ReadOne, key, name))
        : engine.ReadAsync(ReadOne, key, name, cancellationToken);

    private static ValueTask<Lead?> ReadOne(Session session, LeadKey key) =>
        key.IsPhone ? LeadOperations.GetByPhone(session, PhoneNumber.FromDigits(key.Number)) : LeadOperations.Get(session, key.Number);

    private sealed class UnderWay(bool blocking)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Blocking { get; } = blocking;

        public void Complete() => _done.SetResult();

        public async ValueTask Wait(bool block, CancellationToken cancellationToken)
        {
            if (block)
            {
                _done.Task.GetAwaiter().GetResult();
            }
            else
            {
                await _done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
