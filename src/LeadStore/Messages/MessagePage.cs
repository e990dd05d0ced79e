namespace LeadStore;

/// <summary>One page of a conversation.</summary>
/// <param name="Items">The messages, oldest first.</param>
/// <param name="NextCursor">Pass it to the next call for the page after this one; <see langword="null"/> on the last page. Opaque, and free of personal data.</param>
public sealed record MessagePage(IReadOnlyList<Message> Items, string? NextCursor)
{
    /// <summary>Says how many there are, and nothing of what they say.</summary>
    public override string ToString() => $"{Items.Count} messages{(NextCursor is null ? "" : ", and more")}";
}
