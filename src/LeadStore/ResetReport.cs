namespace LeadStore;

/// <summary>A store that was emptied; made by <see cref="LeadDatabase.Reset"/>.</summary>
public sealed record ResetReport
{
    /// <summary>The absolute path of the store, which is empty now and has an identity of its own.</summary>
    public required string Path { get; init; }

    /// <summary>The verified backup of what it held.</summary>
    public required BackupReport Backup { get; init; }

    /// <summary>Where the old file itself lies; to delete when it is not needed.</summary>
    public required string? KeptPath { get; init; }
}
