namespace LeadStore;

/// <summary>A backup that took the place of the store.</summary>
public sealed record RestoreReport
{
    /// <summary>The absolute path of the store.</summary>
    public required string Path { get; init; }

    /// <summary>The backup, and what was found when it was verified.</summary>
    public required BackupCheck Backup { get; init; }

    /// <summary>
    /// Where the replaced database lies now, for example <c>leads.db.before-restore-20261123T010203Z</c>; <see langword="null"/> if there
    /// was none. It is a database as it was, to look at or to delete. Where the database was missing and its log was not, only the log lies
    /// there, with <c>-wal</c> behind the name.
    /// </summary>
    public string? KeptPath { get; init; }

    /// <summary>
    /// True if the database that was replaced is known to be another store than the one that the backup was made of: by its own
    /// identity, not by its name. That is how a store is moved; where it was not meant, the replaced one lies in <see cref="KeptPath"/>.
    /// False if there was none, or if it was too damaged to tell. The store has the identity of the backup from now on.
    /// </summary>
    public bool ReplacedOtherStore { get; init; }

    /// <summary>
    /// The newer backups that were passed over because they are not good; empty unless the newest one was to be found. Look after them:
    /// a volume that damages backups may damage the store.
    /// </summary>
    public IReadOnlyList<string> Rejected { get; init; } = [];

    /// <summary>The report in one line.</summary>
    public override string ToString() =>
        $"{Path} from {Backup}; {(KeptPath is null ? "nothing was there before" : $"before: {KeptPath}")}; {Rejected.Count} rejected";
}
