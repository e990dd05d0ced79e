namespace LeadStore;

/// <summary>One page of a list of skip traces.</summary>
/// <param name="Items">The traces, in the order in which they were begun.</param>
/// <param name="NextCursor">Pass it to the next call for the page after this one; <see langword="null"/> on the last page. Opaque, and
/// free of personal data.</param>
public sealed record SkipTracePage(IReadOnlyList<SkipTrace> Items, string? NextCursor)
{
    /// <summary>Says how many there are, and nothing of whom.</summary>
    public override string ToString() => $"{Items.Count} skip traces{(NextCursor is null ? "" : ", and more")}";
}
