namespace LeadStore;

/// <summary>
/// One row of a summary: what was spent in one currency on one thing. Only the property of the grouping that was asked for is set, and
/// that one is <see langword="null"/> in the row for costs without it.
/// </summary>
public sealed record CostSummary
{
    /// <summary>The type, where the summary is by type.</summary>
    public CostType? Type { get; init; }

    /// <summary>The day of UTC, where the summary is by day.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>The lead, where the summary is by lead.</summary>
    public long? LeadId { get; init; }

    /// <summary>The organization, where the summary is by organization.</summary>
    public long? OrganizationId { get; init; }

    /// <summary>The campaign, where the summary is by campaign.</summary>
    public string? Campaign { get; init; }

    /// <summary>What was spent, to the last minor unit.</summary>
    public Money Total { get; init; }

    /// <summary>How many costs that were.</summary>
    public long Count { get; init; }

    /// <summary>Says how much, and nothing of the campaign.</summary>
    public override string ToString() => $"{Count} costs, {Total}";
}
