namespace LeadStore;

/// <summary>What a query of <see cref="LeadDatabase.Query"/> has answered.</summary>
public sealed record QueryResult
{
    /// <summary>The names of the columns.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>
    /// The rows, each with a value for each column: <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, an array of bytes, or
    /// <see langword="null"/>. Times are microseconds since 1970-01-01 UTC, unless they come from a view such as <c>leads_readable</c>.
    /// </summary>
    public required IReadOnlyList<object?[]> Rows { get; init; }

    /// <summary>Whether there were more rows than <see cref="QueryLimits.MaxRows"/>.</summary>
    public required bool Truncated { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The size of the answer, and nothing of what it holds.</summary>
    public override string ToString() => $"{Rows.Count} rows of {Columns.Count} columns";
}
