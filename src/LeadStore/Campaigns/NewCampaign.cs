namespace LeadStore;

/// <summary>A campaign to be stored.</summary>
public sealed record NewCampaign
{
    /// <summary>The name, 1 to 200 characters.</summary>
    public string Name { get; init; } = "";

    /// <summary>How leads are reached. Default <c>sms</c>.</summary>
    public CampaignType Type { get; init; }

    /// <summary>What leads are told, at most 100,000 characters, kept as it is; default nothing.</summary>
    public string? Message { get; init; }

    /// <summary>How far it is. Default <see cref="CampaignStatus.Draft"/>.</summary>
    public CampaignStatus Status { get; init; }

    /// <summary>Whose it is; default nobody's.</summary>
    public long? OrganizationId { get; init; }

    /// <summary>Says what kind it is, and nothing of what a person wrote.</summary>
    public override string ToString() => $"New campaign, {Status}";
}
