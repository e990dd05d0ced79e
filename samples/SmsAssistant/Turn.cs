using LeadStore;

namespace SmsAssistant;

/// <summary>What the assistant knew about one incoming message, and what it answered.</summary>
public sealed record Turn
{
    /// <summary>What the store knew when the message came: who wrote, whether it is a retry, the conversation so far.</summary>
    public required InboundResult Inbound { get; init; }

    /// <summary>The customer after the answer.</summary>
    public required Lead Lead { get; init; }

    /// <summary>What to send back, in order; empty if the assistant is to be silent. For a retry, what was sent the first time.</summary>
    public required IReadOnlyList<string> Replies { get; init; }

    /// <summary>How many messages the conversation has now.</summary>
    public int MessageCount => Inbound.History.Count + (Inbound.IsDuplicate ? 0 : Replies.Count);

    /// <summary>Says nothing of its content: records print their fields, and this one holds a person's.</summary>
    public override string ToString() => Inbound.ToString();
}
