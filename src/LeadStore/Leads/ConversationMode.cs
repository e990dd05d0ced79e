namespace LeadStore;

/// <summary>How an assistant talks to a lead; see <see cref="Lead.Mode"/>.</summary>
public enum ConversationMode
{
    /// <summary>It asks the qualifying questions that are still open.</summary>
    Qualifying,

    /// <summary>The lead is qualified: it answers freely and asks no questions.</summary>
    FreeChat,
}
