namespace LeadStore;

/// <summary>What became of something that a lead was sent.</summary>
public enum CampaignEvent
{
    /// <summary>It arrived.</summary>
    Delivered,

    /// <summary>It was opened or read.</summary>
    Opened,

    /// <summary>A link in it was followed.</summary>
    Clicked,

    /// <summary>The lead answered.</summary>
    Replied,

    /// <summary>It did not arrive: refused, bounced, undeliverable.</summary>
    Failed,

    /// <summary>The lead wants no more of it. Whether it may be contacted stands in <see cref="ContactRuleStore"/>, which this does not
    /// change.</summary>
    Unsubscribed,
}
