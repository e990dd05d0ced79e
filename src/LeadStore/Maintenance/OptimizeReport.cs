namespace LeadStore;

/// <summary>What <see cref="StoreMaintenance.Optimize"/> has done.</summary>
public sealed record OptimizeReport
{
    /// <summary>The indexes of the store that were missing or had another definition, and were made again.</summary>
    public IReadOnlyList<string> RestoredIndexes { get; init; } = [];

    /// <summary>The tables of which SQLite has counted anew how their values are spread.</summary>
    public required IReadOnlyList<string> AnalyzedTables { get; init; }

    /// <summary>Whether the file was written anew.</summary>
    public required bool Vacuumed { get; init; }

    /// <summary>The size of all pages before, in bytes: what the file takes once the log is copied.</summary>
    public required long BytesBefore { get; init; }

    /// <summary>
    /// The size of all pages after. The file itself becomes smaller when the log is copied, which another process that has it open may put
    /// off.
    /// </summary>
    public required long BytesAfter { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The report in one line.</summary>
    public override string ToString() =>
        $"{(RestoredIndexes.Count == 0 ? "" : $"{RestoredIndexes.Count} indexes made again, ")}{AnalyzedTables.Count} tables analysed, {(Vacuumed ? "" : "not ")}written anew: {BytesBefore} bytes before, {BytesAfter} after";
}
