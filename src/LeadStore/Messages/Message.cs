namespace LeadStore;

/// <summary>One message of a conversation, as stored. Immutable. Times are UTC in whole microseconds.</summary>
public sealed record Message
{
    /// <summary>The key inside this store: 1 or more, never used again.</summary>
    public long Id { get; init; }

    /// <summary>The lead whose conversation it belongs to.</summary>
    public long LeadId { get; init; }

    /// <summary>Who wrote it.</summary>
    public MessageSender Sender { get; init; }

    /// <summary>The text, exactly as it was given, at most 100,000 characters.</summary>
    public string Content { get; init; } = "";

    /// <summary>When it was sent or received.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>How it travelled; <see langword="null"/> if that was not said.</summary>
    public Channel? Channel { get; init; }

    /// <summary>The provider's own id of it, for example Twilio's <c>MessageSid</c>; <see langword="null"/> if there is none.</summary>
    public string? SourceId { get; init; }

    /// <summary>Names the message by its ids alone: records print their fields, and this one holds what a person wrote.</summary>
    public override string ToString() => $"Message {Id} of lead {LeadId}";
}
