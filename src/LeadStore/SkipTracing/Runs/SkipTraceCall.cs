namespace LeadStore.SkipTracing;

/// <summary>A call of a provider that is under way, or whose end nobody knows: a row of skip_trace_calls.</summary>
internal sealed record SkipTraceCall
{
    public required TraceProvider Provider { get; init; }

    public required string Key { get; init; }

    public required Guid IdempotencyKey { get; init; }

    public required long LeadId { get; init; }

    /// <summary>The day on whose account it is: days since 1970-01-01, of UTC.</summary>
    public required long Day { get; init; }

    public required Money Reserved { get; init; }

    public required int Attempts { get; init; }

    /// <summary>By whom it is held; null if nobody says that he does.</summary>
    public Guid? Claim { get; init; }

    public DateTimeOffset? ClaimedUntil { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public bool IsHeldAt(DateTimeOffset now) => Claim is not null && ClaimedUntil > now;
}
