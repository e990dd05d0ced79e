namespace LeadStore;

/// <summary>What the store knows after an inbound message; see <see cref="LeadDatabase.IngestInbound"/>.</summary>
public sealed record InboundResult
{
    /// <summary>The person who wrote, as stored now.</summary>
    public required Lead Lead { get; init; }

    /// <summary>The message as stored; for a duplicate, the one that was stored the first time.</summary>
    public required Message Message { get; init; }

    /// <summary>The whole conversation as it stands now, oldest first; <see cref="Message"/> is part of it.</summary>
    public required IReadOnlyList<Message> History { get; init; }

    /// <summary>Whether this message made the lead.</summary>
    public bool IsNew { get; init; }

    /// <summary>Whether the lead was archived and this message brought it back.</summary>
    public bool WasRestored { get; init; }

    /// <summary>Whether the same message was stored before; then this call changed nothing.</summary>
    public bool IsDuplicate { get; init; }

    /// <summary>Whether the assistant is paused for this lead now and should leave the answer to people.</summary>
    public bool IsAssistantPaused { get; init; }

    /// <summary>How an assistant should go on: with its questions, or freely.</summary>
    public ConversationMode Mode => Lead.Mode;

    /// <summary>Names the lead and the message by their ids alone.</summary>
    public override string ToString() => $"{Message} ({(IsDuplicate ? "duplicate" : IsNew ? "new lead" : WasRestored ? "restored lead" : "known lead")})";
}
