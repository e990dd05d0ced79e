namespace LeadStore;

/// <summary>A copy of the write-ahead log into the database file.</summary>
/// <param name="At">When it ended.</param>
/// <param name="LogBytes">The length of the log that was in use, in bytes.</param>
/// <param name="CopiedBytes">How much of it is in the file since, in bytes.</param>
public sealed record StoreCheckpoint(DateTimeOffset At, long LogBytes, long CopiedBytes)
{
    /// <summary>Whether a reader that began before the newest changes kept the rest of the log from being copied.</summary>
    public bool IsPartial => CopiedBytes < LogBytes;
}
