namespace LeadStore;

/// <summary>One page of a list of campaigns.</summary>
/// <param name="Items">The campaigns, those that were stored last first.</param>
/// <param name="NextCursor">
/// Pass it to the next call for the page after this one; <see langword="null"/> on the last page. Opaque, and free of personal data.
/// </param>
public sealed record CampaignPage(IReadOnlyList<Campaign> Items, string? NextCursor)
{
    /// <summary>Says how many there are.</summary>
    public override string ToString() => $"{Items.Count} campaigns{(NextCursor is null ? "" : ", and more")}";
}
