namespace LeadStore;

/// <summary>How an import goes about rows that it cannot take, and how much it stores at once.</summary>
public sealed record ImportOptions
{
    /// <summary>
    /// Whether the rows that can be taken are stored though others cannot. Default false: one rejected row, and nothing of the import is
    /// stored.
    /// </summary>
    public bool ContinueOnRejects { get; init; }

    /// <summary>
    /// A file that does not exist yet, to which each rejected row is written as a line of JSON with its table, its place and the reason.
    /// It can be mended and imported again with the same mapping. Nobody but its owner can read it. Default none.
    /// </summary>
    public string? RejectsPath { get; init; }

    /// <summary>
    /// How many rows are stored in one transaction, 1 or more; between two of them other writers have their turn, and what is stored stays
    /// if the import is given up. Default <see langword="null"/>: everything in one transaction, all or nothing.
    /// </summary>
    public int? BatchSize { get; init; }

    /// <summary>
    /// Whether a verified backup is made before anything is stored, if the store has leads, beside it as
    /// <c>leads.db.before-import-20261123T010203Z.db</c>; <see cref="ImportReport.BackupPath"/> names it. What an import has merged cannot
    /// be taken apart again. Default false; no backup is made in memory, and none inside a transaction.
    /// </summary>
    public bool BackUpFirst { get; init; }

    /// <summary>Without the path: a file of a person may have any name.</summary>
    public override string ToString() => nameof(ImportOptions);
}
