namespace LeadStore;

/// <summary>How a backup is stored.</summary>
public enum BackupCompression
{
    /// <summary>As it is: the backup is a database that any SQLite program can open.</summary>
    None,

    /// <summary>Compressed with gzip: a conversation takes about a third of the space, and the backup a few times as long.</summary>
    Gzip,
}
