namespace LeadStore;

/// <summary>
/// One step of a campaign that a lead was sent, and what became of it. Each time is the earliest that was told of it, so that it is the
/// same in whichever order and however often events arrive. Times are UTC in whole microseconds.
/// </summary>
public sealed record CampaignSend
{
    /// <summary>The key inside this store: 1 or more, never used again.</summary>
    public long Id { get; init; }

    /// <summary>The campaign.</summary>
    public long CampaignId { get; init; }

    /// <summary>The lead.</summary>
    public long LeadId { get; init; }

    /// <summary>Which message of the campaign, 1 to 1000.</summary>
    public int Step { get; init; }

    /// <summary>When it was sent: the earliest time that was told of it, of an event too.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>When it arrived; <see langword="null"/> if nobody said so.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>When it was first opened.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When a link in it was first followed.</summary>
    public DateTimeOffset? ClickedAt { get; init; }

    /// <summary>When the lead first answered.</summary>
    public DateTimeOffset? RepliedAt { get; init; }

    /// <summary>When it failed.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>When the lead asked for no more.</summary>
    public DateTimeOffset? UnsubscribedAt { get; init; }

    /// <summary>When <see cref="Response"/> was given.</summary>
    public DateTimeOffset? ResponseAt { get; init; }

    /// <summary>What was answered, or why it failed: that of the latest event that had one, at most 10,000 characters.</summary>
    public string? Response { get; init; }

    /// <summary>The furthest that it came, by what was told so far.</summary>
    public CampaignSendStatus Status =>
        RepliedAt is not null ? CampaignSendStatus.Replied
        : ClickedAt is not null ? CampaignSendStatus.Clicked
        : OpenedAt is not null ? CampaignSendStatus.Opened
        : FailedAt is not null ? CampaignSendStatus.Failed
        : DeliveredAt is not null ? CampaignSendStatus.Delivered
        : CampaignSendStatus.Sent;

    /// <summary>Says whose it is and how far it came, and nothing of what the lead answered.</summary>
    public override string ToString() => $"Step {Step} of campaign {CampaignId} for lead {LeadId}: {Status}";
}
