namespace LeadStore;

/// <summary>How a backup is made.</summary>
public sealed record BackupOptions
{
    /// <summary>Whether the backup is compressed. Default <see cref="BackupCompression.None"/>.</summary>
    public BackupCompression Compression { get; init; }

    /// <summary>
    /// Whether a backup is made though rows of the store are not what it has written (<see cref="StoreMaintenance.Verify"/> names them).
    /// Default <see langword="false"/>: then one such row is an error, so that damage is not carried on in silence. Where it is made, the
    /// report and the manifest say how many rows those are; to verify or restore it needs <see cref="RestoreOptions.AllowDamagedRows"/>;
    /// and it is never the good one that <see cref="StoreMaintenance.ApplyRetention"/> keeps. A file that cannot be read makes no backup in
    /// any case.
    /// </summary>
    public bool AllowDamagedRows { get; init; }
}
