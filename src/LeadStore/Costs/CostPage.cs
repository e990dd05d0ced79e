namespace LeadStore;

/// <summary>One page of a list of costs.</summary>
/// <param name="Items">The costs, newest first.</param>
/// <param name="NextCursor">Pass it to the next call for the page after this one; <see langword="null"/> on the last page. Opaque, and
/// free of personal data.</param>
public sealed record CostPage(IReadOnlyList<CostEntry> Items, string? NextCursor)
{
    /// <summary>Says how many there are.</summary>
    public override string ToString() => $"{Items.Count} costs{(NextCursor is null ? "" : ", and more")}";
}
