namespace LeadStore;

/// <summary>How a store is opened. Read once by <see cref="LeadDatabase.Open(LeadDatabaseOptions)"/>; later changes have no effect.</summary>
public sealed class LeadDatabaseOptions
{
    /// <summary>
    /// The database file, absolute or relative to the working directory; made with its directories if it is missing.
    /// Default <see langword="null"/>: the environment variable <c>DATABASE_PATH</c>, else <c>leads.db</c> in the directory that
    /// <c>RAILWAY_VOLUME_MOUNT_PATH</c> names, else <c>leads.db</c> in the working directory. An empty value counts as not set.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>
    /// A file of its own for the skip traces of the store (requests, answers, the phones and email addresses found), absolute or relative to
    /// the working directory; made with its directories the first time. Default <see langword="null"/>: they are in the file of the store.
    /// Costs, the calls that are under way and the budgets of the days stay there in any case.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The two files belong together: a store that has once been opened so is always opened so, with the same file, wherever that lies.
    /// Without it, with that of another store, or where it is missing, opening is <see cref="LeadStoreErrorKind.CannotOpen"/>, and so is a
    /// store that has traces in its own file already: export it and load the export into a new one.
    /// </para>
    /// <para>
    /// Whenever the process ends, nothing is lost and nothing is counted twice: an answer is stored with what has to be posted to the store,
    /// then the store posts it. What was cut off in between is posted when the store is opened, and by the next verb that writes a trace.
    /// The traces of a lead that is deleted are not seen from that moment, and deleted next. A verb that writes traces holds the writer of
    /// the store for the time of one commit of the other file. Inside <see cref="LeadDatabase.InTransaction{T}"/> traces are read and not
    /// written (<see cref="InvalidOperationException"/>), because two files have no common transaction.
    /// </para>
    /// <para><see cref="LeadDatabase.OpenInMemory"/> ignores it.</para>
    /// </remarks>
    public string? SkipTracePath { get; set; }

    /// <summary>
    /// Whether a file that is missing is made. Default <see langword="true"/>. Otherwise it is
    /// <see cref="LeadStoreErrorKind.CannotOpen"/>, and a wrong path does not become an empty store.
    /// </summary>
    public bool CreateIfMissing { get; set; } = true;

    /// <summary>
    /// The ISO 3166 region, for example <c>GB</c>, in which a phone number without a country code is read. Default
    /// <see langword="null"/>: the environment variable <c>LEADSTORE_DEFAULT_REGION</c>, else none, and a national number is refused.
    /// </summary>
    public string? DefaultRegion { get; set; }

    /// <summary>
    /// How long a call waits for its turn: for other writers of this process, for the write lock that another process holds, or for a
    /// free reader. From 0 to 1 hour; default 5 seconds. Then <see cref="LeadStoreErrorKind.Busy"/>.
    /// </summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What an acknowledged write survives. Default <see cref="Durability.Full"/>.</summary>
    public Durability Durability { get; set; } = Durability.Full;

    /// <summary>How many connections may read at once, 1 to 64. Default: the number of processors, at least 4.</summary>
    public int MaxReaders { get; set; } = Math.Clamp(Environment.ProcessorCount, 4, 64);

    /// <summary>
    /// After how many written pages of 4 KiB the write-ahead log is copied into the file, 100 to 1,000,000. Default 8,000 (32 MiB).
    /// It is copied beside the writers, who wait for the last few pages alone. More pages make writes cheaper and the log longer. Above
    /// 32,768 <see cref="MaxWalBytes"/> must be raised with it.
    /// </summary>
    public int CheckpointPages { get; set; } = 8000;

    /// <summary>
    /// The length of the write-ahead log, in bytes, beyond which the store warns (event 4 of its log, and
    /// <see cref="StoreMaintenance.Doctor"/>): a reader that does not end keeps the log from being copied, and it grows with every write.
    /// From 1 MiB to 1 TiB, and at least twice what <see cref="CheckpointPages"/> lets it grow to anyway. Default 256 MiB. Nobody is
    /// stopped by it.
    /// </summary>
    public long MaxWalBytes { get; set; } = 256L << 20;

