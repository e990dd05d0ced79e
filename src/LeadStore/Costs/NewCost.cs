namespace LeadStore;

/// <summary>Money that was spent, to be recorded.</summary>
public sealed record NewCost
{
    /// <summary>What it was spent on. Default <c>other</c>.</summary>
    public CostType Type { get; init; }

    /// <summary>How much: 0 to 1,000,000,000,000 minor units.</summary>
    public Money Amount { get; init; }

    /// <summary>What else there is to say, at most 1,000 characters; kept until the lead is deleted.</summary>
    public string? Details { get; init; }

    /// <summary>The lead it was spent on; default none.</summary>
    public long? LeadId { get; init; }

    /// <summary>Whose money it was; default the organization that the lead belongs to now, if any.</summary>
    public long? OrganizationId { get; init; }

    /// <summary>The campaign it belongs to, at most 200 characters; default none.</summary>
    public string? Campaign { get; init; }

    /// <summary>
    /// What tells this cost from any other of its type, at most 255 characters: recorded again, it counts once. Default
    /// <see langword="null"/>: each call counts.
    /// </summary>
    public string? SourceId { get; init; }

    /// <summary>When it was spent; default now.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Says what it is and how much, and nothing of whom or why.</summary>
    public override string ToString() => $"New cost: {Type} {Amount}";
}
