namespace LeadStore;

/// <summary>What an import did, or would do: every row of the source is accounted for.</summary>
public sealed record ImportReport
{
    /// <summary>The file or files that were read.</summary>
    public required string Source { get; init; }

    /// <summary>The name under which the keys of the source are remembered; see <see cref="ImportMapping.System"/>.</summary>
    public required string System { get; init; }

    /// <summary>What became of the rows, table by table in the order of the source.</summary>
    public required IReadOnlyList<TableReport> Tables { get; init; }

    /// <summary>Why rows were rejected, the most frequent reason first; empty if none was.</summary>
    public IReadOnlyList<RejectReason> Reasons { get; init; } = [];

    /// <summary>
    /// Phones and email addresses that could not be read in rows that were taken, because something else tells who the person is: they
    /// are kept as attributes, and do not find the lead. Many of them mean a wrong column or no
    /// <see cref="LeadDatabaseOptions.DefaultRegion"/>. The most frequent first; empty if there is none.
    /// </summary>
    public IReadOnlyList<RejectReason> Unreadable { get; init; } = [];

    /// <summary>The file of the rejected rows; <see langword="null"/> if none was asked for or no row was rejected.</summary>
    public string? RejectsPath { get; init; }

    /// <summary>The backup of the store from before; <see langword="null"/> if none was made. See <see cref="ImportOptions.BackUpFirst"/>.</summary>
    public string? BackupPath { get; init; }

    /// <summary>How many rows are in the store for good: all that were taken, those of the batches that were stored before an import was
    /// given up, or 0.</summary>
    public long StoredRows { get; init; }

    /// <summary>Whether nothing was to be stored; see <see cref="StoreImport.Plan"/>.</summary>
    public bool IsPlan { get; init; }

    /// <summary>The rows of all tables together.</summary>
    public TableReport Total => new()
    {
        Table = "",
        To = ImportTarget.Nothing,
        Read = Tables.Sum(table => table.Read),
        Imported = Tables.Sum(table => table.Imported),
        Merged = Tables.Sum(table => table.Merged),
        Unchanged = Tables.Sum(table => table.Unchanged),
        Rejected = Tables.Sum(table => table.Rejected),
        LeftOut = Tables.Sum(table => table.LeftOut),
    };

    /// <summary>The numbers alone.</summary>
    public override string ToString() =>
        $"{Tables.Count} tables, {Total.Read} rows: {Total.Imported} imported, {Total.Merged} merged, {Total.Unchanged} unchanged, "
        + $"{Total.Rejected} rejected, {Total.LeftOut} left out";
}
