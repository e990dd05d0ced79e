using LeadStore.Migrations;

namespace LeadStore;

// What is done to a file that is not open as a store; nothing here touches an instance.
public sealed partial class LeadDatabase
{
    /// <summary>
    /// Takes the SQLite file of another application over: what it holds becomes a store in its place. The old database is kept beside it
    /// (<see cref="AdoptReport.BackupPath"/>), complete and compared with the file row by row, and whatever fails before the end leaves the
    /// file as it was. The exchange is one rename: whenever the process ends, the old database is there or the store. What the old one has
    /// and a store has no place for is kept in attributes. End every program that uses the file first.
    /// </summary>
    /// <param name="options">Where the file is, and how its numbers are read (<see cref="LeadDatabaseOptions.DefaultRegion"/>).</param>
    /// <param name="adopt">What to do; default: the known layout, or a proposal that leaves no doubt.</param>
    /// <param name="progress">Is told now and then how far the import is, on this thread.</param>
    /// <param name="cancellationToken">Gives up; nothing is changed then.</param>
    /// <returns>What became of every row. Open the store with the same options.</returns>
    /// <exception cref="ImportException">Rows cannot be taken and <see cref="AdoptOptions.ContinueOnRejects"/> is not set.</exception>
    /// <exception cref="LeadStoreException">
    /// Nothing was changed. <see cref="LeadStoreErrorKind.TargetExists"/>: the file is a store already.
    /// <see cref="LeadStoreErrorKind.Busy"/>: another program has it open, or wrote to it meanwhile.
    /// <see cref="LeadStoreErrorKind.Ambiguous"/>: a mapping is needed. <see cref="LeadStoreErrorKind.CannotOpen"/>,
    /// <see cref="LeadStoreErrorKind.Validation"/>, <see cref="LeadStoreErrorKind.Corrupt"/>: the file or the mapping is not what it should
    /// be. <see cref="LeadStoreErrorKind.StorageFull"/>: there is no room for the backup and the store beside it.
    /// </exception>
    public static AdoptReport Adopt(
        LeadDatabaseOptions options,
        AdoptOptions? adopt = null,
        IProgress<ImportProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return StoreOpening.Adopt(options, adopt ?? new AdoptOptions(), progress, cancellationToken);
    }

    /// <summary>
    /// Puts a backup in the place of a store that is not open, whose file may be damaged or missing. The backup is verified before anything
    /// is touched (see <see cref="StoreMaintenance.VerifyBackup"/>) and the exchange is one rename: whenever the process ends, the old store
    /// is there or the new one. The old one is kept beside it. The restored store is brought up to date when it is opened. A backup of
    /// another store is let in too, because stores are moved so: <see cref="RestoreReport.ReplacedOtherStore"/> says it, and the store has
    /// the identity of the backup from now on.
    /// </summary>
    /// <param name="backup">The backup, compressed or not.</param>
    /// <param name="store">Which store, as for <see cref="Open(LeadDatabaseOptions)"/>.</param>
    /// <param name="options">What the backup may be; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">
    /// Ends the restore and leaves the store as it was. Has no effect any more once the exchange has begun.
    /// </param>
    /// <exception cref="LeadStoreException">
    /// Of the backup: the kinds that <see cref="StoreMaintenance.VerifyBackup"/> names. <see cref="LeadStoreErrorKind.Busy"/>: this process
    /// or another has the store open. <see cref="LeadStoreErrorKind.NotALeadStore"/>: the path holds a database of another program.
    /// <see cref="LeadStoreErrorKind.InUse"/>: the backup is the store itself. <see cref="LeadStoreErrorKind.ReadOnly"/>,
    /// <see cref="LeadStoreErrorKind.StorageFull"/>, <see cref="LeadStoreErrorKind.InputOutput"/>: of the file system. The store is as it
    /// was in every case.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the store is as it was.</exception>
    public static RestoreReport Restore(
        string backup, LeadDatabaseOptions store, RestoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(backup);
        ArgumentNullException.ThrowIfNull(store);
        return StoreOpening.Restore(backup, store, options ?? new RestoreOptions(), cancellationToken);
    }

