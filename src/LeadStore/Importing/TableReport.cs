namespace LeadStore;

/// <summary>
/// What became of the rows of one table: <see cref="Read"/> is the sum of <see cref="Imported"/>, <see cref="Merged"/>,
/// <see cref="Unchanged"/>, <see cref="Rejected"/> and <see cref="LeftOut"/>.
/// </summary>
public sealed record TableReport
{
    /// <summary>The name of the table in the source.</summary>
    public required string Table { get; init; }

    /// <summary>What its rows became.</summary>
    public required ImportTarget To { get; init; }

    /// <summary>How many rows were read.</summary>
    public long Read { get; init; }

    /// <summary>Rows that became something new in the store.</summary>
    public long Imported { get; init; }

    /// <summary>Rows that were joined with what another row had made or what the store had already, and brought something.</summary>
    public long Merged { get; init; }

    /// <summary>Rows that the store had already.</summary>
    public long Unchanged { get; init; }

    /// <summary>Rows that could not be taken; <see cref="ImportReport.Reasons"/> tells why.</summary>
    public long Rejected { get; init; }

    /// <summary>Rows that the mapping leaves out.</summary>
    public long LeftOut { get; init; }

    /// <summary>The numbers alone: a file of a person may bring any name.</summary>
    public override string ToString() =>
        $"{Read} rows to {To}: {Imported} imported, {Merged} merged, {Unchanged} unchanged, {Rejected} rejected, {LeftOut} left out";
}
