namespace LeadStore;

/// <summary>
/// How many sends came how far. Each send counts once in each of them, however often an event was told. Rates are of
/// <see cref="Sent"/>, 0 to 1, so that channels that report no delivery can be compared with those that do; <see langword="null"/> where
/// nothing was sent.
/// </summary>
public sealed record CampaignCounts
{
    /// <summary>The step that is counted; <see langword="null"/> where all of them are.</summary>
    public int? Step { get; init; }

    /// <summary>How many were sent.</summary>
    public long Sent { get; init; }

    /// <summary>How many of them were reported as delivered.</summary>
    public long Delivered { get; init; }

    /// <summary>How many were opened.</summary>
    public long Opened { get; init; }

    /// <summary>In how many a link was followed.</summary>
    public long Clicked { get; init; }

    /// <summary>How many were answered.</summary>
    public long Replied { get; init; }

    /// <summary>How many were reported as failed, also where they arrived after all.</summary>
    public long Failed { get; init; }

    /// <summary>After how many the lead asked for no more.</summary>
    public long Unsubscribed { get; init; }

    /// <summary><see cref="Delivered"/> of <see cref="Sent"/>.</summary>
    public double? DeliveryRate => RateOf(Delivered);

    /// <summary><see cref="Opened"/> of <see cref="Sent"/>.</summary>
    public double? OpenRate => RateOf(Opened);

    /// <summary><see cref="Clicked"/> of <see cref="Sent"/>.</summary>
    public double? ClickRate => RateOf(Clicked);

    /// <summary><see cref="Replied"/> of <see cref="Sent"/>.</summary>
    public double? ReplyRate => RateOf(Replied);

    /// <summary><see cref="Failed"/> of <see cref="Sent"/>.</summary>
    public double? FailureRate => RateOf(Failed);

    /// <summary><see cref="Unsubscribed"/> of <see cref="Sent"/>.</summary>
    public double? UnsubscribeRate => RateOf(Unsubscribed);

    /// <summary>The counts in one line.</summary>
    public override string ToString() =>
        $"{(Step is { } step ? $"Step {step}: " : "")}{Sent} sent, {Delivered} delivered, {Opened} opened, {Clicked} clicked, "
        + $"{Replied} replied, {Failed} failed, {Unsubscribed} unsubscribed";

    private double? RateOf(long count) => Sent > 0 ? (double)count / Sent : null;
}
