using LeadStore.Maintenance;

namespace LeadStore;

/// <summary>What <see cref="StoreMaintenance.Verify"/> has found.</summary>
public sealed record VerificationReport
{
    internal VerificationReport()
    {
    }

    /// <summary>
    /// What is wrong with pages, indexes and references, in words, at most 100 of each kind: names of tables and indexes, and numbers of
    /// pages and rows. Never what a row holds.
    /// </summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>
    /// Rows that are not as the store has written them, or that contradict others (a lead whose last message another program has deleted is
    /// among them), at most the first 1,000; <see cref="DamagedRowCount"/> has all.
    /// </summary>
    public required IReadOnlyList<DamagedRow> DamagedRows { get; init; }

    /// <summary>
    /// The rows whose checksum does not fit, by keys and checksums: what <see cref="StoreMaintenance.AcceptDamagedRows"/> needs.
    /// </summary>
    internal IReadOnlyList<MismatchedRow> Found { get; init; } = [];

    /// <summary>Those of them that are in the file of skip traces.</summary>
    internal IReadOnlyList<MismatchedRow> FoundInTraces { get; init; } = [];

    /// <summary>How many rows are not as the store has written them.</summary>
    public required long DamagedRowCount { get; init; }

    /// <summary>
    /// How many rows another program has added or changed: those have no checksum, and whether they are damaged cannot be told. They get one
    /// when the store changes them.
    /// </summary>
    public required long UnverifiableRowCount { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>True if nothing was found to be wrong.</summary>
    public bool IsSound => Errors.Count == 0 && DamagedRowCount == 0;

    /// <summary>The report in one line; the rows are in it.</summary>
    public override string ToString() =>
        $"{(IsSound ? "Sound" : "Not sound")}: {Errors.Count} errors, {DamagedRowCount} damaged rows, {UnverifiableRowCount} unverifiable rows";
}
