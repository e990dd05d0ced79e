namespace LeadStore;

/// <summary>What the traces of a lead have come to.</summary>
public sealed record SkipTraceSummary
{
    /// <summary>The lead.</summary>
    public long LeadId { get; init; }

    /// <summary>How many traces are completed.</summary>
    public int Completed { get; init; }

    /// <summary>How many of the completed ones found a phone or an email address.</summary>
    public int Hits { get; init; }

    /// <summary>How many of the completed ones took over an answer that was there already.</summary>
    public int FromCache { get; init; }

    /// <summary>How many have failed.</summary>
    public int Failed { get; init; }

    /// <summary>How many are pending.</summary>
    public int Pending { get; init; }

    /// <summary>How many different phone numbers were found.</summary>
    public int Phones { get; init; }

    /// <summary>How many of them may be dialled.</summary>
    public int PhonesToDial { get; init; }

    /// <summary>How many different email addresses were found.</summary>
    public int Emails { get; init; }

    /// <summary>What the traces cost, one amount per currency; empty if nothing.</summary>
    public IReadOnlyList<Money> Spent { get; init; } = [];

    /// <summary>When the last trace was completed; <see langword="null"/> if none was.</summary>
    public DateTimeOffset? LastCompletedAt { get; init; }

    /// <summary>Who was asked then.</summary>
    public TraceProvider? LastProvider { get; init; }

    /// <summary>Says how many there are, and nothing of whom.</summary>
    public override string ToString() => $"Skip traces of lead {LeadId}: {Completed} completed, {Failed} failed, {Pending} pending";
}
