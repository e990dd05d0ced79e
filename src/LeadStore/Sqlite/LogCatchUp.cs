using System.Diagnostics.CodeAnalysis;
using LeadStore.Engine;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>
/// Copies the log into the file beside the writers, on a thread of its own, until so little is left that they can wait for it. What makes
/// that safe with a SQLite that has the WAL-reset bug (<see cref="NativeSqlite.HasWalResetBug"/>): harm is done where a log begins anew under
/// a copy that has looked at the old one, and a log that any process reads cannot begin anew. So a reader is there while it is copied. It
/// should be on the log and not on the file alone, where SQLite puts a reader that finds everything copied: beside that one nobody can copy
/// anything. So a first reader begins; the writer commits; a second one begins, and only then the first ends. If the first was on the
/// log, nobody could copy beyond it, and the commit is not copied; if it was on the file, nobody could copy anything, and the commit is
/// not copied either. So the second reader does not find everything copied. In a further round the next reader may: then nothing is left to copy.
/// </summary>
/// <param name="open">Opens a connection that reads.</param>
/// <param name="fewPages">So few are left when it ends by itself.</param>
internal sealed class LogCatchUp(Func<SqliteSession> open, int fewPages) : IDisposable
{
    // Writers that are faster than the copying would keep it going for ever.
    private const int MostRounds = 4;

    private static readonly Command Begin = new("BEGIN");
    private static readonly Command End = new("ROLLBACK");
    private static readonly Query<long> Commits = new("SELECT commits FROM store WHERE id = 1", row => row.Int64(0));

    private SqliteSession? _copier;
    private SqliteSession? _reader;
    private SqliteSession? _other;
    private long? _commitsSeen;
    private Thread? _thread;
    private volatile bool _stopped;
    private volatile LogCatchUpResult? _result;

    /// <summary>Whether it copies at this moment, or has ended and nobody has asked how.</summary>
    public bool IsRunning => _thread is not null;

    /// <summary>The connection that copies; the caller's as long as this one is not running.</summary>
    public SqliteSession Copier => _copier ??= open();

    /// <summary>To be called before a commit.</summary>
    public void BeforeCommit()
    {
        _ = Copier;
        _other ??= open();
        _commitsSeen = BeginReading(_reader ??= open());
    }

    /// <summary>To be called after that commit, whatever became of it. Begins to copy, and returns.</summary>
    /// <returns>False if nothing was committed.</returns>
    public bool AfterCommit()
    {
        if (!BeginReadingAfterCommit())
        {
            return false;
        }

        _result = null;
        Thread thread = new(Copy) { IsBackground = true, Name = "LeadStore log copier" };
        thread.Start();
        _thread = thread;
        return true;
    }

    /// <summary>The part of <see cref="AfterCommit"/> that keeps the log from beginning anew.</summary>
    internal bool BeginReadingAfterCommit()
    {
        if (_commitsSeen is not { } before)
        {
            return false;
        }

        _commitsSeen = null;
        bool committed = BeginReading(_other!) > before;
        EndReading(_reader!);
        (_reader, _other) = (_other, _reader);
        if (!committed)
        {
            EndReading(_reader!);
        }

        return committed;
    }

    /// <summary>How it has ended.</summary>
    public bool HasEnded([NotNullWhen(true)] out LogCatchUpResult? result)
    {
        result = _result;
        if (result is null)
        {
            return false;
        }

        _result = null;
        _thread!.Join();
        _thread = null;
        return true;
    }

    /// <summary>
    /// To be called while nobody can write and the log holds what the file does not. Puts a reader on the log, where it stays until the end.
    /// </summary>
    public void KeepLog() => BeginReading(_reader!);

    /// <summary>Ends it, if it has not ended, and waits for that; what was not copied is copied later.</summary>
    /// <returns>How it has ended, if nobody has asked before.</returns>
    public LogCatchUpResult? Stop()
    {
        _stopped = true;
        while (_thread is { } thread && !thread.Join(TimeSpan.FromMilliseconds(10)))
        {
            // Again and again: one that comes before the copying has begun is forgotten.
            raw.sqlite3_interrupt(_copier!.Handle);
        }

        return HasEnded(out LogCatchUpResult? result) ? result : null;
    }

    /// <summary>Ends it as <see cref="Stop"/> does, and closes its connections.</summary>
    public void Dispose()
    {
        _ = Stop();
        _copier?.Dispose();
        _reader?.Dispose();
        _other?.Dispose();
    }

    private void Copy()
    {
        LogCatchUpResult result;
        try
        {
            result = CopyUntilLittleIsLeft();
            if (!result.FileIsSuspect)
            {
                EndReading(_reader!);
            }
        }
        catch (Exception failure)
        {
            // Of any kind: nobody else is on this thread to hear it.
            result = new LogCatchUpResult
            {
                Failure = LogCopy.Typed(failure),
                FileIsSuspect = failure is LeadStoreException typed && LogCopy.LeavesFileSuspect(typed),
            };
        }

        _result = result;
    }

    private LogCatchUpResult CopyUntilLittleIsLeft()
    {
        int before = 0;
        for (int round = 1; ; round++)
        {
            if (LogCopy.Run(_copier!) is not { } copy)
            {
                return new LogCatchUpResult();
            }

            if (Flush() is { } failure)
            {
                return new LogCatchUpResult { Failure = failure, FileIsSuspect = true };
            }

            // What was written during a round shows in the next one.
            int copied = copy.Copied - before;
            bool isHeld = round > 1 && copied == 0 && copy.Left > fewPages;
            if (isHeld || (copied <= fewPages && copy.Left <= fewPages) || round == MostRounds || _stopped)
            {
                return new LogCatchUpResult { Copy = copy, IsHeld = isHeld };
            }

            before = copy.Copied;
            BeginReading(_other!);
            EndReading(_reader!);
            (_reader, _other) = (_other, _reader);
        }
    }

    // SQLite does not flush a copy of a part, and if it did so with the last part, under the write lock, the writers would wait for all.
    private LeadStoreException? Flush()
    {
        try
        {
            VfsFile.Flush(_copier!.Handle);
            return null;
        }
        catch (LeadStoreException failure)
        {
            return failure;
        }
    }

    private static long BeginReading(SqliteSession session)
    {
        session.Run(Begin);
        return SqliteEngine.Finished(session.First(Commits, []));
    }

    private static void EndReading(SqliteSession session) => session.Run(End);
}
