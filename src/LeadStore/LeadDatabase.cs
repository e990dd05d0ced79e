using LeadStore.Engine;
using LeadStore.SkipTracing;
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
public sealed partial class LeadDatabase : ILeadStore, IDisposable
{
    private readonly StoreEngine _engine;
    private readonly TraceEngine _traces;
    private readonly SqliteDatabase? _sqlite;
    private readonly StoreMaintenance? _maintenance;
    private readonly StoreMigrations? _migrations;
    private readonly LeadCache _cache;

    internal LeadDatabase(
        StoreEngine engine,
        DatabaseLocation location,
        SqliteDatabase? sqlite = null,
        StoreMaintenance? maintenance = null,
        StoreMigrations? migrations = null,
        TraceEngine? traces = null,
        LeadCache? cache = null)
    {
        _engine = engine;
        _traces = traces ?? new TracesInStore(engine);
        _sqlite = sqlite;
        _maintenance = maintenance;
        _migrations = migrations;
        _cache = cache ?? LeadCache.Off(engine);
        Path = location.Path;
        PathSource = location.Source;
        Diagnostics = new StoreDiagnostics(sqlite?.LogDamage);
        Settings = new SettingStore(engine);
        Sources = new LeadSourceStore(engine);
        Reminders = new ReminderStore(engine);
        Export = new StoreExport(_traces, location.Path);
        Attributes = new LeadAttributeStore(engine);
        Costs = new CostStore(engine);
        SkipTrace = new SkipTraceStore(engine, _traces);
        Organizations = new OrganizationStore(engine);
        Users = new UserStore(engine);
        Notes = new NoteStore(engine);
        Activities = new ActivityStore(engine);
        Properties = new PropertyStore(engine);
        ContactRules = new ContactRuleStore(engine);
        Campaigns = new CampaignStore(engine);
        Calls = new CallStore(engine);
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

    /// <inheritdoc/>
    public CostStore Costs { get; }

    /// <inheritdoc/>
    public SkipTraceStore SkipTrace { get; }

    /// <inheritdoc/>
    public OrganizationStore Organizations { get; }

    /// <inheritdoc/>
    public UserStore Users { get; }

    /// <inheritdoc/>
    public NoteStore Notes { get; }

    /// <inheritdoc/>
    public ActivityStore Activities { get; }

    /// <inheritdoc/>
    public PropertyStore Properties { get; }

    /// <inheritdoc/>
    public ContactRuleStore ContactRules { get; }

    /// <inheritdoc/>
    public CampaignStore Campaigns { get; }

    /// <inheritdoc/>
    public CallStore Calls { get; }

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

    /// <summary>The leads that are kept in memory, where <see cref="LeadDatabaseOptions.Cache"/> is set. Inside a transaction nothing is.</summary>
    public LeadCache Cache => _cache;

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

    /// <summary>Opens a store that lives in memory and is gone with <see cref="Dispose"/>: the real engine, for tests and trials.</summary>
    /// <param name="options">How to open it; the path and everything else about files is ignored.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public static LeadDatabase OpenInMemory(LeadDatabaseOptions? options = null) =>
        StoreOpening.OpenMemory(options ?? new LeadDatabaseOptions());

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
        T result = _engine.Write(TransactionBody.Run, new TransactionCall<LeadDatabase, T>(this, work), nameof(InTransaction));
        _ = Waiting.Result(_traces.AfterTransaction(blocking: true));
        return result;
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
    public async ValueTask<T> InTransactionAsync<T>(Func<ILeadStore, ValueTask<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        T result = await _engine.WriteAsync(
            TransactionBody.RunAsync, new TransactionCall<ILeadStore, ValueTask<T>>(this, work), nameof(InTransaction), cancellationToken)
            .ConfigureAwait(false);
        _ = await _traces.AfterTransaction(blocking: false).ConfigureAwait(false);
        return result;
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
    /// Ends the store: waits for calls that are under way, turns later ones away, and closes the file. Backups, verifications, dumps and
    /// reports of <see cref="Maintenance"/> are cancelled, which takes milliseconds, and throw <see cref="ObjectDisposedException"/>;
    /// schedules of backups end. May be called again.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// Called inside one of the store's own transactions, or when told of the progress of one of its backups or dumps; it is open still.
    /// </exception>
    public void Dispose()
    {
        _engine.Dispose();
        _traces.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync().ConfigureAwait(false);
        _traces.Dispose();
    }

    /// <summary>The same store as it is seen from inside a transaction.</summary>
    internal LeadDatabase Within(Session session)
    {
        TransactionEngine transaction = new(session);
        return new LeadDatabase(transaction, new DatabaseLocation(Path, PathSource), _sqlite, traces: _traces.Within(transaction));
    }
}
