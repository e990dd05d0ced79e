namespace LeadStore;

/// <summary>
/// A call with a lead, as stored. Immutable: change it with <see cref="CallStore.Update"/> and a <c>with</c> expression. Its transcript and
/// analysis, which can be long, are read by themselves. Times are UTC in whole microseconds.
/// </summary>
public sealed record CallLog
{
    /// <summary>The key inside this store: 1 or more, never used again.</summary>
    public long Id { get; init; }

    /// <summary>The lead.</summary>
    public long LeadId { get; init; }

    /// <summary>The number of the lead that was called or that called; <see langword="null"/> if that is not known.</summary>
    public PhoneNumber? Phone { get; init; }

    /// <summary>Who called whom.</summary>
    public CallDirection Direction { get; init; }

    /// <summary>What became of it; <see langword="null"/> while it is under way.</summary>
    public CallOutcome? Outcome { get; init; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; <see langword="null"/> while it is under way.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long it took in whole seconds, 0 to 1,000,000, as the provider counts them; where it did not say, from beginning to
    /// end. <see langword="null"/> while it is under way.</summary>
    public int? DurationSeconds { get; init; }

    /// <summary>Where it is recorded: an absolute URL of any scheme, at most 2,000 characters.</summary>
    public string? RecordingUrl { get; init; }

    /// <summary>The campaign that it belongs to, if any.</summary>
    public long? CampaignId { get; init; }

    /// <summary>The user who spoke, if any.</summary>
    public long? UserId { get; init; }

    /// <summary>The provider's own id of the call, if it has one.</summary>
    public string? SourceId { get; init; }

    /// <summary>How many UTF-16 characters the transcript has; <see langword="null"/> if there is none. See
    /// <see cref="CallStore.GetTranscript"/>.</summary>
    public int? TranscriptLength { get; init; }

    /// <summary>Whether there is an analysis; see <see cref="CallStore.GetAnalysis"/>.</summary>
    public bool HasAnalysis { get; init; }

    /// <summary>Whether it has not ended yet.</summary>
    public bool IsUnderWay => EndedAt is null;

    /// <summary>Names the call by its ids alone.</summary>
    public override string ToString() => $"Call {Id} with lead {LeadId}{(IsUnderWay ? ", under way" : "")}";
}
