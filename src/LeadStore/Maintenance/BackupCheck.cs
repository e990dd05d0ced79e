namespace LeadStore;

/// <summary>A backup that was checked and is good.</summary>
public sealed record BackupCheck
{
    /// <summary>The absolute path of the backup.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// Whether a manifest lies beside it, which it agrees with to the last bit. Without one a change that leaves the file in order is not
    /// noticed.
    /// </summary>
    public required bool HasManifest { get; init; }

    /// <summary>How it is stored, found by its content and not by its name.</summary>
    public required BackupCompression Compression { get; init; }

    /// <summary>The bytes of the database in it.</summary>
    public required long DatabaseLength { get; init; }

    /// <summary>The version of its schema; opening a restored store brings it up to date.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>How many rows each table has.</summary>
    public required IReadOnlyDictionary<string, long> Rows { get; init; }

    /// <summary>
    /// How many rows are not what the store had written; above 0 only with <see cref="RestoreOptions.AllowDamagedRows"/>.
    /// </summary>
    public long DamagedRows { get; init; }

    /// <summary>
    /// Which store it is of, as <see cref="BackupReport.StoreUid"/>; <see langword="null"/> for a database of schema 1, which gets its
    /// identity when it is opened.
    /// </summary>
    public string? StoreUid { get; init; }

    /// <summary>When the state was taken that it holds; <see langword="null"/> without a manifest.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The report in one line.</summary>
    public override string ToString() => $"{Path}: schema {SchemaVersion}, {CountsByTable.Text(Rows)}, {DamagedRows} damaged";
}
