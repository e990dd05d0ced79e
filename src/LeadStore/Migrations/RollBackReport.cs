namespace LeadStore;

/// <summary>What a rollback has done.</summary>
public sealed record RollBackReport
{
    /// <summary>
    /// The migrations that were undone, the newest first, for example <c>billing/0002_invoices</c>; none if there was nothing to undo.
    /// </summary>
    public required IReadOnlyList<string> RolledBack { get; init; }

    /// <summary>The verified backup from before; <see langword="null"/> if nothing was undone, or the store is in memory.</summary>
    public string? BackupPath { get; init; }

    /// <summary>How many migrations were rolled back, and where the backup lies.</summary>
    public override string ToString() => $"{RolledBack.Count} migrations rolled back; backup: {BackupPath ?? "none"}";
}
