namespace LeadStore;

/// <summary>How far an import is.</summary>
/// <param name="Table">The table that is being read.</param>
/// <param name="Rows">How many rows of it have been read.</param>
/// <param name="TotalRows">How many it has; <see langword="null"/> if the source does not know.</param>
public sealed record ImportProgress(string Table, long Rows, long? TotalRows)
{
    /// <summary>Without the name of the table: a file of a person may bring any.</summary>
    public override string ToString() => TotalRows is { } total ? $"{Rows} of {total} rows" : $"{Rows} rows";
}
