namespace LeadStore;

/// <summary>
/// One question to a provider for the phones and email addresses of a lead's owner, as stored: what was asked, how it ended, what it cost.
/// Times are UTC in whole microseconds.
/// </summary>
public sealed record SkipTrace
{
    private static readonly SkipTraceRequest NoRequest = new();

    /// <summary>The key inside this store: 1 or more, never used again.</summary>
    public long Id { get; init; }

    /// <summary>The lead.</summary>
    public long LeadId { get; init; }

    /// <summary>Who was asked.</summary>
    public TraceProvider Provider { get; init; }

    /// <summary>What was asked.</summary>
    public SkipTraceRequest Request { get; init; } = NoRequest;

    /// <summary>How far it is.</summary>
    public SkipTraceStatus Status { get; init; }

    /// <summary>How sure the provider is of the person, 0 to 1; <see langword="null"/> if it did not say.</summary>
    public double? Confidence { get; init; }

    /// <summary>What it cost; <see langword="null"/> if nobody said.</summary>
    public Money? Cost { get; init; }

    /// <summary>Why it failed, as one word; <see langword="null"/> if it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether an answer that was there already was taken over, so that nobody was asked and nothing paid.</summary>
    public bool FromCache { get; init; }

    /// <summary>How many phone numbers were kept.</summary>
    public int PhoneCount { get; init; }

    /// <summary>How many phones of the answer were not kept, because they are no phone numbers or are beyond the first 100.</summary>
    public int PhonesSkipped { get; init; }

    /// <summary>How many email addresses were kept.</summary>
    public int EmailCount { get; init; }

    /// <summary>How many email addresses of the answer were not kept, because they are none or are beyond the first 100.</summary>
    public int EmailsSkipped { get; init; }

    /// <summary>
    /// How many characters the provider's response had; <see langword="null"/> if there was none. More than 1,000,000: the end of it was
    /// not kept. <see cref="SkipTraceStore.GetResponse"/> reads it.
    /// </summary>
    public int? ResponseLength { get; init; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When the provider answered; of an answer that was taken over, when it was given first. <see langword="null"/> if it did
    /// not.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When it ended, well or not; <see langword="null"/> while it is pending.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Says which it is and how it stands, and nothing of whom.</summary>
    public override string ToString() => $"Skip trace {Id} of lead {LeadId}: {Status}";
}
