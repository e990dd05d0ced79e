namespace LeadStore;

/// <summary>That the assistant is to leave a lead to people.</summary>
/// <param name="PausedAt">Since when.</param>
/// <param name="Until">When the assistant resumes by itself; <see langword="null"/> for not before <see cref="LeadDatabase.ResumeAssistant"/>.</param>
/// <param name="By">Who paused it.</param>
/// <param name="Reason">Why, or <see langword="null"/>.</param>
public sealed record AssistantPause(DateTimeOffset PausedAt, DateTimeOffset? Until, string By, string? Reason)
{
    /// <summary>Says since when and until when alone: records print their fields, and these hold what people wrote.</summary>
    public override string ToString() => $"Assistant paused at {PausedAt:O}" + (Until is { } until ? $" until {until:O}" : "");
}
