namespace LeadStore;

/// <summary>A time in which a lead was somebody's work.</summary>
public sealed record LeadAssignment
{
    /// <summary>The lead.</summary>
    public long LeadId { get; init; }

    /// <summary>1 for the first assignment of the lead.</summary>
    public int Number { get; init; }

    /// <summary>Who has or had the lead.</summary>
    public long UserId { get; init; }

    /// <summary>Who said so, at most 200 characters: a person or a program.</summary>
    public string AssignedBy { get; init; } = "";

    /// <summary>When it began.</summary>
    public DateTimeOffset AssignedAt { get; init; }

    /// <summary>When it ended; <see langword="null"/> if it is the present one.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who ended it, or gave the lead to somebody else; <see langword="null"/> if it is the present one.</summary>
    public string? EndedBy { get; init; }

    /// <summary>Names the lead and the user by their ids: records print their fields, and who assigned may be a person.</summary>
    public override string ToString() => $"Assignment {Number} of lead {LeadId} to user {UserId}";
}
