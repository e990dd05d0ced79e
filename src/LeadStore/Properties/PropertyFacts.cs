namespace LeadStore;

/// <summary>
/// The property of a lead, as stored: each lead has one at most. Immutable: change it with <see cref="PropertyStore.Update"/> and a
/// <c>with</c> expression. All amounts are of one currency; times are UTC in whole microseconds.
/// </summary>
public sealed record PropertyFacts
{
    /// <summary>The lead whose property it is.</summary>
    public long LeadId { get; init; }

    /// <summary>The postal address, 1 to 500 characters; <see cref="PropertyStore.FindByAddress"/> finds it in other spellings too.</summary>
    public string Address { get; init; } = "";

    /// <summary>What kind of list or event brought it in, for example <c>tax_lien</c>: a word in lower case of at most 64 characters.</summary>
    public string SourceType { get; init; } = "";

    /// <summary>What it is worth, 0 or more; <see langword="null"/> if unknown.</summary>
    public Money? EstimatedValue { get; init; }

    /// <summary>What it is worth beyond its debts; below zero where they are higher; <see langword="null"/> if unknown.</summary>
    public Money? Equity { get; init; }

    /// <summary>What taxes are owed on it, 0 or more.</summary>
    public Money TaxDebt { get; init; }

    /// <summary>0 for a ruin to 100 for as good as new. Default 50.</summary>
    public int ConditionScore { get; init; } = 50;

    /// <summary>How many violations of codes are on record.</summary>
    public int Violations { get; init; }

    /// <summary>Whether it is part of an estate before a probate court.</summary>
    public bool IsProbate { get; init; }

    /// <summary>Whether nobody lives there.</summary>
    public bool IsVacant { get; init; }

    /// <summary>How many days it has been on the market; <see langword="null"/> if it is not or that is not known.</summary>
    public int? DaysOnMarket { get; init; }

    /// <summary>The newest score of <see cref="ScoreKind.Motivation"/>, 0 to 100; 0 before the first.</summary>
    public int MotivationScore { get; init; }

    /// <summary>The newest score of <see cref="ScoreKind.Lead"/>, 0 to 100; 0 before the first.</summary>
    public int LeadScore { get; init; }

    /// <summary>The newest score of <see cref="ScoreKind.Ai"/>, 0 to 100; <see langword="null"/> before the first.</summary>
    public int? AiScore { get; init; }

    /// <summary>When <see cref="AiScore"/> was found.</summary>
    public DateTimeOffset? AiScoredAt { get; init; }

    /// <summary>How promising the lead is. Default <see cref="LeadTemperature.Dead"/>; see <see cref="PropertyStore.SetTemperature"/>.</summary>
    public LeadTemperature Temperature { get; init; }

    /// <summary>How often somebody said that this was a good lead; see <see cref="PropertyStore.AddFeedback"/>.</summary>
    public int FeedbackGood { get; init; }

    /// <summary>How often somebody said that this was a bad lead.</summary>
    public int FeedbackBad { get; init; }

    /// <summary>When its owner was last traced; <see langword="null"/> if never.</summary>
    public DateTimeOffset? SkipTracedAt { get; init; }

    /// <summary>Who traced its owner last; <see langword="null"/> if nobody did.</summary>
    public string? SkipTraceProvider { get; init; }

    /// <summary>When it was stored.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Names the property by its lead alone: records print their fields, and this one holds an address.</summary>
    public override string ToString() => $"Property of lead {LeadId}";
}
