namespace LeadStore;

/// <summary>One page of the notes of a lead.</summary>
/// <param name="Items">The notes, newest first.</param>
/// <param name="NextCursor">
/// Pass it to the next call for the page after this one; <see langword="null"/> on the last page. Opaque, and free of personal data.
/// </param>
public sealed record NotePage(IReadOnlyList<Note> Items, string? NextCursor)
{
    /// <summary>Says how many there are, and nothing of what they say.</summary>
    public override string ToString() => $"{Items.Count} notes{(NextCursor is null ? "" : ", and more")}";
}
