namespace LeadStore;

/// <summary>The size and content of a store at one moment; made by <see cref="StoreMaintenance.GetStatistics"/>.</summary>
public sealed record StoreStatistics
{
    /// <summary>When the numbers were taken.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The absolute path of the file; <c>:memory:</c> if there is none.</summary>
    public required string Path { get; init; }

    /// <summary>The length of the database file in bytes; in memory the size of its pages.</summary>
    public required long FileBytes { get; init; }

    /// <summary>
    /// The length of the write-ahead log beside the file (<c>-wal</c>) in bytes. A log that was copied keeps up to 64 MiB of its length and
    /// is used again.
    /// </summary>
    public required long LogBytes { get; init; }

    /// <summary>The size of a page in bytes.</summary>
    public required int PageSize { get; init; }

    /// <summary>How many pages the database has, with those that are only in the log so far.</summary>
    public required long Pages { get; init; }

    /// <summary>How many of the pages are empty. They are used again; <see cref="OptimizeOptions.Vacuum"/> gives them back.</summary>
    public required long FreePages { get; init; }

    /// <summary>
    /// The same of the file of skip traces (<see cref="LeadDatabaseOptions.SkipTracePath"/>); <see langword="null"/> if there is none.
    /// </summary>
    public StoreStatistics? SkipTraces { get; init; }

    /// <summary>How many rows each table has, by its name.</summary>
    public required IReadOnlyDictionary<string, long> Rows { get; init; }

    /// <summary>The number of the newest migration in the file.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>The version of the native SQLite library, for example <c>3.50.4</c>.</summary>
    public required string SqliteVersion { get; init; }

    /// <summary>
    /// Whether this SQLite can lose acknowledged commits when a checkpoint runs beside a commit. LeadStore never lets that happen, but
    /// other programs that write to the same file with their own SQLite are not bound by it.
    /// </summary>
    public required bool WalResetExposed { get; init; }

    /// <summary>The newest copy of the log into the file since the store was opened; <see langword="null"/> before the first.</summary>
    public StoreCheckpoint? LastCheckpoint { get; init; }

    /// <summary>
    /// What has changed since <see cref="StoreMaintenance.GetStatistics"/> was called the last time on the same opened store;
    /// <see langword="null"/> at the first call.
    /// </summary>
    public StoreGrowth? Growth { get; init; }

    /// <summary>The report in one line.</summary>
    public override string ToString() => $"{Path}: {FileBytes} bytes, log {LogBytes} bytes, {CountsByTable.Text(Rows)}";
}
