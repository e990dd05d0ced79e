namespace LeadStore;

/// <summary>The difference between two <see cref="StoreStatistics"/>; negative where something has become smaller.</summary>
/// <param name="Elapsed">The time between them.</param>
/// <param name="FileBytes">Change of the file's length in bytes.</param>
/// <param name="LogBytes">Change of the log's length in bytes.</param>
/// <param name="Rows">Change of the number of rows by table; every table of either, also where nothing has changed.</param>
public sealed record StoreGrowth(TimeSpan Elapsed, long FileBytes, long LogBytes, IReadOnlyDictionary<string, long> Rows)
{
    internal static StoreGrowth Between(StoreStatistics earlier, StoreStatistics later) => new(
        later.TakenAt - earlier.TakenAt,
        later.FileBytes - earlier.FileBytes,
        later.LogBytes - earlier.LogBytes,
        later.Rows.Keys.Union(earlier.Rows.Keys).ToDictionary(
            table => table, table => later.Rows.GetValueOrDefault(table) - earlier.Rows.GetValueOrDefault(table)));

    /// <summary>The growth in one line.</summary>
    public override string ToString() => $"In {Elapsed}: {FileBytes} bytes, log {LogBytes} bytes, {CountsByTable.Text(Rows)}";
}
