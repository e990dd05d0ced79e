namespace LeadStore;

/// <summary>An activity to be recorded or begun.</summary>
public sealed record NewActivity
{
    /// <summary>The lead.</summary>
    public long LeadId { get; init; }

    /// <summary>What is done. Default <see cref="ActivityType.Other"/>.</summary>
    public ActivityType Type { get; init; }

    /// <summary>The same in words, at most 10,000 characters, kept as they are; default none.</summary>
    public string? Description { get; init; }

    /// <summary>What goes in: JSON of at most 1,000,000 characters, kept character by character; default nothing.</summary>
    public string? Input { get; init; }

    /// <summary>When it begins; default now.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>
    /// What tells it from others, at most 255 characters: recorded or begun again, it is the same activity, of whichever lead. Default
    /// <see langword="null"/>: each is one of its own.
    /// </summary>
    public string? SourceId { get; init; }

    /// <summary>Names the lead alone.</summary>
    public override string ToString() => $"New activity of lead {LeadId}";
}
