namespace LeadStore;

/// <summary>A lead with its property.</summary>
/// <param name="Lead">The lead.</param>
/// <param name="Property">Its property.</param>
public sealed record PropertyLead(Lead Lead, PropertyFacts Property)
{
    /// <summary>Names the lead by its id alone.</summary>
    public override string ToString() => Lead.ToString();
}
