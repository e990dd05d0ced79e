using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>How many pages the log had when it was copied, and how many of them are in the file now.</summary>
internal readonly record struct LogCopy(int Logged, int Copied)
{
    /// <summary>How many pages are in the log alone.</summary>
    public int Left => Logged - Copied;

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
