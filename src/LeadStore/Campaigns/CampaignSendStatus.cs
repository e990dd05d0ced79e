namespace LeadStore;

/// <summary>The furthest that something came that a lead was sent.</summary>
public enum CampaignSendStatus
{
    /// <summary>It was sent, and nothing more is known.</summary>
    Sent,

    /// <summary>It arrived.</summary>
    Delivered,

    /// <summary>It did not arrive, and nothing that the lead did says otherwise.</summary>
    Failed,

    /// <summary>It was opened or read.</summary>
    Opened,

    /// <summary>A link in it was followed.</summary>
    Clicked,

    /// <summary>The lead answered.</summary>
    Replied,
}
