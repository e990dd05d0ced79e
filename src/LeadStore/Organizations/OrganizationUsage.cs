namespace LeadStore;

/// <summary>What an organization has used of one thing in one month.</summary>
/// <param name="OrganizationId">The organization.</param>
/// <param name="Month">The first day of the month, which is one of UTC.</param>
/// <param name="Measure">What was counted, in lower case, for example <c>leads_scraped</c>.</param>
/// <param name="Count">How much of it, 0 or more.</param>
public sealed record OrganizationUsage(long OrganizationId, DateOnly Month, string Measure, long Count)
{
    /// <summary>Names the organization and the month.</summary>
    public override string ToString() => FormattableString.Invariant($"Usage of organization {OrganizationId} in {Month:yyyy-MM}: {Count}");
}
