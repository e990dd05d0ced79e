using LeadStore.Costs;
using LeadStore.Engine;
using LeadStore.Leads;

namespace LeadStore.SkipTracing;

/// <summary>
/// What follows from the end of a trace for the store: the cost, the call that is settled by it, the note on the lead's property. To post it
/// a second time changes nothing.
/// </summary>
internal sealed record TracePosting
{
    public required long TraceId { get; init; }

    public required long LeadId { get; init; }

    public required TraceProvider Provider { get; init; }

    /// <summary>What was asked, by its <see cref="TraceQuestion.Key"/>.</summary>
    public required string Key { get; init; }

    public required bool IsAnswer { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>Null if there is nothing to pay.</summary>
    public Money? Cost { get; init; }

    /// <summary>By what the cost is known again; null if there is none.</summary>
    public string? SourceId { get; init; }

    /// <summary>The call that has ended with this trace, and the day on whose account it is; null for a trace that nobody ran here.</summary>
    public (Guid IdempotencyKey, long Day)? Call { get; init; }

    /// <summary>Does it, in the session of the store. The cost of a lead that is gone is recorded without it.</summary>
    public async ValueTask Post(Session store)
    {
        if (IsAnswer)
        {
            await store.Execute(SkipTraceSql.NoteOnProperty, [LeadId, CompletedAt, Provider.Value]);
        }

        if (Call is { } call)
        {
            await SkipTraceCallOperations.SettleMoney(store, this, call.IdempotencyKey, call.Day);
        }
        else if (Cost is { } cost)
        {
            await CostOperations.Add(store, await Entry(store, cost, CompletedAt));
        }
    }

    /// <summary>The cost as it stands in the ledger.</summary>
    public async ValueTask<CostEntry> Entry(Session store, Money cost, DateTimeOffset occurredAt) => new()
    {
        Type = CostType.SkipTrace,
        Amount = cost,
        LeadId = await store.First(LeadSql.IdById, [LeadId]) is > 0 and var id ? id : null,
        SourceId = SourceId,
        OccurredAt = occurredAt,
    };
}
