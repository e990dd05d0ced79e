using System.Data.Common;
using System.Runtime.CompilerServices;
using LeadStore.Engine;
using LeadStore.Importing;
using LeadStore.Leads;
using LeadStore.Maintenance;
using LeadStore.Messages;
using LeadStore.Migrations;
using LeadStore.Sqlite;

namespace LeadStore;

/// <summary>
/// A store of leads and their conversations in one SQLite file. Safe to use from any thread: open one per application and keep it. Each
/// verb is a transaction of its own; <see cref="InTransaction{T}"/> makes several of them one.
/// </summary>
/// <example>
/// <code>
/// using var db = LeadDatabase.Open();
/// Lead? lead = db.CheckExistingCustomer("+44 7809 505864");
/// lead ??= db.CreateLead(new NewLead { Phone = "+447809505864", Name = "John Smith" });
/// db.CreateMessage(lead.Id, MessageSender.Customer, "Hi again");
/// </code>
/// </example>
public sealed class LeadDatabase : ILeadStore, IDisposable
{
    private readonly StoreEngine _engine;
    private readonly SqliteDatabase? _sqlite;
    private readonly StoreMaintenance? _maintenance;
    private readonly StoreMigrations? _migrations;

    internal LeadDatabase(
        StoreEngine engine,
        DatabaseLocation location,
        SqliteDatabase? sqlite = null,
        StoreMaintenance? maintenance = null,
        StoreMigrations? migrations = null)
    {
        _engine = engine;
        _sqlite = sqlite;
        _maintenance = maintenance;
        _migrations = migrations;
        Path = location.Path;
        PathSource = location.Source;
        Diagnostics = new StoreDiagnostics(sqlite?.LogDamage);
        Settings = new SettingStore(engine);
        Sources = new LeadSourceStore(engine);
        Reminders = new ReminderStore(engine);
        Export = new StoreExport(engine, location.Path);
        Attributes = new LeadAttributeStore(engine);
        Import = new StoreImport(engine, maintenance is null ? null : token => maintenance.BackUpBefore("import", token));
    }

    /// <summary>The absolute path of the file; <c>:memory:</c> if there is none.</summary>
    public string Path { get; }

    /// <summary>Which setting chose <see cref="Path"/>.</summary>
    public DatabasePathSource PathSource { get; }

    /// <summary>What the store runs on.</summary>
    public StoreDiagnostics Diagnostics { get; }

    /// <inheritdoc/>
    public SettingStore Settings { get; }

    /// <inheritdoc/>
    public LeadSourceStore Sources { get; }

    /// <inheritdoc/>
    public ReminderStore Reminders { get; }

    /// <summary>Everything as JSON Lines, which can be loaded again, and tables for people as CSV.</summary>
    public StoreExport Export { get; }

    /// <inheritdoc/>
    public LeadAttributeStore Attributes { get; }

    /// <summary>Brings leads and their messages in from other systems. Inside a transaction an import is a part of it, and has no batches.</summary>
    public StoreImport Import { get; }

    /// <summary>Backup, restore, verification, statistics: care for the file.</summary>
    /// <exception cref="InvalidOperationException">Asked inside a transaction.</exception>
    public StoreMaintenance Maintenance =>
        _maintenance ?? throw new InvalidOperationException("Maintenance is done outside transactions; use the store that began this one.");

    /// <summary>The migrations of the file: how they stand, and those of applications up and down.</summary>
    /// <exception cref="InvalidOperationException">Asked inside a transaction.</exception>
    public StoreMigrations Migrations =>
        _migrations ?? throw new InvalidOperationException("Migrations run outside transactions; use the store that began this one.");

    /// <summary>Opens the store that the environment names (see <see cref="LeadDatabaseOptions.Path"/>) and makes it if it is missing.</summary>
    /// <inheritdoc cref="Open(LeadDatabaseOptions)"/>
    public static LeadDatabase Open() => Open(new LeadDatabaseOptions());

