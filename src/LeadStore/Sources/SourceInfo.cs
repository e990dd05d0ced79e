namespace LeadStore;

/// <summary>A source of leads that the store knows.</summary>
/// <param name="Source">The word that leads carry; it never changes.</param>
/// <param name="DisplayName">What people see.</param>
/// <param name="Active">Whether it is offered for new leads.</param>
/// <param name="CreatedAt">When it was added.</param>
public sealed record SourceInfo(LeadSource Source, string DisplayName, bool Active, DateTimeOffset CreatedAt);
