namespace LeadStore.Sqlite;

/// <summary>What the engine does or meets that no caller sees.</summary>
internal interface ISqliteEvents
{
    /// <summary>A checkpoint failed; nothing is lost, and it is tried again.</summary>
    void CheckpointFailed(LeadStoreException failure);

    /// <summary>The file could not be flushed; see <see cref="LogCatchUpResult.FileIsSuspect"/>.</summary>
    void FileNotFlushed(LeadStoreException failure);

    /// <summary>A commit had failed with an input or output error, and it is known now what became of it.</summary>
    void CommitRecovered(LeadStoreException failure, LeadStoreOutcome outcome);

    /// <summary>The write-ahead log has passed its limit, because a reader that does not end keeps it from being copied.</summary>
    /// <param name="bytes">Its length.</param>
    void LogHeldByReader(long bytes);

    /// <summary>That reader has ended, and the log was copied whole.</summary>
    /// <param name="bytes">Its length.</param>
    void LogReleased(long bytes);
}
