namespace LeadStore;

/// <summary>What is known of the property of a lead; see <see cref="PropertyStore.Set"/>.</summary>
public sealed record NewProperty
{
    /// <summary>The postal address, 1 to 500 characters; kept as it is but for blanks around it.</summary>
    public required string Address { get; init; }

    /// <summary>
    /// What kind of list or event brought it in, for example <c>tax_lien</c>: an open vocabulary. 1 to 64 letters, digits, <c>_</c>,
    /// <c>-</c>, <c>.</c> or spaces; kept trimmed and in lower case.
    /// </summary>
    public required string SourceType { get; init; }

    /// <summary>What it is worth, 0 or more.</summary>
    public Money? EstimatedValue { get; init; }

    /// <summary>What it is worth beyond its debts; below zero where they are higher.</summary>
    public Money? Equity { get; init; }

    /// <summary>What taxes are owed on it, 0 or more. Default 0.</summary>
    public Money? TaxDebt { get; init; }

    /// <summary>0 for a ruin to 100 for as good as new. Default 50.</summary>
    public int ConditionScore { get; init; } = 50;

    /// <summary>How many violations of codes are on record, 0 or more. Default 0.</summary>
    public int Violations { get; init; }

    /// <summary>Whether it is part of an estate before a probate court. Default false.</summary>
    public bool IsProbate { get; init; }

    /// <summary>Whether nobody lives there. Default false.</summary>
    public bool IsVacant { get; init; }

    /// <summary>How many days it has been on the market, 0 or more; <see langword="null"/> if it is not or that is not known.</summary>
    public int? DaysOnMarket { get; init; }

    /// <summary>Says what kind it is, and nothing of where.</summary>
    public override string ToString() => "New property";
}
