namespace LeadStore;

/// <summary>How a backup is made.</summary>
public sealed record BackupOptions
{
    /// <summary>Whether the backup is compressed. Default <see cref="BackupCompression.None"/>.</summary>
    public BackupCompression Compression { get; init; }
}
