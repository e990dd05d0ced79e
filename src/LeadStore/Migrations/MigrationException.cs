namespace LeadStore;

/// <summary>
/// A migration failed, or the file's journal of migrations does not fit this library. The file is as it was before that migration.
/// </summary>
public sealed class MigrationException : LeadStoreException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="migration">The number and name of the migration, for example <c>0001_leads</c>.</param>
    /// <param name="reason">What is wrong with it and what to do.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public MigrationException(string migration, string reason, Exception? innerException = null)
        : base(LeadStoreErrorKind.Migration, $"Migration {migration}: {reason}", innerException) => Migration = migration;

    /// <summary>The number and name of the migration, for example <c>0001_leads</c>.</summary>
    public string Migration { get; }
}
