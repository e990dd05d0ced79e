namespace LeadStore.SkipTracing;

/// <summary>What a reservation holds to.</summary>
internal sealed record TraceTerms
{
    public required Money Price { get; init; }

    public required bool HonorsIdempotencyKey { get; init; }

    public required Money? Budget { get; init; }

    public required int? DailyCalls { get; init; }

    public required TimeSpan MaxAge { get; init; }

    public required TimeSpan ClaimFor { get; init; }

    /// <summary>
    /// When the run began: what was answered since is new enough in any case, so that nobody is paid for twice in one run.
    /// </summary>
    public required DateTimeOffset Since { get; init; }
}
