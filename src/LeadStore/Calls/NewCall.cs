namespace LeadStore;

/// <summary>A call to be recorded: one that begins, or one that is over.</summary>
public sealed record NewCall
{
    /// <summary>The lead.</summary>
    public long LeadId { get; init; }

    /// <summary>The number of the lead that is called or that calls, in any spelling; default not known.</summary>
    public string? Phone { get; init; }

    /// <summary>Who calls whom. Default <see cref="CallDirection.Outbound"/>.</summary>
    public CallDirection Direction { get; init; }

    /// <summary>When it began; default now.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How it ended; default it has not ended, see <see cref="CallStore.Complete"/>.</summary>
    public CallEnd? End { get; init; }

    /// <summary>The campaign that it belongs to; default none.</summary>
    public long? CampaignId { get; init; }

    /// <summary>The user who speaks; default nobody.</summary>
    public long? UserId { get; init; }

    /// <summary>
    /// The provider's own id of the call, for example Twilio's <c>CallSid</c>, at most 255 characters: recorded again, it is the same call,
    /// of whichever lead. Where two providers may give the same id, put the provider's name before it. Default <see langword="null"/>:
    /// each recording is a call.
    /// </summary>
    public string? SourceId { get; init; }

    /// <summary>Names the lead alone.</summary>
    public override string ToString() => $"New call with lead {LeadId}";
}
