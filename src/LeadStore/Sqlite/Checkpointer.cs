using LeadStore.Engine;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>
/// Moves the write-ahead log into the database file. Automatic checkpoints are off, because beside another connection's commit they
/// can lose acknowledged commits in SQLite before 3.51.3 (<see cref="NativeSqlite.HasWalResetBug"/>). Here the writer holds the write
/// lock while a second connection copies: no commit of any process can happen meanwhile, so the log cannot restart under the copy.
/// A long reader only makes the copy partial, and another process that writes puts it off: nobody waits for either.
/// </summary>
internal sealed class Checkpointer(
    Func<SqliteSession> open, int everyPages, TimeSpan busyTimeout, Action<LeadStoreException> report, LogWatch? watch = null)
{
    // Each page of the log has a header of its own, after the log's.
    private const int LogHeader = 32;
    private const int FrameHeader = 24;

    // A log that a reader holds is looked at more often, so that it is copied soon after the reader has ended. It costs little: what can be
    // copied was copied before.
    private const int OftenerWhileHeld = 10;

    private static readonly Command TakeWriteLock = new("BEGIN IMMEDIATE");
    private static readonly Command ReleaseWriteLock = new("ROLLBACK");

    private SqliteSession? _copier;
    private int _pages;
    private long _pageSize;

    private int EveryPages => watch is { IsHeld: true } ? everyPages / OftenerWhileHeld : everyPages;

    /// <summary>
    /// Called by the holder of the writer between two commits. A failure is reported and not thrown: the commit before it stands, the
    /// log keeps every change, and the next attempt comes after as many pages again.
    /// </summary>
    public void AfterCommit(SqliteSession writer)
    {
        _pages += PagesWritten(writer);
        if (_pages < EveryPages)
        {
            return;
        }

        try
        {
            if (TryTakeWriteLock(writer))
            {
                _pages = 0;
                Note(Copy(writer));
            }
        }
        catch (LeadStoreException failure)
        {
            _pages = 0;
            Report(failure);
        }
    }

    /// <summary>Closes the connection that copies, until it is needed again.</summary>
    public void Close()
    {
        _copier?.Dispose();
        _copier = null;
    }

    private void Report(LeadStoreException failure)
    {
        try
        {
            report(failure);
        }
        catch (Exception)
        {
            // The application's own logger failed. The commit stands, and its caller must hear so.
        }
    }

    private void Note(Checkpoint? checkpoint)
    {
        try
        {
            if (checkpoint is not null)
            {
                watch?.Note(checkpoint);
            }
        }
        catch (Exception)
        {
            // As in Report: only the application's logger can have failed.
        }
    }

    // False if another process writes: the callers here have their commit and must not wait for it. The next commit tries again.
    private bool TryTakeWriteLock(SqliteSession writer)
    {
        LockWait.Set(writer.Handle, 0);
        try
        {
            writer.Run(TakeWriteLock);
            return true;
        }
        catch (LeadStoreException failure) when (failure.Kind == LeadStoreErrorKind.Busy)
        {
            return false;
        }
        finally
        {
            LockWait.Set(writer.Handle, (int)Math.Min(busyTimeout.TotalMilliseconds, int.MaxValue));
        }
    }

    // Null if another connection is copying at this moment, as one that is closing may.
    private Checkpoint? Copy(SqliteSession writer)
    {
        try
        {
            _copier ??= open();
            int code = raw.sqlite3_wal_checkpoint_v2(_copier.Handle, null, raw.SQLITE_CHECKPOINT_PASSIVE, out int logged, out int copied);
            if (code is not (raw.SQLITE_OK or raw.SQLITE_BUSY))
            {
                throw SqliteFailure.Last(_copier.Handle, code, "A checkpoint");
            }

            if (logged < 0)
            {
                return null;
            }

            if (_pageSize == 0)
            {
                _pageSize = OneOffStatement.Number(_copier.Handle, "PRAGMA page_size");
            }

            return new Checkpoint(writer.Now, LengthOf(logged), LengthOf(copied));
        }
        finally
        {
            writer.Run(ReleaseWriteLock);
        }
    }

    private long LengthOf(int pages) => pages == 0 ? 0 : LogHeader + (pages * (FrameHeader + _pageSize));

    // Pages this connection has written since the last call. In WAL mode all of them go to the log.
    private static int PagesWritten(SqliteSession writer)
    {
        _ = raw.sqlite3_db_status(writer.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out int pages, out _, resetFlg: 1);
        return pages;
    }
}
