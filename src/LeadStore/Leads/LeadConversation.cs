namespace LeadStore;

/// <summary>A lead and its messages, read in one snapshot.</summary>
/// <param name="Lead">The lead.</param>
/// <param name="History">The messages, oldest first.</param>
public sealed record LeadConversation(Lead Lead, IReadOnlyList<Message> History)
{
    /// <summary>Names the lead by its id alone.</summary>
    public override string ToString() => $"{Lead}, {History.Count} messages";
}
