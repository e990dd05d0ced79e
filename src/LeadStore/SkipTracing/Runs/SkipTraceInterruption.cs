namespace LeadStore;

/// <summary>
/// A call of a provider that was begun and whose end nobody knows. Its price counts as spent until somebody says what became of it.
/// </summary>
public sealed record SkipTraceInterruption
{
    /// <summary>Who was asked.</summary>
    public TraceProvider Provider { get; init; }

    /// <summary>The key that was sent with the call, by which the provider may know it.</summary>
    public Guid IdempotencyKey { get; init; }

    /// <summary>The lead that it was last made for; may be deleted.</summary>
    public long LeadId { get; init; }

    /// <summary>What is kept back for it.</summary>
    public Money Reserved { get; init; }

    /// <summary>How many times somebody has begun it.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was begun first, UTC in whole microseconds.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Says which lead it was for and what is kept back.</summary>
    public override string ToString() => $"An interrupted call of {Provider} for lead {LeadId}: {Reserved} kept back";
}
