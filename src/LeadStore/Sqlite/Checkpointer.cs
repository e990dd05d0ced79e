using System.Diagnostics.CodeAnalysis;
using LeadStore.Engine;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>
/// Moves the write-ahead log into the database file. Automatic checkpoints are off, because beside another connection's commit they
/// can lose acknowledged commits in SQLite before 3.51.3 (<see cref="NativeSqlite.HasWalResetBug"/>). Here most of the log is copied beside
/// the writers in a way that does not (<see cref="LogCatchUp"/>), and the small rest while the writer holds the write lock: no commit of any
/// process can happen meanwhile, so the log cannot begin anew under the copy. A long reader only makes the copy partial, and another process
/// that writes puts it off: nobody waits for either.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Close ends what it owns; it is opened again when it is needed, so that this is not an end.")]
internal sealed class Checkpointer(
    Func<SqliteSession> open, int everyPages, TimeSpan busyTimeout, ISqliteEvents events, LogWatch? watch = null)
{
    // Each page of the log has a header of its own, after the log's.
    private const int LogHeader = 32;
    private const int FrameHeader = 24;

    // A log that a reader holds is looked at more often, so that it is copied soon after the reader has ended. It costs little: what can be
    // copied was copied before.
    private const int OftenerWhileHeld = 10;

    // The part of an interval that is copied while the writers wait.
    private const int RestPart = 16;

    // A log that has grown behind a reader is shortened in steps: to cut off much at once takes the disk longer than a commit should wait.
    private const long LongestUnused = 64 << 20;
    private const long ShortenedBy = 16 << 20;

    private static readonly Command TakeWriteLock = new("BEGIN IMMEDIATE");
    private static readonly Command ReleaseWriteLock = new("ROLLBACK");

    private LogCatchUp? _catchUp;
    private bool _restIsDue;
    private int _pages;
    private long _pageSize;

    /// <summary>See <see cref="LogCatchUpResult.FileIsSuspect"/>. Nothing is copied any more; the log must outlive the store.</summary>
    public bool FileIsSuspect { get; private set; }

    private int EveryPages => watch is { IsHeld: true } ? everyPages / OftenerWhileHeld : everyPages;

    /// <summary>Called by the holder of the writer before a commit.</summary>
    public void BeforeCommit()
    {
        if (_pages < EveryPages || FileIsSuspect || _catchUp is { IsRunning: true })
        {
            return;
        }

        try
        {
            _restIsDue = false;
            _catchUp ??= new LogCatchUp(open, everyPages / RestPart);
            _catchUp.BeforeCommit();
        }
        catch (Exception failure)
        {
            // Of any kind: the commit and those who wait for it are not to be kept from each other.
            GiveUp(LogCopy.Typed(failure));
        }
    }

    /// <summary>
    /// Called by the holder of the writer after a commit that has succeeded. A failure is reported and not thrown: the commits stand, the
    /// log keeps every change, and the next attempt comes after as many pages again.
    /// </summary>
    public void AfterCommit(SqliteSession writer)
    {
        _pages += PagesWritten(writer);
        if (_catchUp is null || FileIsSuspect)
        {
            return;
        }

        try
        {
            if (_catchUp.AfterCommit())
            {
                _pages = 0;
            }
            else if (_catchUp.HasEnded(out LogCatchUpResult? result))
            {
                Follow(result, writer);
            }

            if (_restIsDue && TryTakeWriteLock(writer))
            {
                _restIsDue = false;
                _pages = 0;
                if (TryCopyRest(writer, out LogCopy? rest))
                {
                    Note(rest, writer);
                    ShortenLog(writer);
                }
            }
        }
        catch (Exception failure)
        {
            // Of any kind: the commit and those who wait for it are not to be kept from each other.
            GiveUp(LogCopy.Typed(failure));
        }
    }

    /// <summary>Called by the holder of the writer after a commit that has failed.</summary>
    public void AfterFailedCommit()
    {
        if (_catchUp is { IsRunning: false } && !FileIsSuspect)
        {
            Close();
        }
    }

    /// <summary>
    /// Ends the copying and finds out how it has ended, which <see cref="FileIsSuspect"/> must say before the last connection is closed.
    /// </summary>
    public void Stop()
    {
        if (_catchUp?.Stop() is { FileIsSuspect: true, Failure: { } failure })
        {
            FileIsSuspect = true;
            Report(events.FileNotFlushed, failure);
        }
    }

    /// <summary>Closes the connections that copy, until they are needed again.</summary>
    public void Close()
    {
        _restIsDue = false;
        FileIsSuspect = false;
        _catchUp?.Dispose();
        _catchUp = null;
    }

    private void Follow(LogCatchUpResult result, SqliteSession writer)
    {
        if (result.FileIsSuspect)
        {
            FileIsSuspect = true;
            Report(events.FileNotFlushed, result.Failure!);
        }
        else if (result.Failure is { } failure)
        {
            GiveUp(failure);
        }
        else if (result.IsHeld)
        {
            Note(result.Copy, writer);
        }
        else
        {
            _restIsDue = result.Copy is not null;
        }
    }

    private void GiveUp(LeadStoreException failure)
    {
        _pages = 0;
        Close();
        Report(events.CheckpointFailed, failure);
    }

    private static void Report(Action<LeadStoreException> report, LeadStoreException failure)
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

    private void Note(LogCopy? copy, SqliteSession writer)
    {
        if (copy is not { } pages)
        {
            return;
        }

        if (_pageSize == 0)
        {
            _pageSize = OneOffStatement.Number(writer.Handle, "PRAGMA page_size");
        }

        try
        {
            watch?.Note(new Checkpoint(writer.Now, LengthOf(pages.Logged), LengthOf(pages.Copied)));
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

    // False if the file is suspect now.
    private bool TryCopyRest(SqliteSession writer, out LogCopy? copy)
    {
        copy = null;
        try
        {
            copy = LogCopy.Run(_catchUp!.Copier);
            return true;
        }
        catch (LeadStoreException failure) when (LogCopy.LeavesFileSuspect(failure))
        {
            // As long as nobody can write: what could not be flushed does not count as copied, so that this reader is on the log.
            _catchUp!.KeepLog();
            FileIsSuspect = true;
            Report(events.FileNotFlushed, failure);
            return false;
        }
        finally
        {
            writer.Run(ReleaseWriteLock);
        }
    }

    // SQLite cuts the log off at this limit when it next begins anew.
    private static void ShortenLog(SqliteSession writer)
    {
        long length = new FileInfo(writer.FilePath + "-wal").Length;
        long limit = length > LongestUnused ? Math.Max(LongestUnused, length - ShortenedBy) : -1;
        writer.RunScript($"PRAGMA journal_size_limit={limit}");
    }

    private long LengthOf(int pages) => pages == 0 ? 0 : LogHeader + (pages * (FrameHeader + _pageSize));

    // Pages this connection has written since the last call. In WAL mode all of them go to the log.
    private static int PagesWritten(SqliteSession writer)
    {
        _ = raw.sqlite3_db_status(writer.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out int pages, out _, resetFlg: 1);
        return pages;
    }
}
