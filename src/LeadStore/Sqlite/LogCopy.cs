using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>How many pages the log had when it was copied, and how many of them are in the file now.</summary>
internal readonly record struct LogCopy(int Logged, int Copied)
{
    /// <summary>How many pages are in the log alone.</summary>
    public int Left => Logged - Copied;

    /// <summary>
    /// Whether a copy that failed like this leaves the file suspect: see <see cref="LogCatchUpResult.FileIsSuspect"/>. SQLite has flushed,
    /// in vain, and what was dropped with that may be pages of an earlier copy, of a part, that nobody had flushed and nobody copies again.
    /// </summary>
    public static bool LeavesFileSuspect(LeadStoreException failure) => failure.SqliteExtendedErrorCode == raw.SQLITE_IOERR_FSYNC;

    /// <summary>A failure of any kind as one of ours.</summary>
    public static LeadStoreException Typed(Exception failure) => failure switch
    {
        LeadStoreException typed => typed,
        _ when FileFailure.Is(failure) => FileFailure.Of(failure, "A checkpoint"),
        _ => new(LeadStoreErrorKind.Unknown, $"A checkpoint failed: {failure.GetType().Name}. It is tried again.", failure),
    };

    /// <summary>Copies what no reader holds back.</summary>
    /// <returns>Null if another connection is copying at this moment, as one that is closing may.</returns>
    public static LogCopy? Run(SqliteSession copier)
    {
        int code = raw.sqlite3_wal_checkpoint_v2(copier.Handle, null, raw.SQLITE_CHECKPOINT_PASSIVE, out int logged, out int copied);
        if (code is not (raw.SQLITE_OK or raw.SQLITE_BUSY))
        {
            throw SqliteFailure.Last(copier.Handle, code, "A checkpoint");
        }

        return logged < 0 ? null : new LogCopy(logged, copied);
    }
}
