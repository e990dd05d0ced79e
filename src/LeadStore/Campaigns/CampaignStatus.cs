namespace LeadStore;

/// <summary>How far a campaign is. The store keeps it and draws no conclusion from it: any may follow any other.</summary>
public enum CampaignStatus
{
    /// <summary>Being prepared. The default.</summary>
    Draft,

    /// <summary>Being sent.</summary>
    Active,

    /// <summary>Stopped for a while.</summary>
    Paused,

    /// <summary>All was sent.</summary>
    Completed,

    /// <summary>Put away: what a campaign becomes that can no longer be deleted.</summary>
    Archived,
}
