namespace LeadStore;

/// <summary>
/// An import was refused or given up because of the rows themselves; the kind is <see cref="LeadStoreErrorKind.Validation"/>.
/// <see cref="Report"/> says why, and what is stored all the same.
/// </summary>
public sealed class ImportException : LeadStoreException
{
    internal ImportException(string message, ImportReport report)
        : base(LeadStoreErrorKind.Validation, message) => Report = report;

    /// <summary>What became of the rows. Without batches nothing is stored, and the numbers say what would have been.</summary>
    public ImportReport Report { get; }
}
