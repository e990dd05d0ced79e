namespace LeadStore;

/// <summary>Who wrote a message.</summary>
public enum MessageSender
{
    /// <summary>The person whom the lead is about.</summary>
    Customer,

    /// <summary>The automatic assistant.</summary>
    Assistant,

    /// <summary>A person on our side.</summary>
    Agent,

    /// <summary>The application itself, for example a note that the conversation was handed over.</summary>
    System,
}
