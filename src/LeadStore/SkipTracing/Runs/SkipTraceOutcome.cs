namespace LeadStore;

/// <summary>What became of a lead that was to be traced.</summary>
public sealed record SkipTraceOutcome
{
    /// <summary>The lead.</summary>
    public long LeadId { get; init; }

    /// <summary>What became of it.</summary>
    public SkipTraceOutcomeKind Kind { get; init; }

    /// <summary>The trace, completed or failed; <see langword="null"/> if nobody was asked, or the lead was deleted meanwhile.</summary>
    public SkipTrace? Trace { get; init; }

    /// <summary>
    /// Why it failed, as one word: that of the provider, or <c>timeout</c>, <c>unusable_answer</c>, <c>interrupted</c> (an earlier call of
    /// a provider without idempotency keys was cut off; see <see cref="SkipTraceStore.ListInterrupted"/>), <c>lead_deleted</c>.
    /// </summary>
    public string? Failure { get; init; }

    /// <summary>Says which lead and what became of it.</summary>
    public override string ToString() => $"Lead {LeadId}: {Kind}{(Kind == SkipTraceOutcomeKind.Failed ? $" ({Failure})" : "")}";
}
