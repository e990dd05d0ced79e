namespace LeadStore;

/// <summary>What became of the leads that were given to <see cref="StoreImport.Leads"/>.</summary>
public sealed record LeadImportReport
{
    /// <summary>What became of each, in the order in which they were given.</summary>
    public required IReadOnlyList<LeadImportRow> Rows { get; init; }

    /// <summary>The numbers, and the reasons for which leads were rejected.</summary>
    public required ImportReport Report { get; init; }

    /// <summary>The numbers alone.</summary>
    public override string ToString() => Report.ToString();
}
