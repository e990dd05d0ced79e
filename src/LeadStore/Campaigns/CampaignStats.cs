namespace LeadStore;

/// <summary>What a campaign has come to so far, counted in one snapshot.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Total">All steps together: a lead that was sent three steps counts three times.</param>
/// <param name="Steps">Each step that was sent at all, by its number.</param>
public sealed record CampaignStats(long CampaignId, CampaignCounts Total, IReadOnlyList<CampaignCounts> Steps)
{
    /// <summary>The campaign and its counts in one line.</summary>
    public override string ToString() => $"Campaign {CampaignId}: {Total}";
}
