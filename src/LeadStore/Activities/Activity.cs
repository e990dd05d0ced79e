namespace LeadStore;

/// <summary>
/// Something that was done with a lead, as stored. Immutable. What went in and came out, which can be long, is read by itself. Times are UTC
/// in whole microseconds.
/// </summary>
public sealed record Activity
{
    /// <summary>The key inside this store: 1 or more, never used again.</summary>
    public long Id { get; init; }

    /// <summary>The lead.</summary>
    public long LeadId { get; init; }

    /// <summary>What was done.</summary>
    public ActivityType Type { get; init; }

    /// <summary>Where it stands.</summary>
    public ActivityStatus Status { get; init; }

    /// <summary>What was done, in words, at most 10,000 characters; <see langword="null"/> if nobody said.</summary>
    public string? Description { get; init; }

    /// <summary>Why it failed, at most 10,000 characters; <see langword="null"/> if it has not, or nobody said.</summary>
    public string? Error { get; init; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was over; <see langword="null"/> while it is pending.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What it is told from others by, if anything.</summary>
    public string? SourceId { get; init; }

    /// <summary>Whether there is something that went in; see <see cref="ActivityStore.GetInput"/>.</summary>
    public bool HasInput { get; init; }

    /// <summary>Whether there is something that came out; see <see cref="ActivityStore.GetOutput"/>.</summary>
    public bool HasOutput { get; init; }

    /// <summary>Names the activity by its ids alone.</summary>
    public override string ToString() => $"Activity {Id} of lead {LeadId}, {Status}";
}
