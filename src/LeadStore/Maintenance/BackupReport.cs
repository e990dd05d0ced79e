namespace LeadStore;

/// <summary>A backup that was made, opened again and compared with the store row by row.</summary>
public sealed record BackupReport
{
    /// <summary>The absolute path of the backup.</summary>
    public required string Path { get; init; }

    /// <summary>The absolute path of its manifest: JSON with the lengths, the checksums and the rows of each table.</summary>
    public required string ManifestPath { get; init; }

    /// <summary>The bytes of the backup, compressed if it is.</summary>
    public required long Length { get; init; }

    /// <summary>The SHA-256 of those bytes, 64 hexadecimal digits in lower case.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The bytes of the database in it; <see cref="Length"/> if it is not compressed.</summary>
    public required long DatabaseLength { get; init; }

    /// <summary>The version of the schema.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>How many rows each table has.</summary>
    public required IReadOnlyDictionary<string, long> Rows { get; init; }

    /// <summary>
    /// How many rows are not what the store had written; above 0 only with <see cref="BackupOptions.AllowDamagedRows"/>. They are in the
    /// backup as they are in the store.
    /// </summary>
    public long DamagedRows { get; init; }

    /// <summary>When the state was taken that the backup holds: every write that was acknowledged before is in it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// Which store it is of: 32 hexadecimal digits that a store gets when it is made and keeps for ever, under whatever name its file lies.
    /// A store that was restored has those of its backup.
    /// </summary>
    public required string StoreUid { get; init; }

    /// <summary>
    /// The backup of the file of skip traces (<see cref="LeadDatabaseOptions.SkipTracePath"/>), made just before this one;
    /// <see langword="null"/> where the traces are in the store's own file, and in this backup.
    /// </summary>
    public BackupReport? SkipTraces { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The report in one line.</summary>
    public override string ToString() => $"{Path}: {Length} bytes, {CountsByTable.Text(Rows)}, {DamagedRows} damaged";
}
