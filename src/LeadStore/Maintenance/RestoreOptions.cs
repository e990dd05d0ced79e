namespace LeadStore;

/// <summary>What a backup may be that is verified or restored.</summary>
public sealed record RestoreOptions
{
    /// <summary>
    /// The most bytes that a database in a backup may have, at least 1; default 64 GiB. A backup with a manifest may besides have no more
    /// than its manifest says. A small file that unpacks to a huge one is given up at this length. One that is larger is refused as
    /// <see cref="LeadStoreErrorKind.TooLarge"/>.
    /// </summary>
    public long MaxDatabaseLength
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxDatabaseLength));
            field = value;
        }
    }
    = 64L << 30;

    /// <summary>
    /// Whether a backup is let in though it holds rows that are not what the store had written: one that was made with
    /// <see cref="BackupOptions.AllowDamagedRows"/>, with exactly as many such rows as its manifest says, or one without a manifest.
    /// Default <see langword="false"/>.
    /// </summary>
    public bool AllowDamagedRows { get; init; }
}