    /// <summary>
    /// The permissions of a new database file, and with it of its <c>-wal</c> and <c>-shm</c>. Default: read and write for the owner
    /// alone (0600). <see langword="null"/> takes the process's default. An existing file is left as it is; Windows ignores this.
    /// </summary>
    public UnixFileMode? FileMode { get; set; } = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The statuses that a lead may have. Default <see cref="StatusSet.Any"/>: every word.</summary>
    public StatusSet Statuses { get; set; } = StatusSet.Any;

    /// <summary>
    /// Whether a lead from a source that <see cref="LeadDatabase.Sources"/> does not list, or lists as inactive, is refused. Default
    /// <see langword="false"/>: the source is added to the list with the lead. Sources that the store gives by itself, <c>inbound_sms</c>
    /// and its like for other channels, are never refused: a person who writes is not turned away.
    /// </summary>
    public bool RefuseUnknownSources { get; set; }

    /// <summary>
    /// The migrations of the application's own tables in the same file; see <see cref="MigrationSet"/>. Default: none. Opening verifies
    /// all of them against the file before it changes anything, and runs what is pending after the store's own.
    /// </summary>
    public IList<MigrationSet> Migrations { get; } = [];

    /// <summary>
    /// Whether opening runs the pending ones of <see cref="Migrations"/>. Default <see langword="true"/>. With <see langword="false"/>
    /// they stay pending until <see cref="StoreMigrations.Migrate"/> is called; the store's own schema is brought up to date in any case.
    /// </summary>
    public bool MigrateOnOpen { get; set; } = true;

    /// <summary>
    /// Keeps leads in memory, so that a lookup by id or phone does not read the file: <see cref="LeadDatabase.Cache"/>. Default
    /// <see langword="null"/>: nothing is kept. Answers are the same with it and without.
    /// </summary>
    /// <example><code>options.Cache = new LeadCacheOptions { MaxLeads = 50_000 };</code></example>
    public LeadCacheOptions? Cache { get; set; }

    /// <summary>Where the current time comes from. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Where the store logs that it opened, migrated, or could not checkpoint; never with personal data. Default: nowhere.
    /// </summary>
    public Microsoft.Extensions.Logging.ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>
    /// How long a statement may take before the store warns of it (event 14 of its log, with the text of the statement and never what it
    /// asked about) and keeps it in <see cref="PerformanceStats.RecentSlow"/>. Above zero; default 1 second; <see langword="null"/>: as long
    /// as it likes. Without a <see cref="LoggerFactory"/> that takes warnings, and without <see cref="CountStatements"/>, no time is measured.
    /// </summary>
    public TimeSpan? SlowStatementThreshold { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether the store counts what each statement costs, its own and those of <see cref="LeadDatabase.Query(string, IReadOnlyList{object}, QueryLimits, CancellationToken)"/>,
    /// for <see cref="LeadDatabase.GetPerformanceStats"/>. A statement takes a fraction of a microsecond longer then. Default
    /// <see langword="false"/>.
    /// </summary>
    public bool CountStatements { get; set; }

    /// <summary>
    /// Whether a store whose traces are in another file is opened without that one: a copy that is only brought up to date.
    /// </summary>
    internal bool WithoutSkipTraces { get; set; }

    /// <summary>The same options for another file, alone.</summary>
    internal LeadDatabaseOptions At(string path)
    {
        LeadDatabaseOptions copy = (LeadDatabaseOptions)MemberwiseClone();
        copy.Path = path;
        copy.SkipTracePath = null;
        copy.WithoutSkipTraces = true;

        // Whoever asks makes it.
        copy.CreateIfMissing = true;
        return copy;
    }

    /// <summary>The absolute path of the file that these options and the environment choose now; see <see cref="Path"/>.</summary>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.CannotOpen"/>: what was chosen is not a path.</exception>
    public string ResolvePath() => DatabaseLocation.Resolve(Path, Environment.GetEnvironmentVariable).Path;
}
