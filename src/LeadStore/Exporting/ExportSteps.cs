namespace LeadStore.Exporting;

/// <summary>Counts what is done and tells of it, after each page.</summary>
internal sealed class ExportSteps(IProgress<ExportProgress>? progress)
{
    private readonly long[] _counts = new long[ExportFormat.Counts.Length];
    private double _fraction;

    /// <summary>The counts by their names, as they stand in the last line of an export.</summary>
    public Dictionary<string, long> ByName => ExportFormat.Counts
        .Select((name, i) => (name, _counts[i]))
        .Where((count, i) => count.Item2 > 0 || i < ExportFormat.AlwaysCounted.Length)
        .ToDictionary();

    public long Count(string kind) => _counts[Array.IndexOf(ExportFormat.Counts, kind)];

    public void Add(string kind) => _counts[Array.IndexOf(ExportFormat.Counts, kind)]++;

    public void Report(double fraction)
    {
        _fraction = Math.Clamp(fraction, _fraction, 1);
        progress?.Report(new ExportProgress(_counts[2], _counts[3], _fraction));
    }
}
