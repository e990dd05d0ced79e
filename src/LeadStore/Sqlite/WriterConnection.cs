using LeadStore.Engine;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>
/// The connection that writes, and what makes its commits trustworthy. Each commit of a file leaves a marker in it, so that after an input
/// or output error at COMMIT the store can find out what became of it; and none is confirmed unless the file at the path is still the one
/// that was opened. Held by one thread at a time.
/// </summary>
/// <param name="open">Opens a connection that writes.</param>
/// <param name="durability">How durable the commits of that connection are.</param>
/// <param name="logPath">The write-ahead log; null in memory, where nothing can fail or be replaced.</param>
/// <param name="newestSchema">
/// The newest schema that this library knows; nothing is committed to a file that has a newer one by now.
/// </param>
/// <param name="reportRecovery">Is told what became of a commit that had failed with an input or output error.</param>
internal sealed class WriterConnection(
    Func<SqliteSession> open,
    Durability durability,
    string? logPath,
    int newestSchema,
    Action<LeadStoreException, LeadStoreOutcome> reportRecovery)
{
    private static readonly Command BeginTransaction = new("BEGIN IMMEDIATE");
    private static readonly Command CommitTransaction = new("COMMIT");
    private static readonly Command RollBackTransaction = new("ROLLBACK");

    private static readonly Command Mark = new("UPDATE store SET commits = commits + 1, writer = $1 WHERE id = 1");

    private static readonly Query<long> ReadSchemaVersion = new("PRAGMA user_version", row => row.Int64(0));

    private static readonly Query<Marker> ReadMarker = new(
        "SELECT commits, writer FROM store WHERE id = 1", row => new Marker(row.Int64(0), row.Int64(1)));

    // The writer of a commit that a recovery makes: no later look may take it for the commit that was uncertain.
    private const long Recovery = 0;

    // Tells this writer's commits from those of other processes.
    private readonly long _writer = Random.Shared.NextInt64(1, long.MaxValue);
    private readonly FileNames? _names = logPath is null ? null : new FileNames(logPath);
    private SqliteSession? _session = open();
    private int _changesBefore;
    private long _uncertainCommit;
    private LeadStoreException? _uncertainBecause;
    private bool _schemaIsThere;
    private SqliteSession? _keepsChecksums;
    private CommitReporter? _reporter;

    /// <summary>The connection; opened again where an earlier failure or <see cref="Close"/> has closed it.</summary>
    public SqliteSession Session => _session ??= OpenAgain();

    /// <summary>Throws if the path leads to another file by now, so that nobody reads from that one. May be called by any thread.</summary>
    public void VerifyFileIsInPlace()
    {
        bool moved;
        try
        {
            moved = _session is { } session && !IsInPlace(session);
        }
        catch (ObjectDisposedException)
        {
            // The writer is opening its connection anew in this moment, and looks for itself.
            moved = false;
        }

        if (moved)
        {
            throw Replaced(LeadStoreOutcome.NotApplied);
        }
    }

    /// <summary>The schema is there: from now on rows carry checksums, and every commit of a file leaves a marker.</summary>
    public void SchemaIsThere() => _schemaIsThere = true;

    /// <summary>Begins to tell of every commit.</summary>
    /// <returns>False where it cannot be told who commits what.</returns>
    public bool Watch(CommitWatch watch, WatchedTables tables)
    {
        CommitReporter reporter = new(watch, tables, inMemory: logPath is null);
        if (!reporter.TryAttach(Session))
        {
            return false;
        }

        _reporter = reporter;
        return true;
    }

    /// <summary>Opens a transaction, after finding out what became of an earlier commit if that is still to be done.</summary>
    public void Begin()
    {
        if (_uncertainBecause is { } cause)
        {
            Recover(cause);
        }

        KeepChecksums();
        Session.Run(BeginTransaction);
        _names?.Remember();
        _changesBefore = Session.TotalChanges;
        _reporter?.Begun(Session);
    }

    /// <summary>Commits. On return the transaction is stored, as durable as was asked for, in the file at the path.</summary>
    /// <exception cref="LeadStoreException">
    /// It is not, or that could not be found out: see <see cref="LeadStoreException.Outcome"/>.
    /// </exception>
    public void Commit()
    {
        SqliteSession? committed = null;
        _reporter?.Committing();
        try
        {
            RunCommit();
            committed = Session;
        }
        finally
        {
            _reporter?.Ended(committed);
        }
    }

    private void RunCommit()
    {
        SqliteSession session = Session;
        long commit = 0;
        try
        {
            if (!IsInPlace(session))
            {
                throw Replaced(LeadStoreOutcome.NotApplied);
            }

            if (_schemaIsThere && _names is not null && session.TotalChanges != _changesBefore)
            {
                session.Run(Mark, [_writer]);
                commit = First(session, ReadMarker, []).Commits;
                RefuseNewer(First(session, ReadSchemaVersion, []));
            }
        }
        catch (LeadStoreException)
        {
            RollBack();
            throw;
        }

        try
        {
            session.Run(CommitTransaction);
        }
        catch (LeadStoreException failure)
        {
            AfterFailedCommit(failure, commit);
        }

        // Asked of the connection as it is now: a commit that was recovered has left the one that it began with closed.
        if (!IsInPlace(Session))
        {
            throw Replaced(LeadStoreOutcome.Unknown);
        }
    }

    /// <summary>
    /// Undoes the transaction. That fails where SQLite has ended it by itself, and then there is nothing left to undo; if it fails
    /// otherwise, the next BEGIN says so to the next caller.
    /// </summary>
    public void RollBack()
    {
        try
        {
            Session.Run(RollBackTransaction);
        }
        catch (LeadStoreException)
        {
            // The failure that led here is what the callers are told.
        }
    }

    /// <summary>Ends the hold of whoever ran an operation on the connection.</summary>
    public void EndHold() => _session?.EndHold();

    /// <summary>Lets the log stay when the connection is closed, although it may be the last one. The next to open the file reads all of it.</summary>
    public void KeepLog()
    {
        if (_session is { } session)
        {
            _ = raw.sqlite3_db_config(session.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
        }
    }

    /// <summary>
    /// Closes the connection until it is needed again. The last to close a file copies the log that it has into it and removes the one that
    /// has its name. Where that is another's, it stays, and this one is not copied over what the other has written.
    /// </summary>
    public void Close()
    {
        if (_names is { AnotherLogIsThere: true })
        {
            KeepLog();
        }

        _reporter?.Detach();
        _session?.Dispose();
        _session = null;
        _keepsChecksums = null;
        _names?.Forget();
    }

    private SqliteSession OpenAgain()
    {
        SqliteSession session = open();
        _ = _reporter?.TryAttach(session);
        return session;
    }

    private bool IsInPlace(SqliteSession session) => _names is null || (!session.FileHasMoved && _names.AreInPlace);

    // Returns if the commit turned out to be stored; throws what the callers are told otherwise.
    private void AfterFailedCommit(LeadStoreException failure, long commit)
    {
        bool wasOpen = Session.InTransaction;
        if (wasOpen)
        {
            RollBack();
        }

        // Only an input or output error, or a transaction that is gone, leaves open whether the log has reached the disk.
        int code = failure.SqliteExtendedErrorCode & 0xff;
        if (code != raw.SQLITE_IOERR && (wasOpen || code == raw.SQLITE_FULL))
        {
            throw failure.With(LeadStoreOutcome.NotApplied);
        }

        if (commit == 0)
        {
            throw failure.With(LeadStoreOutcome.Unknown);
        }

        _uncertainCommit = commit;
        _uncertainBecause = failure;
        LeadStoreOutcome outcome;
        try
        {
            outcome = Recover(failure);
        }
        catch (LeadStoreException)
        {
            // The storage still fails. The next write tries again; what it finds out comes too late for these callers.
            outcome = LeadStoreOutcome.Unknown;
        }

        if (outcome != LeadStoreOutcome.Applied)
        {
            throw failure.With(outcome);
        }
    }

    // What a failed commit has left in the log is invisible to every connection, but a process that opens the file after all others have
    // died would find it there and take it for committed. So the failed connection, which keeps the log's index alive, stays open until
    // a new one has committed over it, in any case with a flush to the disk. Only then is the answer final.
    private LeadStoreOutcome Recover(LeadStoreException cause)
    {
        SqliteSession failed = Session;
        if (!IsInPlace(failed))
        {
            throw Replaced(LeadStoreOutcome.NotApplied);
        }

        SqliteSession fresh = open();
        Marker found;
        try
        {
            fresh.RunScript("PRAGMA synchronous=FULL");
            fresh.Run(BeginTransaction);
            found = First(fresh, ReadMarker, []);
            fresh.Run(Mark, [Recovery]);
            fresh.Run(CommitTransaction);
            fresh.RunScript($"PRAGMA synchronous={durability}");
        }
        catch (LeadStoreException)
        {
            fresh.Dispose();
            throw;
        }

        // A newer marker of another process hides whether the uncertain commit is below it.
        LeadStoreOutcome outcome = found.Writer == _writer && found.Commits >= _uncertainCommit ? LeadStoreOutcome.Applied
            : found.Commits > _uncertainCommit ? LeadStoreOutcome.Unknown
            : LeadStoreOutcome.NotApplied;
        _session = fresh;
        _ = _reporter?.TryAttach(fresh);
        failed.Dispose();
        _uncertainBecause = null;
        Report(cause, outcome);
        return outcome;
    }

    private void Report(LeadStoreException cause, LeadStoreOutcome outcome)
    {
        try
        {
            reportRecovery(cause, outcome);
        }
        catch (Exception)
        {
            // The application's own logger failed. What became of the commit is known, and its callers must hear so.
        }
    }

    // With the first transaction of a connection, not when it is opened: a process that only reads does not wait for it.
    private void KeepChecksums()
    {
        SqliteSession session = Session;
        if (_schemaIsThere && _keepsChecksums != session)
        {
            RowChecksums.Keep(session);
            _keepsChecksums = session;
        }
    }

    // Another process may have brought the file to a newer schema since it was opened. What this one writes then, and the checksums that it
    // keeps, are those of the older one.
    private void RefuseNewer(long schemaVersion)
    {
        if (schemaVersion > newestSchema)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.SchemaTooNew,
                $"A newer version of LeadStore has brought the database to schema version {schemaVersion} while this process had it open; "
                + $"this version knows up to {newestSchema}. Nothing more is written. Update the LeadStore package of this program.");
        }
    }

    private static T First<T>(SqliteSession session, Query<T> query, ReadOnlySpan<SqlValue> arguments) =>
        SqliteEngine.Finished(session.First(query, arguments))!;

    /// <summary>The path leads to another file, or to none.</summary>
    public static LeadStoreException Replaced(LeadStoreOutcome outcome) => new(
        LeadStoreErrorKind.FileReplaced,
        "The database file, its -wal or its -shm was deleted, moved or replaced while this store had it open, so nothing more is written. "
        + "Close the store, put the file where it belongs, and open it again.")
    {
        Outcome = outcome,
    };

    private sealed record Marker(long Commits, long Writer);
}
