namespace LeadStore.Sqlite;

/// <summary>What a checkpoint found and did.</summary>
/// <param name="At">When it ended.</param>
/// <param name="LogBytes">The length of the log that is in use; the file may be longer, where an earlier log was.</param>
/// <param name="CopiedBytes">How much of it is in the database file now.</param>
internal sealed record Checkpoint(DateTimeOffset At, long LogBytes, long CopiedBytes)
{
    /// <summary>Whether a reader that began before the newest changes kept them from being copied. Nothing else does.</summary>
    public bool IsPartial => CopiedBytes < LogBytes;
}
