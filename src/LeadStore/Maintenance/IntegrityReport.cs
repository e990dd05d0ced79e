namespace LeadStore;

/// <summary>What <see cref="StoreMaintenance.CheckIntegrity"/> has found.</summary>
/// <param name="Errors">
/// What is wrong, in words, at most 100 of each kind: names of tables and indexes, and numbers of pages and rows. Never what a row holds.
/// </param>
/// <param name="Duration">How long the check took.</param>
public sealed record IntegrityReport(IReadOnlyList<string> Errors, TimeSpan Duration)
{
    /// <summary>True if nothing was found to be wrong.</summary>
    public bool IsSound => Errors.Count == 0;

    /// <summary>The report in one line.</summary>
    public override string ToString() => IsSound ? "Sound" : $"Not sound: {Errors.Count} errors";
}
