namespace LeadStore;

/// <summary>What went wrong; see <see cref="LeadStoreException.Kind"/>.</summary>
public enum LeadStoreErrorKind
{
    /// <summary>Not classified; the message and <see cref="LeadStoreException.SqliteExtendedErrorCode"/> say more.</summary>
    Unknown,

    /// <summary>Input was refused; see <see cref="LeadValidationException.Errors"/>.</summary>
    Validation,

    /// <summary>There is no such lead, source or other row.</summary>
    NotFound,

    /// <summary>A row with the same natural key exists already.</summary>
    Duplicate,

    /// <summary>The row was changed since it was read; read it again and repeat the change.</summary>
    Concurrency,

    /// <summary>The row cannot be deleted because others refer to it.</summary>
    InUse,

    /// <summary>
    /// Other writers, of this process or another, or readers kept the caller waiting for longer than
    /// <see cref="LeadDatabaseOptions.BusyTimeout"/>; or the file is to be exchanged, and somebody has it open. Transient.
    /// </summary>
    Busy,

    /// <summary>The database could not be opened or created.</summary>
    CannotOpen,

    /// <summary>The file is not a LeadStore database; it was not changed.</summary>
    NotALeadStore,

    /// <summary>The file was written by a newer version of LeadStore; it was not changed.</summary>
    SchemaTooNew,

    /// <summary>A migration failed, or a migration that was applied is not the one that this library carries.</summary>
    Migration,

    /// <summary>The database or its directory is read-only.</summary>
    ReadOnly,

    /// <summary>The disk or the quota is full.</summary>
    StorageFull,

    /// <summary>The operating system reported an input or output error.</summary>
    InputOutput,

    /// <summary>The database, or a backup of it, contains damaged data.</summary>
    Corrupt,

    /// <summary>
    /// The database file, its <c>-wal</c> or its <c>-shm</c> was deleted, moved or replaced while this store had it open. What is written
    /// now would be lost with the old file, so the store refuses to write; close it, put the file in its place, and open it again.
    /// </summary>
    FileReplaced,

    /// <summary>What was to be made exists already, and is never overwritten.</summary>
    TargetExists,

    /// <summary>A backup is larger than the caller allows; see <see cref="RestoreOptions.MaxDatabaseLength"/>.</summary>
    TooLarge,

    /// <summary>
    /// Several things fit what was asked for, and a guess could do harm. Nothing was changed; the message says how to name one.
    /// </summary>
    Ambiguous,

    /// <summary>A query took longer than its caller allows; see <see cref="QueryLimits.MaxTime"/>. Nothing was changed.</summary>
    TimedOut,
}
