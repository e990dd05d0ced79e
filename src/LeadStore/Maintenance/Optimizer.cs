using LeadStore.Engine;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>Keeps the indexes and SQLite's knowledge of the tables as they should be, and writes the file anew if that is asked for.</summary>
internal sealed class Optimizer(SqliteDatabase database, string path, TimeProvider clock, ISurroundings surroundings)
{
    // Enough to know how values are spread, and a few milliseconds a table however large it is.
    private const int RowsToLookAt = 1000;

    private const int NoTemporaryDirectory = 6410;

    /// <param name="options">What to do.</param>
    /// <param name="cancellation">
    /// Looked at between tables, and interrupts the writing anew, of which nothing is left then. What was made or learned before stays.
    /// </param>
    public OptimizeReport Run(OptimizeOptions? options, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        long start = clock.GetTimestamp();
        long before = Length();
        IReadOnlyList<SchemaObject> indexes = LongRead.Run(database, StoreIndexes.NotAsMade, nameof(StoreMaintenance.Optimize));
        foreach (SchemaObject index in indexes)
        {
            cancellation.ThrowIfCancellationRequested();
            database.Engine.Write(StoreIndexes.Make, index, nameof(StoreMaintenance.Optimize));
        }

        List<string> tables = LongRead.Run(database, StoreTables.Names, nameof(StoreMaintenance.Optimize));
        foreach (string table in tables)
        {
            cancellation.ThrowIfCancellationRequested();

            // A write for each, so that those who wait for the writer wait for one table.
            database.Engine.Write(Analyze, table, nameof(StoreMaintenance.Optimize));
        }

        bool vacuums = options?.Vacuum == true && database.Log is not null;
        if (vacuums)
        {
            cancellation.ThrowIfCancellationRequested();
            RequireRoom();
            database.Engine.RunClosed(() => Vacuum(cancellation), cancellation);
        }

        return new OptimizeReport
        {
            RestoredIndexes = [.. indexes.Select(index => index.Name)],
            AnalyzedTables = tables,
            Vacuumed = vacuums,
            BytesBefore = before,
            BytesAfter = Length(),
            Duration = clock.GetElapsedTime(start),
        };
    }

    private static async ValueTask<bool> Analyze(Session session, string table)
    {
        await session.ExecuteScript($"PRAGMA analysis_limit={RowsToLookAt}; ANALYZE {OneOffStatement.Quoted(table)}");
        return true;
    }

    private long Length() => LongRead.Run(
        database,
        db => OneOffStatement.Number(db, "PRAGMA page_count") * OneOffStatement.Number(db, "PRAGMA page_size"),
        nameof(StoreMaintenance.Optimize));

    // In one transaction through the log, as every other write: whoever is killed meanwhile finds the file as it was.
    private void Vacuum(CancellationToken cancellation)
    {
        try
        {
            using SqliteSession session = database.Connections.OpenWriter();
            using CancellationTokenRegistration interruption =
                cancellation.UnsafeRegister(static db => raw.sqlite3_interrupt((sqlite3)db!), session.Handle);

            // The copy in between may be as large as the file: not in memory.
            session.RunScript("PRAGMA temp_store=FILE; VACUUM");
        }
        catch (LeadStoreException failure) when (failure.SqliteExtendedErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (LeadStoreException failure)
        {
            throw failure.SqliteExtendedErrorCode == NoTemporaryDirectory
                ? NoRoom("there is no directory for temporary files that can be written to", failure)
                : failure;
        }
    }

    private void RequireRoom()
    {
        long content = LongRead.Run(
            database,
            db => OneOffStatement.Number(db, "PRAGMA page_size")
                * (OneOffStatement.Number(db, "PRAGMA page_count") - OneOffStatement.Number(db, "PRAGMA freelist_count")),
            nameof(StoreMaintenance.Optimize));
        string temporary = Path.Combine(TemporaryDirectory(), "vacuum");
        long beside = surroundings.FileSystemOf(temporary) == surroundings.FileSystemOf(path) ? 2 * content : content;
        Require(path, beside);
        Require(temporary, content);
    }

    private void Require(string file, long bytes)
    {
        if (surroundings.FreeBytes(file) is { } free && free < bytes)
        {
            throw NoRoom($"{bytes} bytes are needed in {Path.GetDirectoryName(file)}, and {free} are free", null);
        }
    }

    private static LeadStoreException NoRoom(string reason, Exception? cause) => new(
        LeadStoreErrorKind.StorageFull,
        $"The file was not written anew: {reason}. Nothing was changed; make room, or let SQLITE_TMPDIR name a directory with room.",
        cause);

    // Where SQLite puts its temporary files, in the order in which it looks.
    private string TemporaryDirectory() => OperatingSystem.IsWindows()
        ? Path.GetTempPath()
        : ((string?[])[surroundings.Variable("SQLITE_TMPDIR"), surroundings.Variable("TMPDIR"), "/var/tmp", "/usr/tmp", "/tmp"])
            .FirstOrDefault(Directory.Exists) ?? ".";
}
