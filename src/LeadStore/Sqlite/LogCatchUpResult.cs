namespace LeadStore.Sqlite;

/// <summary>How the copying of a log beside the writers has ended.</summary>
/// <param name="Copy">What the last round found and did; null if another connection was copying, or it failed.</param>
/// <param name="IsHeld">Whether a reader that began earlier keeps the rest from being copied.</param>
/// <param name="Failure">Why it failed.</param>
internal sealed record LogCatchUpResult(LogCopy? Copy, bool IsHeld, LeadStoreException? Failure);
