namespace LeadStore;

/// <summary>What a backup is doing.</summary>
public enum BackupStage
{
    /// <summary>Copying the pages of one state of the store.</summary>
    Copying,

    /// <summary>Reading every row of that state, to compare the copy with.</summary>
    Reading,

    /// <summary>Opening the copy again, checking it, and comparing every row.</summary>
    Verifying,

    /// <summary>Compressing the copy and reading the compressed one back, or reading the copy, for its SHA-256.</summary>
    Finishing,

    /// <summary>The backup is complete and has its name.</summary>
    Done,
}
