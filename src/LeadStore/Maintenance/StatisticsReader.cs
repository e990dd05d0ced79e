using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>Takes <see cref="StoreStatistics"/> and remembers the last ones, so that the next can tell the growth.</summary>
internal sealed class StatisticsReader(SqliteDatabase database, DatabaseLocation location, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private StoreStatistics? _previous;

    public StoreStatistics Read()
    {
        // One at a time: of two samples the later one must be the one that is remembered.
        lock (_lock)
        {
            StoreStatistics now = LongRead.Run(database, Take, nameof(StoreMaintenance.GetStatistics));
            StoreStatistics report = _previous is null ? now : now with { Growth = StoreGrowth.Between(_previous, now) };
            _previous = now;
            return report;
        }
    }

    private StoreStatistics Take(sqlite3 db)
    {
        int pageSize = (int)OneOffStatement.Number(db, "PRAGMA page_size");
        long pages = OneOffStatement.Number(db, "PRAGMA page_count");
        bool inMemory = database.Log is null;
        return new StoreStatistics
        {
            TakenAt = clock.GetUtcNow(),
            Path = location.Path,
            FileBytes = inMemory ? pages * pageSize : LengthOf(location.Path),
            LogBytes = inMemory ? 0 : LengthOf(location.Path + "-wal"),
            PageSize = pageSize,
            Pages = pages,
            FreePages = OneOffStatement.Number(db, "PRAGMA freelist_count"),
            Rows = StoreTables.CountRows(db),
            SchemaVersion = (int)OneOffStatement.Number(db, "PRAGMA user_version"),
            SqliteVersion = NativeSqlite.Version,
            WalResetExposed = NativeSqlite.HasWalResetBug(NativeSqlite.VersionNumber),
            LastCheckpoint = database.Log?.Last is { } last ? new StoreCheckpoint(last.At, last.LogBytes, last.CopiedBytes) : null,
        };
    }

    /// <summary>The length of a file, 0 if it is missing. The file is not opened: to close it would drop SQLite's locks on it.</summary>
    public static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
