using Microsoft.Extensions.Logging;

namespace LeadStore;

/// <summary>What the store logs. No event holds personal data.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Store opened (path chosen by {Source}, SQLite {Version})")]
    public static partial void Opened(ILogger logger, DatabasePathSource source, string version);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Migration {Migration} applied")]
    public static partial void Migrated(ILogger logger, string migration);

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "Migration {Migration} rolled back")]
    public static partial void RolledBack(ILogger logger, string migration);

    [LoggerMessage(
        EventId = 3,
        Level = LogLevel.Warning,
        Message = "A checkpoint failed (SQLite code {Code}). Nothing is lost: the write-ahead log keeps every change, and it is tried again")]
    public static partial void CheckpointFailed(ILogger logger, int code, Exception failure);

    [LoggerMessage(
        EventId = 9,
        Level = LogLevel.Error,
        Message = "The database file could not be flushed to the disk (SQLite code {Code}). Nothing is lost: the write-ahead log holds every "
            + "change and is kept, also when the store is closed; it grows with every write. Check the volume, then close the store and open it again")]
    public static partial void FileNotFlushed(ILogger logger, int code, Exception failure);

    [LoggerMessage(
        EventId = 4,
        Level = LogLevel.Warning,
        Message = "The write-ahead log has grown to {Bytes} bytes, over its limit of {Limit}: a reader that does not end keeps it from being "
            + "copied. Nothing is lost, but it grows with every write until that reader ends; look for a read transaction or a connection for "
            + "reports that was left open")]
    public static partial void LogHeld(ILogger logger, long bytes, long limit);

    [LoggerMessage(
        EventId = 5,
        Level = LogLevel.Information,
        Message = "The reader that held the write-ahead log has ended; all {Bytes} bytes of it were copied, and the next write begins it anew")]
    public static partial void LogReleased(ILogger logger, long bytes);

    [LoggerMessage(
        EventId = 6,
        Level = LogLevel.Error,
        Message = "A commit failed with an input or output error (SQLite code {Code}). The store has recovered; the commit is {Outcome}")]
    public static partial void CommitRecovered(ILogger logger, int code, LeadStoreOutcome outcome, Exception failure);

    [LoggerMessage(
        EventId = 7,
        Level = LogLevel.Warning,
        Message = "SQLite {Version} can lose commits when a checkpoint runs beside one (sqlite.org/wal.html#walresetbug). LeadStore's own "
            + "checkpoints avoid it; other programs that write to the file do not. SQLite 3.51.3 or newer has it mended")]
    public static partial void WalResetExposed(ILogger logger, string version);

    [LoggerMessage(
        EventId = 14,
        Level = LogLevel.Warning,
        Message = "A statement took {Milliseconds:0} ms, longer than {Threshold:0} ms (SlowStatementThreshold), for {Rows} rows: {Sql}")]
    public static partial void StatementSlow(ILogger logger, double milliseconds, double threshold, long rows, string sql);

    [LoggerMessage(EventId = 20, Level = LogLevel.Information, Message = "Backup made and verified ({Length} bytes, {Milliseconds:0} ms)")]
    public static partial void BackupMade(ILogger logger, long length, double milliseconds);

    [LoggerMessage(EventId = 21, Level = LogLevel.Error, Message = "A scheduled backup, or the removal of old ones, failed; the next attempt is in {Delay}")]
    public static partial void BackupFailed(ILogger logger, TimeSpan delay, Exception failure);

    [LoggerMessage(
        EventId = 24,
        Level = LogLevel.Warning,
        Message = "{Count} backups newer than the last good one are not good; a volume that damages backups may damage the store")]
    public static partial void BackupsRejected(ILogger logger, int count);

    [LoggerMessage(
        EventId = 23,
        Level = LogLevel.Warning,
        Message = "{Rows} damaged rows were accepted as they are; they count as good from now on")]
    public static partial void RowsAccepted(ILogger logger, int rows);

    [LoggerMessage(EventId = 22, Level = LogLevel.Warning, Message = "The store was replaced by a backup; what was there before is kept beside it")]
    public static partial void Restored(ILogger logger);

    [LoggerMessage(
        EventId = 8,
        Level = LogLevel.Error,
        Message = "The write-ahead log of the process before is damaged: up to {Commits} commits behind the damage are not in the store. A "
            + "copy of it as it was found: {Copy}")]
    public static partial void LogDamaged(ILogger logger, int commits, string copy);

    [LoggerMessage(
        EventId = 12,
        Level = LogLevel.Warning,
        Message = "The leads with the newest contact could not be read into the cache ({Kind}). The store is open; they are read when they are asked for")]
    public static partial void CacheNotWarmed(ILogger logger, LeadStoreErrorKind kind, Exception failure);

    [LoggerMessage(
        EventId = 13,
        Level = LogLevel.Warning,
        Message = "No leads are kept in memory: the native library e_sqlite3 is not the one of the package, so that commits of other processes "
            + "cannot be noticed. Every lookup reads the file")]
    public static partial void CacheIsOff(ILogger logger);

    [LoggerMessage(
        EventId = 11,
        Level = LogLevel.Warning,
        Message = "The traces of a deleted lead could not be deleted from the file of skip traces yet (SQLite code {Code}). Nobody sees them, and "
            + "the next verb that writes traces or deletes a lead does it, or the next opening")]
    public static partial void TracesLeft(ILogger logger, int code, Exception failure);
}
