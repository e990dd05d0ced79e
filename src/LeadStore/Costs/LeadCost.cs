namespace LeadStore;

/// <summary>What a lead has cost of one type and in one currency.</summary>
/// <param name="Type">What it was spent on.</param>
/// <param name="Total">The sum.</param>
/// <param name="Count">How many costs that were.</param>
public sealed record LeadCost(CostType Type, Money Total, long Count);
