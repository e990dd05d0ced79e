namespace LeadStore;

/// <summary>A database that was made from a dump.</summary>
public sealed record DumpLoadReport
{
    /// <summary>The absolute path of the new database. It is not open.</summary>
    public required string Path { get; init; }

    /// <summary>The number of its newest migration. Opening it brings an older one up to date.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>How many rows each table has, by its name: as many as the dump says.</summary>
    public required IReadOnlyDictionary<string, long> Rows { get; init; }

    /// <summary>
    /// How many rows do not have the checksum that a store writes with them. They were damaged before they were dumped, or the dump was
    /// changed and given a new digest; <see cref="StoreMaintenance.Verify"/> on the opened database names them.
    /// </summary>
    public required long DamagedRowCount { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The report in one line.</summary>
    public override string ToString() => $"{Path}: schema {SchemaVersion}, {CountsByTable.Text(Rows)}, {DamagedRowCount} damaged";
}
