namespace LeadStore;

/// <summary>A message that a person sent, as a provider delivers it.</summary>
public sealed record InboundMessage
{
    /// <summary>Needed: the sender's phone number in any spelling; <c>whatsapp:</c> and <c>tel:</c> are understood.</summary>
    public string? From { get; init; }

    /// <summary>Needed: the text, 1 to 100,000 characters.</summary>
    public string? Body { get; init; }

    /// <summary>How it travelled. Default <c>sms</c>.</summary>
    public Channel Channel { get; init; }

    /// <summary>
    /// The provider's own id of the message, for example Twilio's <c>MessageSid</c>, at most 255 characters. The same id on the same
    /// channel is stored once, however often and wherever it arrives. Without one every call stores a message.
    /// </summary>
    public string? SourceId { get; init; }

    /// <summary>When it was received. Default now.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>Says nothing of its content: records print their fields, and this one holds a person's.</summary>
    public override string ToString() => nameof(InboundMessage);
}