    /// <summary>Opens a store and makes it if it is missing.</summary>
    /// <param name="path">The file, absolute or relative to the working directory.</param>
    /// <inheritdoc cref="Open(LeadDatabaseOptions)"/>
    public static LeadDatabase Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Open(new LeadDatabaseOptions { Path = path });
    }

    /// <summary>Opens a store, makes it if it is missing, and brings its schema up to date.</summary>
    /// <param name="options">How to open it.</param>
    /// <returns>The store; dispose it when the application ends.</returns>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.CannotOpen"/>: the path, which setting chose it, and why.
    /// <see cref="LeadStoreErrorKind.NotALeadStore"/> or <see cref="LeadStoreErrorKind.SchemaTooNew"/>: the file was not changed.
    /// <see cref="LeadStoreErrorKind.Migration"/>: a <see cref="MigrationException"/>. <see cref="LeadStoreErrorKind.Busy"/>: another
    /// process held the file for longer than <see cref="LeadDatabaseOptions.BusyTimeout"/>.
    /// </exception>
    public static LeadDatabase Open(LeadDatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return StoreOpening.OpenFile(options);
    }

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

    /// <summary>Opens a store that lives in memory and is gone with <see cref="Dispose"/>: the real engine, for tests and trials.</summary>
    /// <param name="options">How to open it; the path and everything else about files is ignored.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public static LeadDatabase OpenInMemory(LeadDatabaseOptions? options = null) => StoreOpening.OpenMemory(options ?? new LeadDatabaseOptions());

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

    /// <inheritdoc cref="ILeadStore.CheckExistingCustomerAsync(string, CancellationToken)"/>
    public Lead? CheckExistingCustomer(string phone) =>
        _engine.ReadElseWrite(LeadOperations.CheckExisting, phone, nameof(CheckExistingCustomer));

    /// <inheritdoc/>
    public ValueTask<Lead?> CheckExistingCustomerAsync(string phone, CancellationToken cancellationToken = default) =>
        _engine.ReadElseWriteAsync(LeadOperations.CheckExisting, phone, nameof(CheckExistingCustomer), cancellationToken);

    /// <inheritdoc cref="ILeadStore.CreateLeadAsync(NewLead, CancellationToken)"/>
    public Lead CreateLead(NewLead lead) =>
        _engine.Write(LeadOperations.Create, lead, nameof(CreateLead));

    /// <inheritdoc/>
    public ValueTask<Lead> CreateLeadAsync(NewLead lead, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Create, lead, nameof(CreateLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.UpsertLeadAsync(NewLead, CancellationToken)"/>
    public Lead UpsertLead(NewLead lead) =>
        _engine.Write(LeadOperations.Upsert, lead, nameof(UpsertLead));

    /// <inheritdoc/>
    public ValueTask<Lead> UpsertLeadAsync(NewLead lead, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Upsert, lead, nameof(UpsertLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.GetLeadAsync(long, CancellationToken)"/>
    public Lead? GetLead(long id) =>
        _engine.Read(LeadOperations.Get, id, nameof(GetLead));

    /// <inheritdoc/>
    public ValueTask<Lead?> GetLeadAsync(long id, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(LeadOperations.Get, id, nameof(GetLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.GetRequiredLeadAsync(long, CancellationToken)"/>
    public Lead GetRequiredLead(long id) =>
        _engine.Read(LeadOperations.GetRequired, id, nameof(GetRequiredLead));

    /// <inheritdoc/>
    public ValueTask<Lead> GetRequiredLeadAsync(long id, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(LeadOperations.GetRequired, id, nameof(GetRequiredLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.GetLeadByPhoneAsync(string, CancellationToken)"/>
    public Lead? GetLeadByPhone(string phone) =>
        _engine.Read(LeadOperations.GetByPhone, phone, nameof(GetLeadByPhone));

    /// <inheritdoc/>
    public ValueTask<Lead?> GetLeadByPhoneAsync(string phone, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(LeadOperations.GetByPhone, phone, nameof(GetLeadByPhone), cancellationToken);

    /// <inheritdoc cref="ILeadStore.GetLeadByKeyAsync(string, string, CancellationToken)"/>
    public Lead? GetLeadByKey(string system, string key) =>
        _engine.Read(LeadOperations.GetByKey, (system, key), nameof(GetLeadByKey));

    /// <inheritdoc/>
    public ValueTask<Lead?> GetLeadByKeyAsync(string system, string key, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(LeadOperations.GetByKey, (system, key), nameof(GetLeadByKey), cancellationToken);

    /// <inheritdoc cref="ILeadStore.GetLeadWithHistoryAsync(string, int?, CancellationToken)"/>
    public LeadConversation? GetLeadWithHistory(string phone, int? last = null) =>
        _engine.ReadSnapshot(MessageOperations.GetWithHistory, (phone, last), nameof(GetLeadWithHistory));

    /// <inheritdoc/>
    public ValueTask<LeadConversation?> GetLeadWithHistoryAsync(string phone, int? last = null, CancellationToken cancellationToken = default) =>
        _engine.ReadSnapshotAsync(MessageOperations.GetWithHistory, (phone, last), nameof(GetLeadWithHistory), cancellationToken);

    /// <inheritdoc cref="ILeadStore.GetAllLeadsAsync(bool, CancellationToken)"/>
    public IReadOnlyList<Lead> GetAllLeads(bool includeArchived = false) =>
        _engine.Read(LeadListOperations.GetAll, includeArchived, nameof(GetAllLeads));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Lead>> GetAllLeadsAsync(bool includeArchived = false, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(LeadListOperations.GetAll, includeArchived, nameof(GetAllLeads), cancellationToken);

    /// <inheritdoc cref="ILeadStore.ListLeadsAsync(LeadFilter, string, int, CancellationToken)"/>
    public LeadPage ListLeads(LeadFilter filter, string? cursor = null, int pageSize = 50) =>
        _engine.Read(LeadListOperations.List, (filter, cursor, pageSize), nameof(ListLeads));

    /// <inheritdoc/>
    public ValueTask<LeadPage> ListLeadsAsync(LeadFilter filter, string? cursor = null, int pageSize = 50, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(LeadListOperations.List, (filter, cursor, pageSize), nameof(ListLeads), cancellationToken);

    /// <inheritdoc cref="ILeadStore.UpdateLeadAsync(long, Func{Lead, Lead}, CancellationToken)"/>
    public Lead UpdateLead(long id, Func<Lead, Lead> change) =>
        _engine.Write(LeadOperations.Change, new LeadChange(id, change), nameof(UpdateLead));

    /// <inheritdoc/>
    public ValueTask<Lead> UpdateLeadAsync(long id, Func<Lead, Lead> change, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Change, new LeadChange(id, change), nameof(UpdateLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.UpdateLeadAsync(Lead, CancellationToken)"/>
    public Lead UpdateLead(Lead changed) =>
        _engine.Write(LeadOperations.Replace, changed, nameof(UpdateLead));

    /// <inheritdoc/>
    public ValueTask<Lead> UpdateLeadAsync(Lead changed, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Replace, changed, nameof(UpdateLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.SetAnswerAsync(long, string, string, CancellationToken)"/>
    public Lead SetAnswer(long id, string question, string? answer) =>
        _engine.Write(LeadOperations.SetAnswer, (id, question, answer), nameof(SetAnswer));

    /// <inheritdoc/>
    public ValueTask<Lead> SetAnswerAsync(long id, string question, string? answer, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.SetAnswer, (id, question, answer), nameof(SetAnswer), cancellationToken);

    /// <inheritdoc cref="ILeadStore.MergeAnswersAsync(long, IReadOnlyDictionary{string, string}, CancellationToken)"/>
    public Lead MergeAnswers(long id, IReadOnlyDictionary<string, string?> answers) =>
        _engine.Write(LeadOperations.MergeAnswers, (id, answers), nameof(MergeAnswers));

    /// <inheritdoc/>
    public ValueTask<Lead> MergeAnswersAsync(long id, IReadOnlyDictionary<string, string?> answers, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.MergeAnswers, (id, answers), nameof(MergeAnswers), cancellationToken);

    /// <inheritdoc cref="ILeadStore.QualifyLeadAsync(long, IReadOnlyDictionary{string, string}, CancellationToken)"/>
    public Lead QualifyLead(long id, IReadOnlyDictionary<string, string>? answers = null) =>
        _engine.Write(LeadOperations.Qualify, (id, answers), nameof(QualifyLead));

    /// <inheritdoc/>
    public ValueTask<Lead> QualifyLeadAsync(long id, IReadOnlyDictionary<string, string>? answers = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Qualify, (id, answers), nameof(QualifyLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.RequalifyLeadAsync(long, CancellationToken)"/>
    public Lead RequalifyLead(long id) =>
        _engine.Write(LeadOperations.Requalify, id, nameof(RequalifyLead));

    /// <inheritdoc/>
    public ValueTask<Lead> RequalifyLeadAsync(long id, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Requalify, id, nameof(RequalifyLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.ListQualificationsAsync(long, CancellationToken)"/>
    public IReadOnlyList<Qualification> ListQualifications(long id) =>
        _engine.Read(LeadOperations.ListQualifications, id, nameof(ListQualifications));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Qualification>> ListQualificationsAsync(long id, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(LeadOperations.ListQualifications, id, nameof(ListQualifications), cancellationToken);

    /// <inheritdoc cref="ILeadStore.TouchLeadAsync(long, DateTimeOffset?, CancellationToken)"/>
    public Lead TouchLead(long id, DateTimeOffset? at = null) =>
        _engine.Write(LeadOperations.Touch, (id, at), nameof(TouchLead));

    /// <inheritdoc/>
    public ValueTask<Lead> TouchLeadAsync(long id, DateTimeOffset? at = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Touch, (id, at), nameof(TouchLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.ArchiveLeadAsync(long, CancellationToken)"/>
    public bool ArchiveLead(long id) =>
        _engine.Write(LeadOperations.Archive, id, nameof(ArchiveLead));

    /// <inheritdoc/>
    public ValueTask<bool> ArchiveLeadAsync(long id, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Archive, id, nameof(ArchiveLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.RestoreLeadAsync(long, CancellationToken)"/>
    public bool RestoreLead(long id) =>
        _engine.Write(LeadOperations.Restore, id, nameof(RestoreLead));

    /// <inheritdoc/>
    public ValueTask<bool> RestoreLeadAsync(long id, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Restore, id, nameof(RestoreLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.DeleteLeadAsync(long, CancellationToken)"/>
    public DeleteSummary DeleteLead(long id) =>
        _engine.Write(LeadOperations.Delete, id, nameof(DeleteLead));

    /// <inheritdoc/>
    public ValueTask<DeleteSummary> DeleteLeadAsync(long id, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Delete, id, nameof(DeleteLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.TryDeleteLeadAsync(long, CancellationToken)"/>
    public DeleteSummary? TryDeleteLead(long id) =>
        _engine.Write(LeadOperations.TryDelete, id, nameof(TryDeleteLead));

    /// <inheritdoc/>
    public ValueTask<DeleteSummary?> TryDeleteLeadAsync(long id, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.TryDelete, id, nameof(TryDeleteLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.PauseAssistantAsync(long, string, DateTimeOffset?, string, CancellationToken)"/>
    public Lead PauseAssistant(long id, string by, DateTimeOffset? until = null, string? reason = null) =>
        _engine.Write(LeadOperations.PauseAssistant, (id, by, until, reason), nameof(PauseAssistant));

    /// <inheritdoc/>
    public ValueTask<Lead> PauseAssistantAsync(long id, string by, DateTimeOffset? until = null, string? reason = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.PauseAssistant, (id, by, until, reason), nameof(PauseAssistant), cancellationToken);

    /// <inheritdoc cref="ILeadStore.ResumeAssistantAsync(long, CancellationToken)"/>
    public Lead ResumeAssistant(long id) =>
        _engine.Write(LeadOperations.ResumeAssistant, id, nameof(ResumeAssistant));

    /// <inheritdoc/>
    public ValueTask<Lead> ResumeAssistantAsync(long id, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.ResumeAssistant, id, nameof(ResumeAssistant), cancellationToken);

    /// <inheritdoc cref="ILeadStore.TryOnceAsync(long, string, CancellationToken)"/>
    public bool TryOnce(long id, string key) =>
        _engine.Write(LeadOperations.TryOnce, (id, key), nameof(TryOnce));

    /// <inheritdoc/>
    public ValueTask<bool> TryOnceAsync(long id, string key, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.TryOnce, (id, key), nameof(TryOnce), cancellationToken);

    /// <inheritdoc cref="ILeadStore.CreateMessageAsync(long, MessageSender, string, DateTimeOffset?, CancellationToken)"/>
    public Message CreateMessage(long leadId, MessageSender sender, string content, DateTimeOffset? sentAt = null) =>
        _engine.Write(MessageOperations.Create, (leadId, sender, content, sentAt), nameof(CreateMessage));

    /// <inheritdoc/>
    public ValueTask<Message> CreateMessageAsync(long leadId, MessageSender sender, string content, DateTimeOffset? sentAt = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(MessageOperations.Create, (leadId, sender, content, sentAt), nameof(CreateMessage), cancellationToken);

    /// <inheritdoc cref="ILeadStore.GetConversationHistoryAsync(long, int?, CancellationToken)"/>
    public IReadOnlyList<Message> GetConversationHistory(long leadId, int? last = null) =>
        _engine.Read(MessageOperations.History, (leadId, last), nameof(GetConversationHistory));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Message>> GetConversationHistoryAsync(long leadId, int? last = null, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(MessageOperations.History, (leadId, last), nameof(GetConversationHistory), cancellationToken);

    /// <inheritdoc cref="ILeadStore.ListMessagesAsync(long, string, int, CancellationToken)"/>
    public MessagePage ListMessages(long leadId, string? cursor = null, int pageSize = 50) =>
        _engine.Read(MessageOperations.List, (leadId, cursor, pageSize), nameof(ListMessages));

    /// <inheritdoc/>
    public ValueTask<MessagePage> ListMessagesAsync(long leadId, string? cursor = null, int pageSize = 50, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(MessageOperations.List, (leadId, cursor, pageSize), nameof(ListMessages), cancellationToken);

    /// <inheritdoc cref="ILeadStore.IngestInboundAsync(InboundMessage, CancellationToken)"/>
    public InboundResult IngestInbound(InboundMessage message) =>
        _engine.Write(MessageOperations.Ingest, message, nameof(IngestInbound));

    /// <inheritdoc/>
    public ValueTask<InboundResult> IngestInboundAsync(InboundMessage message, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(MessageOperations.Ingest, message, nameof(IngestInbound), cancellationToken);

    /// <inheritdoc cref="ILeadStore.ArchiveInactiveAsync(TimeSpan, bool, CancellationToken)"/>
    public int ArchiveInactive(TimeSpan olderThan, bool dryRun = false)
    {
        InactiveLeads inactive = LeadListOperations.Inactive(olderThan, _engine.Read(LeadListOperations.Now, olderThan, nameof(ArchiveInactive)));
        if (dryRun)
        {
            return _engine.Read(LeadListOperations.CountInactive, inactive, nameof(ArchiveInactive));
        }

        int total = 0;
        int archived;
        do
        {
            archived = _engine.Write(LeadListOperations.ArchiveInactive, inactive, nameof(ArchiveInactive));
            total += archived;
        }
        while (archived == LeadListOperations.ArchiveBatch);

        return total;
    }

    /// <inheritdoc/>
    public async ValueTask<int> ArchiveInactiveAsync(TimeSpan olderThan, bool dryRun = false, CancellationToken cancellationToken = default)
    {
        DateTimeOffset now = await _engine.ReadAsync(LeadListOperations.Now, olderThan, nameof(ArchiveInactive), cancellationToken)
            .ConfigureAwait(false);
        InactiveLeads inactive = LeadListOperations.Inactive(olderThan, now);
        if (dryRun)
        {
            return await _engine.ReadAsync(LeadListOperations.CountInactive, inactive, nameof(ArchiveInactive), cancellationToken).ConfigureAwait(false);
        }

        int total = 0;
        int archived;
        do
        {
            archived = await _engine.WriteAsync(LeadListOperations.ArchiveInactive, inactive, nameof(ArchiveInactive), cancellationToken)
                .ConfigureAwait(false);
            total += archived;
        }
        while (archived == LeadListOperations.ArchiveBatch);

        return total;
    }

    /// <summary>Reads the leads that a filter lets through one after the other, newest contact first, a page at a time.</summary>
    /// <param name="filter">Which leads; default all that are not archived.</param>
    public IEnumerable<Lead> EnumerateLeads(LeadFilter? filter = null)
    {
        string? cursor = null;
        do
        {
            LeadPage page = ListLeads(filter ?? new LeadFilter(), cursor, EnumerationPage);
            foreach (Lead lead in page.Items)
            {
                yield return lead;
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Lead> EnumerateLeadsAsync(
        LeadFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? cursor = null;
        do
        {
            LeadPage page = await ListLeadsAsync(filter ?? new LeadFilter(), cursor, EnumerationPage, cancellationToken).ConfigureAwait(false);
            foreach (Lead lead in page.Items)
            {
                yield return lead;
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    /// <summary>
    /// Runs several verbs in one transaction: all of them are stored, or none if the callback throws. Inside another transaction it is
    /// a savepoint of that one.
    /// </summary>
    /// <param name="work">Uses the store that it is handed, on this thread; other writers wait for it.</param>
    /// <returns>What the callback returned, once it is stored.</returns>
    /// <exception cref="InvalidOperationException">The callback returned a task, or used the outer store.</exception>
    /// <example><code>db.InTransaction(tx => tx.CreateMessage(tx.CreateLead(lead).Id, MessageSender.Agent, "Hello"));</code></example>
    public T InTransaction<T>(Func<LeadDatabase, T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return _engine.Write(TransactionBody.Run, new TransactionCall<LeadDatabase, T>(this, work), nameof(InTransaction));
    }

    /// <inheritdoc cref="InTransaction{T}"/>
    public void InTransaction(Action<LeadDatabase> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        _ = InTransaction(tx =>
        {
            work(tx);
            return true;
        });
    }

    /// <inheritdoc/>
    public ValueTask<T> InTransactionAsync<T>(Func<ILeadStore, ValueTask<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return _engine.WriteAsync(TransactionBody.RunAsync, new TransactionCall<ILeadStore, ValueTask<T>>(this, work), nameof(InTransaction), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask InTransactionAsync(Func<ILeadStore, ValueTask> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        _ = await InTransactionAsync(
            async tx =>
            {
                await work(tx).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Opens a read-only ADO.NET connection to the same file, for reports in SQL. It sees every committed change; the caller disposes it.
    /// The views <c>leads_readable</c> and <c>messages_readable</c> show times as ISO text.
    /// </summary>
    /// <exception cref="InvalidOperationException">The store has no file.</exception>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.FileReplaced"/>: the file is gone, or is not the one that the store has open.
    /// <see cref="LeadStoreErrorKind.CannotOpen"/>: it cannot be opened, because too many files are for instance.
    /// </exception>
    public DbConnection OpenReadOnlyConnection() => OwnFile().OpenForReports();

    /// <summary>
    /// Answers one SELECT of your own, for reports and trials, on a connection that cannot write. Nothing of it is logged or kept.
    /// <see cref="DescribeSchema"/> tells the tables; for more than one statement see <see cref="OpenReadOnlyConnection"/>.
    /// </summary>
    /// <param name="sql">One statement that reads, with <c>?1 … ?n</c> for its arguments.</param>
    /// <param name="arguments">
    /// The arguments in their order: <see langword="null"/>, bool, int, long, double, string, <see cref="DateTimeOffset"/> (compared as it
    /// is stored), <see cref="Guid"/> or bytes. Default none.
    /// </param>
    /// <param name="limits">How much it may read; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends it within milliseconds.</param>
    /// <exception cref="ArgumentException">
    /// It writes, is none or more than one statement, cannot be read by SQLite, or the arguments do not suit it. Nothing of it has run.
    /// </exception>
    /// <exception cref="InvalidOperationException">The store has no file, or the call is inside one of its transactions.</exception>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.TimedOut"/>: it took too long. Else as <see cref="OpenReadOnlyConnection"/>, or the query failed in
    /// its course.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <example><code>db.Query("SELECT status, count(*) FROM leads WHERE created_at >= ?1 GROUP BY status", [since]);</code></example>
    public QueryResult Query(
        string sql, IReadOnlyList<object?>? arguments = null, QueryLimits? limits = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        SqliteDatabase database = OwnFile();
        return database.Engine.RunLong(
            either => ReportQuery.Run(database, sql, arguments ?? [], limits ?? new QueryLimits(), TimeProvider.System, either),
            nameof(Query),
            cancellationToken);
    }

    /// <summary>Which tables and views the file has, those of an application among them, for reports in SQL.</summary>
    /// <exception cref="InvalidOperationException">The store has no file, or the call is inside one of its transactions.</exception>
    /// <exception cref="LeadStoreException">The file cannot be read; see <see cref="LeadStoreException.Kind"/>.</exception>
    public SchemaDescription DescribeSchema() => LongRead.Run(OwnFile(), SchemaReader.Read, nameof(DescribeSchema));

    private SqliteDatabase OwnFile() => _sqlite is not null && PathSource != DatabasePathSource.Memory
        ? _sqlite
        : throw new InvalidOperationException("Only a store in a file of its own can be read by another connection.");

    /// <summary>
    /// Opens a read-only ADO.NET connection on which the tables of a known layout are there again, by their old names and with their old
    /// columns, over what the store holds now: for programs that have not changed over yet. The caller disposes it.
    /// </summary>
    /// <param name="layout">One of <see cref="ImportLayouts"/>.</param>
    /// <remarks>The store's own tables of the same names are reached as <c>main.leads</c>. A reader in another language runs
    /// <see cref="ImportLayout.ViewScript"/> on its own connection.</remarks>
    /// <inheritdoc cref="OpenReadOnlyConnection"/>
    public DbConnection OpenForOldReaders(ImportLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return _sqlite is not null && PathSource != DatabasePathSource.Memory
            ? _sqlite.OpenForReports(OldViews.OnStore(layout))
            : throw new InvalidOperationException("Only a store in a file of its own can be read by another connection.");
    }

    /// <summary>
    /// Ends the store: waits for calls that are under way, turns later ones away, and closes the file. Backups, verifications, dumps and
    /// reports of <see cref="Maintenance"/> are cancelled, which takes milliseconds, and throw <see cref="ObjectDisposedException"/>;
    /// schedules of backups end. May be called again.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// Called inside one of the store's own transactions, or when told of the progress of one of its backups or dumps; it is open still.
    /// </exception>
    public void Dispose() => _engine.Dispose();

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    /// <summary>The same store as it is seen from inside a transaction.</summary>
    internal LeadDatabase Within(Session session) => new(new TransactionEngine(session), new DatabaseLocation(Path, PathSource), _sqlite);

    private const int EnumerationPage = 500;
}
