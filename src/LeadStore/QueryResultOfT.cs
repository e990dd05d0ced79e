namespace LeadStore;

/// <summary>What a query of <see cref="LeadDatabase.Query{T}"/> has answered.</summary>
/// <typeparam name="T">What each row is read as.</typeparam>
public sealed record QueryResult<T>
{
    /// <summary>The rows.</summary>
    public required IReadOnlyList<T> Rows { get; init; }

    /// <inheritdoc cref="QueryResult.Truncated"/>
    public required bool Truncated { get; init; }

    /// <inheritdoc cref="QueryResult.Duration"/>
    public required TimeSpan Duration { get; init; }

    /// <summary>The size of the answer, and nothing of what it holds.</summary>
    public override string ToString() => $"{Rows.Count} rows";
}
