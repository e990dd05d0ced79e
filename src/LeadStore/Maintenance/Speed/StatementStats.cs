using System.Globalization;

namespace LeadStore;

/// <summary>What one statement has cost since the store was opened. Never holds personal data.</summary>
public sealed record StatementStats
{
    internal StatementStats()
    {
    }

    /// <summary>
    /// Its text on one line, with <c>$1</c> for each argument. Of a statement of the application (<see cref="IsOwn"/> is
    /// <see langword="false"/>) every text, number and argument is a <c>?</c>, and those that differ in nothing else are one.
    /// </summary>
    public required string Sql { get; init; }

    /// <summary>What it does to which tables, for example <c>SELECT leads lead_activity</c>.</summary>
    public required string Summary { get; init; }

    /// <summary>Whether it is one of the library's own, and none that the application has handed to <c>Query</c>.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>How often it was run.</summary>
    public required long Calls { get; init; }

    /// <summary>How many of these failed.</summary>
    public required long Failures { get; init; }

    /// <summary>How many rows it has returned or changed in all.</summary>
    public required long Rows { get; init; }

    /// <summary>How long it took in all.</summary>
    public required TimeSpan Total { get; init; }

    /// <summary>How long it took on average.</summary>
    public required TimeSpan Mean { get; init; }

    /// <summary>What 95 of 100 calls took at most, to within a tenth.</summary>
    public required TimeSpan P95 { get; init; }

    /// <summary>How long the longest call took.</summary>
    public required TimeSpan Longest { get; init; }

    /// <summary>The counters on one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Calls} calls, mean {Mean.TotalMilliseconds:0.####} ms, p95 {P95.TotalMilliseconds:0.####} ms, {Rows} rows: {Sql}");
}
