namespace LeadStore;

/// <summary>Which costs; what is not set does not narrow.</summary>
public sealed record CostFilter
{
    /// <summary>Spent at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Spent before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Of this type.</summary>
    public CostType? Type { get; init; }

    /// <summary>Spent on this lead.</summary>
    public long? LeadId { get; init; }

    /// <summary>Spent by this organization.</summary>
    public long? OrganizationId { get; init; }

    /// <summary>Of this campaign, compared letter by letter.</summary>
    public string? Campaign { get; init; }

    /// <summary>Says whose costs are meant, and not of which campaign.</summary>
    public override string ToString() =>
        "Costs"
        + (Type is { } type ? $" of type {type}" : "")
        + (LeadId is { } lead ? $" of lead {lead}" : "")
        + (OrganizationId is { } owner ? $" of organization {owner}" : "");
}
