namespace LeadStore.Importing;

/// <summary>What the row of a lead says that belongs in other rooms than that of the leads. What is null was not said.</summary>
internal sealed record LeadFacts
{
    /// <summary>Null if the row says nothing of a property, or not where it is.</summary>
    public string? Address { get; init; }

    public string? SourceType { get; init; }

    public Money? EstimatedValue { get; init; }

    public Money? Equity { get; init; }

    public Money? TaxDebt { get; init; }

    public int? ConditionScore { get; init; }

    public int? Violations { get; init; }

    public bool? IsProbate { get; init; }

    public bool? IsVacant { get; init; }

    public int? DaysOnMarket { get; init; }

    public int? MotivationScore { get; init; }

    public int? LeadScore { get; init; }

    public int? AiScore { get; init; }

    public DateTimeOffset? AiScoredAt { get; init; }

    public LeadTemperature? Temperature { get; init; }

    public int? FeedbackGood { get; init; }

    public int? FeedbackBad { get; init; }

    public string? Raw { get; init; }

    public DateTimeOffset? SkipTracedAt { get; init; }

    public string? SkipTraceProvider { get; init; }

    public bool DoNotCall { get; init; }

    public string? TimeZone { get; init; }

    public TimeOnly? QuietFrom { get; init; }

    public TimeOnly? QuietUntil { get; init; }

    public string? Note { get; init; }

    /// <summary>What all traces of the lead have cost.</summary>
    public Money? SkipTraceCost { get; init; }

    /// <summary>What all use of models for the lead has cost.</summary>
    public Money? AiCost { get; init; }

    /// <summary>Further phones of the owner of the property, as they are written.</summary>
    public IReadOnlyList<string> Phones { get; init; } = [];

    public IReadOnlyList<string> Emails { get; init; } = [];

    /// <summary>The key of the organization whose lead it is.</summary>
    public string? Organization { get; init; }

    /// <summary>The key of the user who has the lead.</summary>
    public string? AssignedTo { get; init; }

    /// <summary>What was done with the lead: each entry of its log as JSON.</summary>
    public IReadOnlyList<string> ActivityLog { get; init; } = [];

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the row was last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    public bool HasMoney => (EstimatedValue ?? Equity) is not null || TaxDebt is { MinorUnits: not 0 };

    /// <summary>Never the content: it is a person's.</summary>
    public override string ToString() => nameof(LeadFacts);
}
