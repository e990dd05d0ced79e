namespace LeadStore;

/// <summary>
/// Money that was spent, as stored. Entries are never deleted: they outlive the lead that they were spent on. No verb changes one; an import
/// alone does, where a total that another system has of a lead gives way to the costs of which it is the sum.
/// </summary>
public sealed record CostEntry
{
    /// <summary>The key inside this store: 1 or more, never used again.</summary>
    public long Id { get; init; }

    /// <summary>What it was spent on.</summary>
    public CostType Type { get; init; }

    /// <summary>How much, 0 to 10^12 minor units.</summary>
    public Money Amount { get; init; }

    /// <summary>What else there is to say, at most 1,000 characters. Goes with the lead: it may say who that was.</summary>
    public string? Details { get; init; }

    /// <summary>The lead it was spent on; <see langword="null"/> if it was spent on none, or that lead was deleted.</summary>
    public long? LeadId { get; init; }

    /// <summary>Whose money it was; <see langword="null"/> if nobody said and the lead belonged to no organization.</summary>
    public long? OrganizationId { get; init; }

    /// <summary>The campaign it belongs to, at most 200 characters; <see langword="null"/> if none.</summary>
    public string? Campaign { get; init; }

    /// <summary>What tells this cost from any other of its type, for example the id of the call at the provider.</summary>
    public string? SourceId { get; init; }

    /// <summary>When it was spent, UTC in whole microseconds.</summary>
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>Says what it is and how much, and nothing of whom or why.</summary>
    public override string ToString() => $"Cost {Id}: {Type} {Amount}";
}
