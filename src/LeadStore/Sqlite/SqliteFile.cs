using System.Text;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>Makes a database file, or finds out whose an existing one is, before anything could change it.</summary>
internal static class SqliteFile
{
    /// <summary>"LDST": what tells a LeadStore file from any other SQLite file.</summary>
    public const int ApplicationId = 0x4C445354;

    // SQLite's own limit for the file systems of Unix: 512 bytes with "-journal" behind it.
    private const int LongestUnixPath = 504;

    // What a new file gets in its first transaction.
    private const int FirstPage = 4096;

    /// <summary>How much is in a file that may be empty. The counters of tables that were removed stay for ever.</summary>
    public const string CountObjects = "SELECT count(*) FROM sqlite_schema WHERE name <> 'sqlite_sequence'";

    private const string ReadApplicationId = "PRAGMA application_id";

    // Creating a file closes a descriptor of it, which would drop the locks of a connection that this process opened in between.
    private static readonly Lock CreateLock = new();

    // What a rollback journal begins with; the size that the file had, in pages, is at offset 16 (https://sqlite.org/fileformat2.html).
    private static ReadOnlySpan<byte> JournalMagic => [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];

    /// <summary>
    /// Makes an empty file, and the directories above it, unless it is there. The disk has the names of all that was made: a write that is
    /// acknowledged later must not lie in a file that nobody finds after a loss of power.
    /// </summary>
    /// <param name="path">Absolute.</param>
    /// <param name="mode">The permissions of a new file; null for the process's default. Not used on Windows.</param>
    /// <param name="describe">How messages name the file: the path and the setting that chose it.</param>
    public static void CreateIfMissing(string path, UnixFileMode? mode, string describe)
    {
        if (!OperatingSystem.IsWindows() && Encoding.UTF8.GetByteCount(path) > LongestUnixPath)
        {
            throw CannotOpen(describe, $"the path is too long for SQLite, which takes {LongestUnixPath} bytes", null);
        }

        try
        {
            lock (CreateLock)
            {
                if (NativeFile.WhyNoRegularFile(path) is { } reason)
                {
                    throw CannotOpen(describe, $"it {reason}; name a file", null);
                }

                if (Path.EndsInDirectorySeparator(path))
                {
                    throw CannotOpen(describe, "it ends as the name of a directory does; name a file", null);
                }

                if (new FileInfo(path).LinkTarget is { } target && File.ResolveLinkTarget(path, returnFinalTarget: true) is not { Exists: true })
                {
                    throw CannotOpen(
                        describe, $"it is a symbolic link to '{target}', where there is no file; name the file itself, or make the link anew", null);
                }

                // One that is empty still may have been made in this moment by a process that has not come to the rest, and never will.
                if (!File.Exists(path) || new FileInfo(path).Length == 0)
                {
                    string directory = Path.GetDirectoryName(path)!;
                    NativeFile.MakeDirectory(directory);
                    CreateEmpty(path, mode);
                    NativeFile.SyncDirectory(directory, mayBeClosed: true);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw CannotOpen(describe, Reason(failure, path), failure);
        }
    }

    /// <summary>
    /// Refuses a file that is not ours or is newer than this library. Reads it without locks and without changing a byte.
    /// </summary>
    public static void Inspect(string path, int newestSchema, string describe, FileKind? kind = null)
    {
        FileInfo file = new(path);
        if (!file.Exists || file.Length == 0)
        {
            return;
        }

        if (file.Length == 1)
        {
            // To SQLite a file of one byte is an empty one.
            throw NotOurs(describe, null);
        }

        // "immutable" keeps SQLite from making files beside one that is not ours, and from rolling back a journal of it.
        NativeSqlite.Load();
        int code = raw.sqlite3_open_v2(FileUri.Of(path, "immutable=1"), out sqlite3 db, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI, null);
        using (db)
        {
            if (code != raw.SQLITE_OK)
            {
                string reason = raw.sqlite3_errmsg(db).utf8_to_string();
                throw CannotOpen(describe, $"{reason} (check the permissions of the file and of its directory)", null);
            }

            // Lets the header be read where the file is shorter than it says: a checkpoint of ours that was cut off leaves it so, and the
            // log beside it, which is not read here, has what is missing.
            _ = raw.sqlite3_exec(db, "PRAGMA writable_schema=ON");
            try
            {
                Judge(db, newestSchema, describe, kind ?? FileKind.Store);
            }
            catch (LeadStoreException failure)
                when (failure.Kind == LeadStoreErrorKind.NotALeadStore && file.Length <= FirstPage && RollsBackToNothing(path))
            {
                // The power failed while the first page was written. SQLite makes the file empty again when it opens it.
            }
        }
    }

    /// <summary>
    /// The same judgement on the open database, whose newest pages may still be in the log; then marks an empty one as ours.
    /// </summary>
    public static void Claim(SqliteSession writer, int newestSchema, string describe, FileKind kind)
    {
        // Until the file is known to be ours, closing it must not copy the log into it.
        raw.sqlite3_db_config(writer.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
        if (!IsOurs("BEGIN"))
        {
            // One page, written at once: whoever looks meanwhile sees an empty file or one that is ours.
            IsOurs("BEGIN IMMEDIATE", $"PRAGMA application_id={kind.ApplicationId}");
        }

        raw.sqlite3_db_config(writer.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, out _);

        // In one transaction: another process may claim the file and fill it between two of the questions.
        bool IsOurs(string begin, string? mark = null)
        {
            writer.RunScript(begin);
            try
            {
                bool ours = Judge(writer.Handle, newestSchema, describe, kind);
                if (!ours && mark is not null)
                {
                    writer.RunScript(mark);
                }

                writer.RunScript("COMMIT");
                return ours;
            }
            catch
            {
                if (writer.InTransaction)
                {
                    writer.RunScript("ROLLBACK");
                }

                throw;
            }
        }
    }

    /// <summary>
    /// Refuses a file that lacks its end. SQLite itself goes by what the header says and takes what is missing for zeros, which neither it
    /// nor its integrity check calls damage where the missing bytes belong to a text.
    /// </summary>
    public static void VerifyLength(SqliteSession session, string describe)
    {
        session.RunScript("BEGIN");
        try
        {
            long pageSize = ReadNumber(session.Handle, "PRAGMA page_size", describe);
            long length = pageSize * ReadNumber(session.Handle, "PRAGMA page_count", describe);

            // Pages that are not in the file yet may be in the log; whether there is one is asked last: it is not emptied meanwhile.
            if (new FileInfo(session.FilePath).Length < length
                && new FileInfo(session.FilePath + "-wal") is { Exists: false } or { Exists: true, Length: 0 })
            {
                throw new LeadStoreException(
                    LeadStoreErrorKind.Corrupt,
                    $"The database {describe} is shorter than its own header says: its end is missing. Keep the file, and restore "
                    + "the latest backup to another path.");
            }
        }
        finally
        {
            session.RunScript("COMMIT");
        }
    }

    public static LeadStoreException CannotOpen(string describe, string reason, Exception? cause) =>
        new(LeadStoreErrorKind.CannotOpen, $"The database {describe} could not be opened: {reason}.", cause);

    // True for one of ours, false for an empty one; throws for any other.
    private static bool Judge(sqlite3 db, int newestSchema, string describe, FileKind kind)
    {
        long applicationId = ReadNumber(db, ReadApplicationId, describe);
        long schemaVersion = ReadNumber(db, "PRAGMA user_version", describe);
        bool ours = applicationId == kind.ApplicationId;
        bool empty = applicationId == 0 && schemaVersion == 0 && ReadNumber(db, CountObjects, describe) == 0;
        if (!ours && !empty)
        {
            throw FileKind.NameOf(applicationId) is { } name
                ? new LeadStoreException(
                    LeadStoreErrorKind.NotALeadStore,
                    $"The file {describe} is {name}, and not {kind.Name}. It was not changed; LeadDatabaseOptions.Path names the one, and "
                    + "SkipTracePath the other.")
                : NotOurs(describe, null);
        }

        if (schemaVersion > newestSchema)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.SchemaTooNew,
                $"The database {describe} has schema version {schemaVersion}; this version of LeadStore knows up to {newestSchema}. "
                + "The file was not changed. Update the LeadStore package, or open a backup from before the update.");
        }

        return ours;
    }

    private static long ReadNumber(sqlite3 db, string sql, string describe)
    {
        int code = raw.sqlite3_prepare_v2(db, sql, out sqlite3_stmt statement);
        using (statement)
        {
            if (code == raw.SQLITE_OK)
            {
                code = raw.sqlite3_step(statement);
            }

            return code switch
            {
                raw.SQLITE_ROW => raw.sqlite3_column_int64(statement, 0),
                raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT => throw NotOurs(describe, SqliteFailure.Last(db, code, "Reading the header")),
                _ => throw CannotOpen(describe, raw.sqlite3_errmsg(db).utf8_to_string(), null),
            };
        }
    }

    // Whether a journal lies beside the file that begins with a file without pages.
    private static bool RollsBackToNothing(string path)
    {
        try
        {
            Span<byte> header = stackalloc byte[20];
            using FileStream journal = new(path + "-journal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return journal.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length
                && header.StartsWith(JournalMagic)
                && !header[16..].ContainsAnyExcept((byte)0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void CreateEmpty(string path, UnixFileMode? mode)
    {
        if (File.Exists(path))
        {
            return;
        }

        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (mode is not null && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        try
        {
            new FileStream(path, options).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process made it in the same moment.
        }
    }

    private static LeadStoreException NotOurs(string describe, Exception? cause) => new(
        LeadStoreErrorKind.NotALeadStore,
        $"The file {describe} is not a LeadStore database. It was not changed. Name another path, or move that file away; "
        + "if it has the leads of another application, LeadDatabase.Adopt takes it over.",
        cause);

    private static string Reason(Exception failure, string path) => failure switch
    {
        _ when FileAbove(path) is { } file => $"'{file}' is a file, not a directory",
        UnauthorizedAccessException => "permission denied",
        DirectoryNotFoundException or FileNotFoundException => "a directory of the path does not exist and could not be made",
        PathTooLongException => "the path is too long",
        _ => failure.Message.TrimEnd('.'),
    };

    private static string? FileAbove(string path)
    {
        string? above = Path.GetDirectoryName(path);
        while (above is not null && !File.Exists(above))
        {
            above = Path.GetDirectoryName(above);
        }

        return above;
    }
}
