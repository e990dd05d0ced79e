namespace LeadStore;

/// <summary>Which campaigns; what is not set does not narrow.</summary>
public sealed record CampaignFilter
{
    /// <summary>Of this organization.</summary>
    public long? OrganizationId { get; init; }

    /// <summary>Of this status. Not set, archived campaigns are listed too.</summary>
    public CampaignStatus? Status { get; init; }

    /// <summary>Of this type.</summary>
    public CampaignType? Type { get; init; }

    /// <summary>Says which are meant.</summary>
    public override string ToString() =>
        "Campaigns"
        + (Type is { } type ? $" of type {type}" : "")
        + (Status is { } status ? $" that are {status}" : "")
        + (OrganizationId is { } owner ? $" of organization {owner}" : "");
}
