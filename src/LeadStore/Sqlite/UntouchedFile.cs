using LeadStore.Engine;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>A LeadStore file that is looked at without being opened as a store: no byte of it, its log or its log's index is written.</summary>
internal static class UntouchedFile
{
    private const int Attempts = 5;

    // Whoever opens the file or closes it as the last has it for himself for a moment.
    private const int LockPatience = 2000;

    /// <param name="path">Absolute.</param>
    /// <param name="describe">How messages name the file.</param>
    /// <param name="rules">The rules of the session.</param>
    /// <param name="read">What is read, and whether the log was read with it.</param>
    public static T Read<T>(string path, string describe, StoreRules rules, Func<Session, bool, ValueTask<T>> read)
    {
        NativeSqlite.Load();
        if (NativeFile.WhyNoRegularFile(path) is { } reason)
        {
            throw SqliteFile.CannotOpen(describe, reason.TrimEnd('.'), null);
        }

        SqliteFile.Inspect(path, int.MaxValue, describe);
        string file = new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;

        for (int attempt = 1; ; attempt++)
        {
            // Where there is no log, the file says all. The index of a log is made by whoever opens it to write; it is not made here.
            (bool HasLog, bool HasIndex) beside = Beside(file);
            bool readsLog = beside is (true, true);
            try
            {
                RefuseCutOff(file, describe);
                using SqliteSession session = Open(file, readsLog ? "mode=ro&readonly_shm=1" : "immutable=1", rules);
                session.RunScript("BEGIN");
                T result = SqliteEngine.Finished(read(session, !beside.HasLog || readsLog));
                RefuseCutOff(file, describe);
                if (Beside(file) == beside || attempt == Attempts)
                {
                    return result;
                }
            }
            catch (LeadStoreException) when (attempt < Attempts && Beside(file) != beside)
            {
                // Somebody has opened the file, or closed it, while it was read.
            }
        }
    }

    /// <summary>
    /// Whether a change of the file without a log was cut off, or is being made in this moment: only the journal says what the file holds.
    /// One that begins with a zero, or with nothing, counts for nothing: whoever made it has changed nothing yet, or has ended.
    /// </summary>
    public static bool IsCutOff(string file)
    {
        if (!Path.Exists(file + "-journal"))
        {
            // As most often. To open what is not there would cost more than all else of a look: the first exception of a process.
            return false;
        }

        try
        {
            using FileStream journal = new(file + "-journal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return journal.ReadByte() > 0;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What it says is not known.
            return true;
        }
    }

    private static (bool HasLog, bool HasIndex) Beside(string file) =>
        (new FileInfo(file + "-wal") is { Exists: true, Length: > 0 }, File.Exists(file + "-shm"));

    private static void RefuseCutOff(string file, string describe)
    {
        if (IsCutOff(file))
        {
            throw SqliteFile.CannotOpen(
                describe,
                "a change of its schema was cut off, or is being made; open the store, which takes back what was cut off, and ask again",
                null);
        }
    }

    private static SqliteSession Open(string path, string how, StoreRules rules)
    {
        // Not by way of Microsoft.Data.Sqlite: to load and to ready that takes a process longer than the rest of a look.
        int code = raw.sqlite3_open_v2(FileUri.Of(path, how), out sqlite3 db, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI, null);
        try
        {
            if (code != raw.SQLITE_OK)
            {
                int extended = raw.sqlite3_extended_errcode(db);
                throw new LeadStoreException(
                    LeadStoreErrorKind.CannotOpen, $"The file could not be read (SQLite code {extended}); check its permissions.")
                {
                    SqliteExtendedErrorCode = extended,
                };
            }

            LockWait.Set(db, LockPatience);
            raw.sqlite3_db_config(db, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
            raw.sqlite3_db_config(db, raw.SQLITE_DBCONFIG_DEFENSIVE, 1, out _);
            OneOffStatement.Execute(db, "PRAGMA query_only=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;");
            return new SqliteSession(db, db, rules, canWrite: false);
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }
}
