namespace LeadStore;

/// <summary>How far a dump is.</summary>
/// <param name="Table">The table that is being written, or the last one.</param>
/// <param name="Rows">How many rows of all tables are written.</param>
/// <param name="TotalRows">How many there are.</param>
public readonly record struct DumpProgress(string Table, long Rows, long TotalRows);