    /// <summary>
    /// Restores the newest good backup that <see cref="StoreMaintenance.Backup"/> made of this store into a directory: newer ones that are
    /// damaged are passed over and reported, and those of other stores are never taken. Which store it is, the database itself says; where
    /// it is missing or cannot be read, the backups do, if all in the directory are of one store. A backup without a manifest, or with one
    /// that does not say of which store it is, is never taken; name it by <see cref="Restore"/>.
    /// </summary>
    /// <param name="backupDirectory">The directory; only files named after the store's own file are looked at.</param>
    /// <param name="store">Which store, as for <see cref="Open(LeadDatabaseOptions)"/>.</param>
    /// <param name="options">What a backup may be; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">As for <see cref="Restore"/>.</param>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.NotFound"/>: there is no good one. <see cref="LeadStoreErrorKind.Ambiguous"/>: the database cannot be
    /// read, and the directory holds backups of several stores; name one by <see cref="Restore"/>. Else as <see cref="Restore"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the store is as it was.</exception>
    public static RestoreReport RestoreLatest(
        string backupDirectory, LeadDatabaseOptions store, RestoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(backupDirectory);
        ArgumentNullException.ThrowIfNull(store);
        return StoreOpening.RestoreLatest(backupDirectory, store, options ?? new RestoreOptions(), cancellationToken);
    }

    /// <summary>
    /// Empties a store that nobody has open: makes a backup of it, which is verified, and puts an empty store in its place by one rename.
    /// The old file itself is kept beside it too. The store is another one from now on, with an identity of its own.
    /// </summary>
    /// <param name="options">Which store, as for <see cref="Open(LeadDatabaseOptions)"/>.</param>
    /// <param name="confirmName">The name of its file without the directory, <c>leads.db</c> for example, so that it is not done by mistake.</param>
    /// <param name="backupDirectory">A directory for the backup. Default the one of the file.</param>
    /// <exception cref="ArgumentException">The name is another one; nothing was changed.</exception>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.NotFound"/>: there is no such file. <see cref="LeadStoreErrorKind.Busy"/>: somebody has it open.
    /// Else as <see cref="Open(LeadDatabaseOptions)"/>, <see cref="StoreMaintenance.Backup"/> and <see cref="Restore"/>. The store is as it
    /// was in every case.
    /// </exception>
    public static ResetReport Reset(LeadDatabaseOptions options, string confirmName, string? backupDirectory = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(confirmName);
        return StoreOpening.Reset(options, confirmName, backupDirectory);
    }

    /// <summary>
    /// Says which migrations a file has had without opening it as a store: it may be older or newer than this library, open in another
    /// process or read-only, and no byte of it, its log or the log's index is written. Takes milliseconds, whatever its size.
    /// </summary>
    /// <param name="options">Which store, as for <see cref="Open(LeadDatabaseOptions)"/>, and the migrations of the application.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.CannotOpen"/>: there is no such file, or it may not be read.
    /// <see cref="LeadStoreErrorKind.NotALeadStore"/>: it is something else. <see cref="LeadStoreErrorKind.Corrupt"/>: it is damaged.
    /// </exception>
    public static MigrationStatus GetMigrationStatus(LeadDatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return StoreOpening.GetMigrationStatus(options);
    }

    /// <summary>
    /// Takes the library's own schema back to an older version, so that an older LeadStore opens the file; 0 removes everything and leaves
    /// an empty database. Nobody may have the store open. First a verified backup is made beside it, named
    /// <c>leads.db.before-rollback-20261123T010203Z.db</c>; then all steps run in one transaction, so that whoever is killed leaves the
    /// file as it was or rolled back. Leads, messages and all else that the older schema has a place for stay; what it has none for is in
    /// the backup alone. Opening the file with this version brings it up to date again.
    /// </summary>
    /// <param name="options">Which store, as for <see cref="Open(LeadDatabaseOptions)"/>.</param>
    /// <param name="toVersion">The schema version that it shall have, from 0 to the newest.</param>
    /// <returns>What was undone, and where the backup is; nothing for a file that has that version, or an older one, already.</returns>
    /// <exception cref="ArgumentException">An option or the version is out of its range; the message names it.</exception>
    /// <exception cref="MigrationException">
    /// Migrations of applications must be rolled back first (<see cref="StoreMigrations.RollBack"/>), or another program has changed what
    /// the store itself has made. Nothing was changed.
    /// </exception>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.Busy"/>: somebody has the store open. <see cref="LeadStoreErrorKind.SchemaTooNew"/>: only the newer
    /// library knows the way back. <see cref="LeadStoreErrorKind.CannotOpen"/>: there is no such file. Else as
    /// <see cref="StoreMaintenance.Backup"/>. Nothing was changed.
    /// </exception>
    public static RollBackReport RollBack(LeadDatabaseOptions options, int toVersion)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(toVersion);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(toVersion, MigrationScript.Newest);
        return StoreOpening.RollBack(options, toVersion);
    }
}
