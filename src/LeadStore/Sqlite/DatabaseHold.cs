using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>
/// A database file that nobody else can use: not in this process, and not in another that honours SQLite's locks. Its log has been folded
/// into it, unless the file is too damaged for that. Held until it is disposed.
/// </summary>
internal sealed class DatabaseHold : IDisposable
{
    private readonly IDisposable _holder;

    private DatabaseHold(IDisposable holder, bool isWhole)
    {
        _holder = holder;
        IsWhole = isWhole;
    }

    /// <summary>
    /// Whether the file holds everything by itself; false if it is damaged and its log, if there is one, still lies beside it.
    /// </summary>
    public bool IsWhole { get; }

    /// <summary>Takes the file, or throws <see cref="LeadStoreErrorKind.Busy"/> at once if anybody has it open.</summary>
    /// <param name="path">An existing file; any symbolic link in it resolved.</param>
    public static DatabaseHold Take(string path)
    {
        if (new FileInfo(path).Length == 0)
        {
            // To SQLite an empty file is a new database, and a log beside it belongs to nothing and is removed.
            return TakeDamaged(path);
        }

        try
        {
            return TakeWhole(path, isForeign: false);
        }
        catch (LeadStoreException failure) when (failure.Kind is LeadStoreErrorKind.Corrupt or LeadStoreErrorKind.InputOutput)
        {
            return TakeDamaged(path);
        }
    }

    /// <summary>
    /// Takes the file of another application. Its log is copied into it, or its journal rolled back, as whoever opens it next would do.
    /// </summary>
    /// <inheritdoc cref="Take"/>
    public static DatabaseHold TakeForeign(string path) => TakeWhole(path, isForeign: true);

    public void Dispose() => _holder.Dispose();

    // Leaving the log mode needs the file for itself: SQLite refuses while any other connection has it open. It copies the log into the
    // file, and removes the log and its index.
    private static DatabaseHold TakeWhole(string path, bool isForeign)
    {
        PrivateConnection db = PrivateConnection.ForWriting(path, CancellationToken.None);
        try
        {
            if (!isForeign)
            {
                RefuseForeign(db, path);
            }

            db.Execute("PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;");
            bool left = db.Text("PRAGMA journal_mode=DELETE") == "delete";
            if (left && isForeign && File.Exists(path + "-journal"))
            {
                // An application may keep an empty journal from one transaction to the next; leaving that way of writing removes it.
                db.Execute("PRAGMA journal_mode=PERSIST");
                left = db.Text("PRAGMA journal_mode=DELETE") == "delete";
            }

            if (left)
            {
                db.Execute("BEGIN EXCLUSIVE");
                // Somebody who came between the two statements may have turned the log on again.
                left = db.Text("PRAGMA journal_mode") == "delete";
            }

            // A journal that counts for nothing may stay: SQLite writes over it, and nobody takes anything back by it.
            return left && !File.Exists(path + "-wal") && !UntouchedFile.IsCutOff(path)
                ? new DatabaseHold(db, isWhole: true)
                : throw Busy(path, null);
        }
        catch (LeadStoreException failure) when (failure.Kind == LeadStoreErrorKind.Busy)
        {
            db.Dispose();
            throw Busy(path, failure);
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    // SQLite will not say anything about such a file but that it is damaged; its lock is in the file's byte ranges, not in its content.
    // A connection in log mode keeps a shared lock for as long as it is open.
    private static DatabaseHold TakeDamaged(string path)
    {
        VfsFile file = new(path, write: true);
        try
        {
            return file.TryLock() ? new DatabaseHold(file, isWhole: false) : throw Busy(path, null);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void RefuseForeign(PrivateConnection db, string path)
    {
        long applicationId = db.Number("PRAGMA application_id");
        if (applicationId != SqliteFile.ApplicationId && db.Number(SqliteFile.CountObjects) > 0)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.NotALeadStore,
                $"The database '{path}' is not a LeadStore database. It was not changed; name another path, or move that file away.");
        }
    }

    private static LeadStoreException Busy(string path, LeadStoreException? cause) => new(
        LeadStoreErrorKind.Busy,
        $"The database '{path}' is in use by another connection. Nothing was changed; end every program that has it open, and try again.",
        cause)
    {
        SqliteExtendedErrorCode = cause?.SqliteExtendedErrorCode ?? raw.SQLITE_BUSY,
    };
}
