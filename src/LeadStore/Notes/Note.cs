namespace LeadStore;

/// <summary>What somebody noted about a lead, as stored. Immutable. Times are UTC in whole microseconds.</summary>
public sealed record Note
{
    /// <summary>The key inside this store: 1 or more, never used again.</summary>
    public long Id { get; init; }

    /// <summary>The lead that it is about.</summary>
    public long LeadId { get; init; }

    /// <summary>What it is about.</summary>
    public NoteType Type { get; init; }

    /// <summary>The text, exactly as it was given, at most 10,000 characters.</summary>
    public string Content { get; init; } = "";

    /// <summary>Who noted it, at most 200 characters; <see langword="null"/> if that was not said.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it was noted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Names the note by its ids alone: records print their fields, and this one holds what a person wrote.</summary>
    public override string ToString() => $"Note {Id} of lead {LeadId}";
}
