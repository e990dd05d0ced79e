namespace LeadStore;

/// <summary>One page of a list of activities.</summary>
/// <param name="Items">The activities.</param>
/// <param name="NextCursor">
/// Pass it to the next call for the page after this one; <see langword="null"/> on the last page. Opaque, and free of personal data.
/// </param>
public sealed record ActivityPage(IReadOnlyList<Activity> Items, string? NextCursor)
{
    /// <summary>Says how many there are.</summary>
    public override string ToString() => $"{Items.Count} activities{(NextCursor is null ? "" : ", and more")}";
}
