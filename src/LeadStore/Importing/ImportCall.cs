namespace LeadStore.Importing;

/// <summary>What the caller of an import asked for, beside the source and its mapping.</summary>
internal sealed record ImportCall(
    ImportOptions Options, IProgress<ImportProgress>? Progress = null, CancellationToken Cancellation = default)
{
    /// <summary>Everything is taken back at the end.</summary>
    public bool IsPlan { get; init; }

    /// <summary>The backup that was made before.</summary>
    public string? BackupPath { get; init; }
}
