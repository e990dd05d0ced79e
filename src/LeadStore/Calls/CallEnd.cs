namespace LeadStore;

/// <summary>How a call ended.</summary>
public sealed record CallEnd
{
    /// <summary>What became of it. Default <c>answered</c>.</summary>
    public CallOutcome Outcome { get; init; }

    /// <summary>When it ended, not before it began; default <see cref="DurationSeconds"/> after that, or else now.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long it took in seconds, 0 to 1,000,000, as the provider counts them; default from beginning to end.</summary>
    public int? DurationSeconds { get; init; }

    /// <summary>Where it is recorded: an absolute URL of any scheme, at most 2,000 characters; default nowhere.</summary>
    public string? RecordingUrl { get; init; }

    /// <summary>What was said, at most 1,000,000 characters, kept as it is; default not known.</summary>
    public string? Transcript { get; init; }

    /// <summary>What a model made of it: JSON, at most 1,000,000 characters and 64 levels deep, kept character by character; default
    /// nothing.</summary>
    public string? Analysis { get; init; }

    /// <summary>Says that a call ended, and nothing of what was said.</summary>
    public override string ToString() => "End of a call";
}
