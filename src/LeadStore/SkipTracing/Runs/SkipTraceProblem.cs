namespace LeadStore;

/// <summary>A lead of a batch without an answer.</summary>
/// <param name="LeadId">The lead.</param>
/// <param name="Reason">
/// Why, as one word: that of <see cref="SkipTraceOutcome.Failure"/>, or <c>unknown_lead</c>, or <c>refused_request</c> if the request
/// names nobody or is too long.
/// </param>
public sealed record SkipTraceProblem(long LeadId, string Reason)
{
    /// <summary>Says which lead and why.</summary>
    public override string ToString() => $"Lead {LeadId}: {Reason}";
}
