using System.Globalization;

namespace LeadStore;

/// <summary>How quick the store was so far: a snapshot of <see cref="LeadDatabase.GetPerformanceStats"/>. Never holds personal data.</summary>
public sealed record PerformanceStats
{
    internal PerformanceStats()
    {
    }

    /// <summary>Whether statements are counted: <see cref="LeadDatabaseOptions.CountStatements"/>.</summary>
    public required bool IsCounting { get; init; }

    /// <summary>Since when: the opening of the store.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Each statement that was run, those that took the most time in all first; empty where they are not counted.</summary>
    public required IReadOnlyList<StatementStats> Statements { get; init; }

    /// <summary>
    /// The statements that took longer than <see cref="LeadDatabaseOptions.SlowStatementThreshold"/>, the newest first, at most 50. Kept where
    /// statements are counted or the store has a <see cref="LeadDatabaseOptions.LoggerFactory"/>.
    /// </summary>
    public required IReadOnlyList<SlowStatement> RecentSlow { get; init; }

    /// <summary>How many connections read at this moment; 0 in memory, where there is one for everything.</summary>
    public required int ReadersInUse { get; init; }

    /// <summary>How many may read at once: <see cref="LeadDatabaseOptions.MaxReaders"/>.</summary>
    public required int MaxReaders { get; init; }

    /// <summary>How many callers wait for their turn to write at this moment.</summary>
    public required int WaitingWriters { get; init; }

    /// <summary>How many statements were run.</summary>
    public long Calls => Statements.Sum(one => one.Calls);

    /// <summary>How long a statement took on average; zero where none was counted.</summary>
    public TimeSpan AverageTime => Calls == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(Statements.Sum(one => one.Total.Ticks) / Calls);

    /// <summary>The whole in one line; the statements are in it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Calls} calls of {Statements.Count} statements, {AverageTime.TotalMilliseconds:0.####} ms on average, {RecentSlow.Count} slow");
}
