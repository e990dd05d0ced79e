using LeadStore.Attributes;

namespace LeadStore.Importing;

/// <summary>A lead as a row describes it, or as the store has it; what two of them become is <see cref="LeadMerging"/>'s.</summary>
internal sealed record LeadDraft
{
    /// <summary>With every default in its place.</summary>
    public required Lead Lead { get; init; }

    /// <summary>The key that the source has for it.</summary>
    public string? Key { get; init; }

    /// <summary>Whether the key is made of what the row says: nothing else would find it again.</summary>
    public bool KeyIsMade { get; init; }

    /// <summary>Whether the uid is the row's own.</summary>
    public bool UidGiven { get; init; }

    public bool SourceGiven { get; init; }

    public bool StatusGiven { get; init; }

    /// <summary>Whether the row said when anything was; else its times are those of the import.</summary>
    public bool TimesGiven { get; init; }

    /// <summary>Whether the row said that the lead is not archived.</summary>
    public bool CurrentGiven { get; init; }

    /// <summary>When it was qualified for the first time, if that was another time than the last.</summary>
    public DateTimeOffset? FirstQualifiedAt { get; init; }

    /// <summary>When it was last qualified, though it may be qualified no more.</summary>
    public DateTimeOffset? LastQualifiedAt { get; init; }

    /// <summary>How many reminders were sent since the customer last wrote.</summary>
    public int RemindersSent { get; init; }

    /// <summary>When the customer last wrote, as the row says; the store counts it from the messages.</summary>
    public DateTimeOffset? LastCustomerMessageAt { get; init; }

    public AttributeBag? Attributes { get; init; }

    /// <summary>Where the property of the lead is.</summary>
    public string? Address { get; init; }

    /// <summary>Where the row stands.</summary>
    public long Position { get; init; }

    /// <summary>What the row did not say.</summary>
    public LeadGaps Gaps => (TimesGiven ? LeadGaps.None : LeadGaps.Times)
        | (SourceGiven ? LeadGaps.None : LeadGaps.Source)
        | (StatusGiven ? LeadGaps.None : LeadGaps.Status);

    /// <summary>Never the content: it is a person's.</summary>
    public override string ToString() => nameof(LeadDraft);
}

/// <summary>What nobody has said of a lead: what stands there is a default, and gives way to what somebody says.</summary>
[Flags]
internal enum LeadGaps : byte
{
    None = 0,

    /// <summary>When anything was: the times are those of the import.</summary>
    Times = 1,

    Source = 2,

    Status = 4,
}
