namespace LeadStore;

/// <summary>One page of a list of sends.</summary>
/// <param name="Items">The sends, those that were stored last first.</param>
/// <param name="NextCursor">
/// Pass it to the next call for the page after this one; <see langword="null"/> on the last page. Opaque, and free of personal data.
/// </param>
public sealed record CampaignSendPage(IReadOnlyList<CampaignSend> Items, string? NextCursor)
{
    /// <summary>Says how many there are.</summary>
    public override string ToString() => $"{Items.Count} sends{(NextCursor is null ? "" : ", and more")}";
}
