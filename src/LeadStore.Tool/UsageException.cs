namespace LeadStore.Tool;

/// <summary>The command line asks for something that makes no sense; the message says what and what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
