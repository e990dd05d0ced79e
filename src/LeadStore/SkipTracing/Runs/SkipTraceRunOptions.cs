namespace LeadStore;

/// <summary>How a provider is asked, and how much may be spent on it.</summary>
public sealed record SkipTraceRunOptions
{
    /// <summary>
    /// How old an answer may be that is used again instead of asking; not negative. Default 90 days. Zero asks anew, but nobody twice in
    /// one run.
    /// </summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(90);

    /// <summary>
    /// The most that may be spent on the provider on a day of UTC, by all processes together, in the currency of its price. Default
    /// <see langword="null"/>: no limit. A call is made only if it fits in at its full price, so that the budget holds to the last cent.
    /// </summary>
    public Money? Budget { get; init; }

    /// <summary>
    /// How many calls may be made on a day of UTC, by all processes together; tries of one call count once. Default no limit.
    /// </summary>
    public int? DailyCalls { get; init; }

    /// <summary>How many leads of a batch are traced at once, 1 to 64. Default 4.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>How often a call that fails for the time being is tried, 1 to 10. Default 3.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>How long one try may take, up to an hour. Default 30 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The pause before the second try; each later one is twice as long. A random part of up to one half is taken off. Default 1 s.
    /// </summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause, up to an hour. A provider that asks for a longer one is not tried again. Default 30 s.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long others leave a call alone that somebody has begun: longer than all tries and pauses can take. After a process was killed,
    /// its calls are taken over when this has passed.
    /// </summary>
    internal TimeSpan ClaimFor => Attempts * (CallTimeout + LongestDelay);
}
