namespace LeadStore;

/// <summary>A score that a property lead was given.</summary>
/// <param name="LeadId">The lead.</param>
/// <param name="Number">Counts the scores of the lead in the order in which they were stored, beginning at 1.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Value">0 to 100.</param>
/// <param name="Model">What has found the score, a model or a rule, at most 200 characters; <see langword="null"/> if that was not said.</param>
/// <param name="ScoredAt">When it was found.</param>
public sealed record PropertyScore(long LeadId, int Number, ScoreKind Kind, int Value, string? Model, DateTimeOffset ScoredAt)
{
    /// <summary>Names the lead by its id, and the score.</summary>
    public override string ToString() => $"Score {Number} of lead {LeadId}: {Kind} {Value}";
}
