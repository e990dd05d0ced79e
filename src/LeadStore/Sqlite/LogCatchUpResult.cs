namespace LeadStore.Sqlite;

/// <summary>How the copying of a log beside the writers has ended.</summary>
internal sealed record LogCatchUpResult
{
    /// <summary>What the last round found and did; null if another connection was copying, or it failed.</summary>
    public LogCopy? Copy { get; init; }

    /// <summary>Whether a reader that began earlier keeps the rest from being copied.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Why it failed.</summary>
    public LeadStoreException? Failure { get; init; }

    /// <summary>
    /// Whether what was copied may not have reached the disk, and never will: a system forgets what it could not write, and the next flush
    /// succeeds. The log has it all. The reader is still on it, so that it cannot begin anew.
    /// </summary>
    public bool FileIsSuspect { get; init; }
}
