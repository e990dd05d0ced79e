namespace LeadStore.SkipTracing;

/// <summary>What became of a lead, with what is of concern to the run.</summary>
internal sealed record TracedLead(SkipTraceOutcome Outcome)
{
    /// <summary>What was paid for it.</summary>
    public Money? Spent { get; private init; }

    /// <summary>Why nobody will get an answer to the same request at present; null if that is not known.</summary>
    public string? FailureOfRequest { get; private init; }

    /// <summary>Whether the provider has taken more than its price.</summary>
    public bool IsOverPrice { get; private init; }

    public static TracedLead WithoutCall(long leadId, Reservation reservation) => new(new SkipTraceOutcome
    {
        LeadId = leadId,
        Trace = reservation.Trace,
        Failure = reservation.Trace?.Failure,
        Kind = reservation.State switch
        {
            ReservationState.Answered => SkipTraceOutcomeKind.FromCache,
            ReservationState.OverDailyCalls => SkipTraceOutcomeKind.DailyCallsExhausted,
            ReservationState.OverBudget or ReservationState.KeptBack => SkipTraceOutcomeKind.BudgetExhausted,
            _ => SkipTraceOutcomeKind.Failed,
        },
    });

    public static TracedLead Called(long leadId, SkipTrace? trace, CallEnd end, Money price) => new(new SkipTraceOutcome
    {
        LeadId = leadId,
        Trace = trace,
        Failure = trace is null ? "lead_deleted" : trace.Failure,
        Kind = trace is { Status: SkipTraceStatus.Completed } ? SkipTraceOutcomeKind.Traced : SkipTraceOutcomeKind.Failed,
    })
    {
        Spent = end.Cost,
        FailureOfRequest = end.Stored.Failure,
        IsOverPrice = end.Cost is { } cost && (cost.Currency != price.Currency || cost > price),
    };

    public static TracedLead Failed(long leadId, SkipTrace trace) => new(new SkipTraceOutcome
    {
        LeadId = leadId,
        Trace = trace,
        Failure = trace.Failure,
        Kind = SkipTraceOutcomeKind.Failed,
    });
}
