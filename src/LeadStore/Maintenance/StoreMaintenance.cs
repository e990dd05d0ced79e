using LeadStore.Engine;
using LeadStore.Maintenance;
using LeadStore.Migrations;
using LeadStore.Sqlite;
using Microsoft.Extensions.Logging;

namespace LeadStore;

/// <summary>
/// Care for the database file: backup, restore, verification, statistics. Reached by <see cref="LeadDatabase.Maintenance"/>; safe to use
/// from any thread beside everything else. To dispose the store ends what is under way here: it throws
/// <see cref="ObjectDisposedException"/>, as every call on a disposed store, and leaves nothing.
/// </summary>
public sealed class StoreMaintenance
{
    private readonly SqliteDatabase _database;
    private readonly DatabaseLocation _location;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly MigrationSettings _migrations;
    private readonly StatisticsReader _statistics;
    private readonly StoreMaintenance? _traces;

    internal StoreMaintenance(
        SqliteDatabase database,
        DatabaseLocation location,
        TimeProvider clock,
        ILogger logger,
        MigrationSettings migrations,
        StoreMaintenance? traces = null)
    {
        _traces = traces;
        _database = database;
        _location = location;
        _clock = clock;
        _logger = logger;
        _migrations = migrations;
        _statistics = new StatisticsReader(database, location, clock);
    }

    /// <summary>
    /// The sizes of the file and its log, the rows of each table, and what has grown since the last call. Counts rows by walking an index
    /// of each table: some milliseconds for a hundred thousand.
    /// </summary>
    /// <exception cref="LeadStoreException">The file cannot be read; see <see cref="LeadStoreException.Kind"/>.</exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    public StoreStatistics GetStatistics() =>
        Verb.Run(nameof(GetStatistics), _statistics.Read) with { SkipTraces = _traces?.GetStatistics() };

    /// <summary>
    /// Looks the store over and says in words what is wrong or risky and what to do: where the file lies and who may read it, its log, free
    /// space, the native SQLite, the age of the backups and, if asked, the content. Changes nothing.
    /// </summary>
    /// <param name="options">What to look at; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    /// <exception cref="LeadStoreException">A directory cannot be listed; what is wrong with the file itself is a finding.</exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    public DoctorReport Doctor(DoctorOptions? options = null) => Verb.Run(
        nameof(Doctor), () => new StoreDoctor(_database, _location.Path, _clock, new Surroundings()).Examine(options));

    /// <summary>
    /// SQLite's check of every page, index and constraint, and of the references between rows. Reads the whole file, some seconds for each
    /// gigabyte; writers go on meanwhile, and the log is not used again until it has ended. It does not find every changed bit.
    /// </summary>
    /// <param name="cancellationToken">Ends it within milliseconds.</param>
    /// <exception cref="LeadStoreException">The file cannot be read at all; see <see cref="LeadStoreException.Kind"/>.</exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IntegrityReport CheckIntegrity(CancellationToken cancellationToken = default)
    {
        long start = _clock.GetTimestamp();
        List<string> errors = Verb.Run(
            nameof(CheckIntegrity),
            () => LongRead.Run(_database, IntegrityCheck.Run, nameof(CheckIntegrity), cancellationToken));
        if (_traces is not null)
        {
            errors.AddRange(_traces.CheckIntegrity(cancellationToken).Errors.Select(OfTraces));
        }

        return new IntegrityReport(errors, _clock.GetElapsedTime(start));
    }

    /// <summary><see cref="CheckIntegrity"/> on a thread of its own: the work is reading and writing that blocks.</summary>
    /// <inheritdoc cref="CheckIntegrity"/>
    public Task<IntegrityReport> CheckIntegrityAsync(CancellationToken cancellationToken = default) =>
        OnItsOwnThread(() => CheckIntegrity(cancellationToken), cancellationToken);

    /// <summary>
    /// Everything that <see cref="CheckIntegrity"/> does, and every row compared with the checksum that the store has written into it:
    /// finds changed bits that SQLite's own check does not see. Reads the whole file twice; writers go on meanwhile, and the log is not
    /// used again until it has ended.
    /// </summary>
    /// <param name="cancellationToken">Ends it within milliseconds.</param>
    /// <exception cref="LeadStoreException">The file cannot be read at all; see <see cref="LeadStoreException.Kind"/>.</exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public VerificationReport Verify(CancellationToken cancellationToken = default)
    {
        long start = _clock.GetTimestamp();
        VerificationReport report = Verb.Run(
            nameof(Verify), () => LongRead.Run(_database, Verification.Run, nameof(Verify), cancellationToken));
        if (_traces?.Verify(cancellationToken) is { } traces)
        {
            report = report with
            {
                Errors = [.. report.Errors, .. traces.Errors.Select(OfTraces)],
                DamagedRows = [.. report.DamagedRows, .. traces.DamagedRows],
                FoundInTraces = traces.Found,
                DamagedRowCount = report.DamagedRowCount + traces.DamagedRowCount,
                UnverifiableRowCount = report.UnverifiableRowCount + traces.UnverifiableRowCount,
            };
        }

        return report with { Duration = _clock.GetElapsedTime(start) };
    }

    /// <summary><see cref="Verify"/> on a thread of its own: the work is reading and writing that blocks.</summary>
    /// <inheritdoc cref="Verify"/>
    public Task<VerificationReport> VerifyAsync(CancellationToken cancellationToken = default) =>
        OnItsOwnThread(() => Verify(cancellationToken), cancellationToken);

    /// <summary>
    /// Takes damaged rows for good as they are: gives those that <see cref="Verify"/> has named a checksum of what they hold now, so that
    /// backups are made again. Only after somebody has looked at them, or has written them anew (<c>UpdateLead</c> and its like leave a
    /// damaged row known as damaged): what the row held before is not in this file any more. A row that has changed again since the report
    /// was made is not touched, nor is one that only contradicts others, which stops no backup. All in one transaction.
    /// </summary>
    /// <param name="report">Of this store; at most the first 1,000 rows are in it, so that more need another <see cref="Verify"/>.</param>
    /// <returns>How many rows were accepted.</returns>
    /// <exception cref="LeadStoreException">As of any write; nothing was accepted.</exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    public int AcceptDamagedRows(VerificationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        int accepted = Accept(report.Found) + (_traces?.Accept(report.FoundInTraces) ?? 0);
        if (accepted > 0)
        {
            StoreLog.RowsAccepted(_logger, accepted);
        }

        return accepted;
    }

    /// <summary>
    /// Writes everything that the store holds at one moment as SQL, while others go on reading and writing: plain text, a line for each
    /// row, that <see cref="LoadDump"/> and the <c>sqlite3</c> shell load. The same content gives the same text. The last line counts the
    /// rows and gives a SHA-256, so that a file that was cut off is recognised. The file is readable by its owner alone, gets its name when
    /// it is whole, and holds personal data in the clear. What an application has added to the file is left out, and
    /// <see cref="DumpReport.LeftOut"/> names it. For a copy that is restored as it is, a backup is quicker.
    /// </summary>
    /// <param name="path">A file that does not exist yet, in a directory that does. A name that ends with <c>.gz</c> is compressed.</param>
    /// <param name="options">How it is written; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Told on the calling thread; what it throws ends the dump, unless that is done already.</param>
    /// <param name="cancellationToken">Ends the dump, which leaves nothing behind.</param>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.TargetExists"/>: the name is taken. <see cref="LeadStoreErrorKind.CannotOpen"/>: the directory does
    /// not exist. <see cref="LeadStoreErrorKind.ReadOnly"/>: nothing may be written there. <see cref="LeadStoreErrorKind.StorageFull"/>: no
    /// room. <see cref="LeadStoreErrorKind.Corrupt"/>: the store is damaged. <see cref="LeadStoreErrorKind.SchemaTooNew"/>: another process
    /// has brought the file to a schema that this library does not know.
    /// </exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public DumpReport Dump(
        string path, DumpOptions? options = null, IProgress<DumpProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        RefuseTwoFiles("A dump");
        bool compress = options?.Compress ?? path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        return Long(nameof(Dump), either => new DumpMaker(_database, _clock, progress, either).ToFile(path, compress), cancellationToken);
    }

    /// <summary><see cref="Dump(string, DumpOptions, IProgress{DumpProgress}, CancellationToken)"/> on a thread of its own: the work is reading and writing that blocks.</summary>
    /// <inheritdoc cref="Dump(string, DumpOptions, IProgress{DumpProgress}, CancellationToken)"/>
    public Task<DumpReport> DumpAsync(
        string path, DumpOptions? options = null, IProgress<DumpProgress>? progress = null, CancellationToken cancellationToken = default) =>
        OnItsOwnThread(() => Dump(path, options, progress, cancellationToken), cancellationToken);

    /// <summary>
    /// <see cref="Dump(string, DumpOptions, IProgress{DumpProgress}, CancellationToken)"/> to a stream, which stays open.
    /// </summary>
    /// <param name="stream">What is written to. What it throws comes out as it is.</param>
    /// <param name="options">How it is written; <see langword="null"/> for plain text.</param>
    /// <param name="progress">Told on the calling thread; what it throws ends the dump, unless that is done already.</param>
    /// <param name="cancellationToken">Ends the dump; the stream has a part of it then, which is recognised as one.</param>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.Corrupt"/> or another kind: the store cannot be read.</exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public DumpReport Dump(
        Stream stream, DumpOptions? options = null, IProgress<DumpProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RefuseTwoFiles("A dump");
        bool compress = options?.Compress ?? false;
        return Long(nameof(Dump), either => new DumpMaker(_database, _clock, progress, either).ToStream(stream, compress), cancellationToken);
    }

    /// <summary>
    /// Makes a new database from a dump, plain or gzip, whatever its name is. The dump is not trusted: its SHA-256 is compared before
    /// anything is made, and only rows and the tables, indexes, triggers and views of the migrations are let in. What was made is checked
    /// (its schema, structure, references and rows) before it gets its name. It is not opened; opening brings an older schema up to date.
    /// </summary>
    /// <param name="dump">A file that <c>Dump</c> has written.</param>
    /// <param name="newDatabase">A file that does not exist yet, in a directory that does; readable by its owner alone.</param>
    /// <param name="cancellationToken">Ends the load, which leaves nothing behind.</param>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.TargetExists"/>: the name of the database, or of a log beside it, is taken.
    /// <see cref="LeadStoreErrorKind.NotALeadStore"/>: the file is no dump of a LeadStore database.
    /// <see cref="LeadStoreErrorKind.SchemaTooNew"/>: a newer LeadStore wrote it. <see cref="LeadStoreErrorKind.Corrupt"/>: it was cut off,
    /// damaged, or changed. <see cref="LeadStoreErrorKind.CannotOpen"/>: the dump or the directory does not exist.
    /// <see cref="LeadStoreErrorKind.StorageFull"/>: no room.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DumpLoadReport LoadDump(string dump, string newDatabase, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dump);
        ArgumentException.ThrowIfNullOrWhiteSpace(newDatabase);
        return Verb.Run(nameof(LoadDump), () => new DumpLoader(TimeProvider.System, cancellationToken).Load(dump, newDatabase));
    }

    /// <summary>
    /// Makes the indexes of the store again that another program has dropped or changed, lets SQLite look anew at how the values of each
    /// table are spread, by which it chooses how to answer reports in SQL, and, if asked, writes the file anew without its free pages. Without <see cref="OptimizeOptions.Vacuum"/> it takes some milliseconds a table, and
    /// writers go on between the tables. Once a week is often enough; connections that are open use what was found once they open anew.
    /// </summary>
    /// <param name="options">What to do; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">
    /// Ends it between two tables, or while the file is written anew, of which nothing is left then. What was learned of a table stays.
    /// </param>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.StorageFull"/>: no room; nothing was changed. <see cref="LeadStoreErrorKind.Busy"/>: another process
    /// held the write lock for longer than <see cref="LeadDatabaseOptions.BusyTimeout"/>. <see cref="LeadStoreErrorKind.Corrupt"/>: the
    /// file is damaged. <see cref="LeadStoreErrorKind.Duplicate"/>: an index that is missing cannot be made again, because rows are there
    /// that it would not have let in.
    /// </exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public OptimizeReport Optimize(OptimizeOptions? options = null, CancellationToken cancellationToken = default)
    {
        OptimizeReport report = Verb.Run(
            nameof(Optimize), () => new Optimizer(_database, _location.Path, _clock, new Surroundings()).Run(options, cancellationToken));
        return _traces?.Optimize(options, cancellationToken) is { } traces
            ? report with
            {
                RestoredIndexes = [.. report.RestoredIndexes, .. traces.RestoredIndexes],
                AnalyzedTables = [.. report.AnalyzedTables, .. traces.AnalyzedTables],
                BytesBefore = report.BytesBefore + traces.BytesBefore,
                BytesAfter = report.BytesAfter + traces.BytesAfter,
                Duration = report.Duration + traces.Duration,
            }
            : report;
    }

    /// <summary><see cref="Optimize"/> on a thread of its own: the work is reading and writing that blocks.</summary>
    /// <inheritdoc cref="Optimize"/>
    public Task<OptimizeReport> OptimizeAsync(OptimizeOptions? options = null, CancellationToken cancellationToken = default) =>
        OnItsOwnThread(() => Optimize(options, cancellationToken), cancellationToken);

    /// <summary>
    /// Makes a backup of what is committed now, while others go on reading and writing. It is one state of the store, opened again and
    /// compared with the store row by row before it gets its name, with a manifest beside it, and readable by its owner alone. What ends
    /// it before leaves nothing behind. A store in memory can be backed up too; its other callers wait meanwhile.
    /// </summary>
    /// <param name="path">
    /// A directory, in which the backup gets a name with the UTC time, such as <c>leads-20261123T010203Z.db</c>; or a file that does not
    /// exist yet, in a directory that does. The name of a file needs an extension, so that a directory that is missing is not taken for one.
    /// </param>
    /// <param name="options">How it is made; default uncompressed.</param>
    /// <param name="progress">Told on the thread of the backup; what it throws ends the backup, unless that is done already.</param>
    /// <param name="cancellationToken">Ends the backup within milliseconds.</param>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.TargetExists"/>: the file, its manifest or a link of that name exists; it was not changed.
    /// <see cref="LeadStoreErrorKind.CannotOpen"/>: the directory does not exist. <see cref="LeadStoreErrorKind.ReadOnly"/>: nothing may be
    /// written there. <see cref="LeadStoreErrorKind.StorageFull"/>: no room. <see cref="LeadStoreErrorKind.Corrupt"/>: the store, or the
    /// copy of it, is damaged. <see cref="LeadStoreErrorKind.InputOutput"/>: the system reported an error.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public BackupReport Backup(
        string path, BackupOptions? options = null, IProgress<BackupProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new BackupOptions();
        if (!Enum.IsDefined(options.Compression))
        {
            throw new ArgumentException("Compression must be None or Gzip.", nameof(options));
        }

        // The traces first: whatever they have posted by then is in the store by now, and what they have not is posted when the two are opened.
        BackupReport? traces = _traces?.BackUpAs(TracePath(path, options), options, null, cancellationToken);
        try
        {
            return BackUpAs(path, options, progress, cancellationToken) with { SkipTraces = traces };
        }
        catch when (traces is not null)
        {
            File.Delete(traces.Path);
            File.Delete(traces.ManifestPath);
            throw;
        }
    }

    private BackupReport BackUpAs(
        string path, BackupOptions options, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        BackupReport report = Long(
            nameof(Backup), either => new BackupMaker(_database, _location, _clock).Make(path, options, progress, either), cancellationToken);
        StoreLog.BackupMade(_logger, report.Length, report.Duration.TotalMilliseconds);
        return report;
    }

    // Beside the backup of the store, under a name that none of its own backups has.
    private string TracePath(string path, BackupOptions options) => Directory.Exists(path)
        ? BackupName.Free(Path.GetFullPath(path), TraceName, _clock.GetUtcNow(), options.Compression)
        : path + ".traces";

    private string TraceName => BackupName.StoreName(_location) + ".traces";

    private static string OfTraces(string error) => $"In the file of skip traces: {error}";

    private int Accept(IReadOnlyList<MismatchedRow> found) =>
        Verb.Run(nameof(AcceptDamagedRows), () => _database.Engine.Write(RowAcceptance.Accept, found, nameof(AcceptDamagedRows)));

    private void RefuseTwoFiles(string what)
    {
        if (_traces is not null)
        {
            throw new InvalidOperationException(
                $"{what} is of one file, and the skip traces of this store are in another one (LeadDatabaseOptions.SkipTracePath). Make a backup, "
                + "which has both.");
        }
    }

    /// <summary>A backup beside the store, named after what comes next; null in memory, of which there is none.</summary>
    internal string? BackUpBefore(string what, CancellationToken cancellationToken)
    {
        while (!_database.InMemory)
        {
            try
            {
                return Backup(BackupName.FreeBefore(what, _location.Path, _clock.GetUtcNow()), cancellationToken: cancellationToken).Path;
            }
            catch (LeadStoreException failure) when (failure.Kind == LeadStoreErrorKind.TargetExists)
            {
                // Somebody who began in the same second has got the name.
            }
        }

        return null;
    }

    /// <summary><see cref="Backup"/> on a thread of its own: the work is reading and writing that blocks.</summary>
    /// <inheritdoc cref="Backup"/>
    public Task<BackupReport> BackupAsync(
        string path, BackupOptions? options = null, IProgress<BackupProgress>? progress = null, CancellationToken cancellationToken = default) =>
        OnItsOwnThread(() => Backup(path, options, progress, cancellationToken), cancellationToken);

    /// <summary>
    /// Checks a backup, or any LeadStore database that nobody has open, as a restore does before it changes anything: its manifest, its
    /// length and SHA-256, whose file it is, its schema, its structure and its references. What a backup is, it finds by its content and
    /// not by its name. A compressed one is unpacked into a private directory beside it for the time of the check.
    /// </summary>
    /// <param name="path">The backup.</param>
    /// <param name="options">What it may be.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>What the backup holds; a bad one is an exception.</returns>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.CannotOpen"/>: it does not exist. <see cref="LeadStoreErrorKind.NotALeadStore"/>: it is something else.
    /// <see cref="LeadStoreErrorKind.SchemaTooNew"/>: a newer LeadStore made it. <see cref="LeadStoreErrorKind.Migration"/>: one with other
    /// migrations did. <see cref="LeadStoreErrorKind.Corrupt"/>: it is damaged, or not what its manifest says.
    /// <see cref="LeadStoreErrorKind.InUse"/>: it is a database with a log beside it. <see cref="LeadStoreErrorKind.TooLarge"/>: it is
    /// larger than <see cref="RestoreOptions.MaxDatabaseLength"/>.
    /// </exception>
    public static BackupCheck VerifyBackup(string path, RestoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Verb.Run(nameof(VerifyBackup), () => BackupVerifier.Verify(path, options ?? new RestoreOptions(), cancellationToken));
    }

    /// <summary><see cref="VerifyBackup"/> on a thread of its own: the work is reading and writing that blocks.</summary>
    /// <inheritdoc cref="VerifyBackup"/>
    public static Task<BackupCheck> VerifyBackupAsync(
        string path, RestoreOptions? options = null, CancellationToken cancellationToken = default) =>
        OnItsOwnThread(() => VerifyBackup(path, options, cancellationToken), cancellationToken);

    /// <summary>
    /// Puts a backup in the place of this store, which stays open: its other callers wait for the moment of the exchange, and then see what
    /// the backup holds. The backup is verified and brought up to date in a copy before anything is touched, the exchange is one rename,
    /// and what was there before is kept beside the store. A backup of another store is let in too, and the report says so. Only the
    /// one process may have the store open, with no connection for reports. Backups, verifications, dumps and reports that are under way
    /// are let end, for at most <see cref="LeadDatabaseOptions.BusyTimeout"/>. For a store that is not open see <see
    /// cref="LeadDatabase.Restore"/>.
    /// </summary>
    /// <param name="backup">The backup, compressed or not.</param>
    /// <param name="options">What the backup may be; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">
    /// Ends the restore and leaves the store as it was. Has no effect any more once the exchange has begun.
    /// </param>
    /// <exception cref="LeadStoreException">
    /// As <see cref="LeadDatabase.Restore"/>. <see cref="LeadStoreErrorKind.Busy"/>: somebody else has the file open, or a backup or the
    /// like did not end in time; the store goes on as it was.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The store is in memory, or the call is inside one of its transactions or told of the progress of one of its backups or dumps.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the store is as it was.</exception>
    public RestoreReport Restore(string backup, RestoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(backup);
        if (_database.InMemory)
        {
            throw new InvalidOperationException("A store in memory has no file that a backup could replace; restore it into a file.");
        }

        if (_traces is not null)
        {
            throw new InvalidOperationException(
                "The skip traces of this store are in a file of their own (LeadDatabaseOptions.SkipTracePath), which must be put in step with what is "
                + "restored. Close the store, restore it by LeadDatabase.Restore, and open it.");
        }

        RestoreTarget target = new(_location.Path, null, _clock, _database, _migrations);
        RestoreReport report = Verb.Run(
            nameof(Restore), () => Restoring.Restore(backup, target, options ?? new RestoreOptions(), cancellationToken));
        StoreLog.Restored(_logger);
        return report;
    }

    /// <summary><see cref="Restore"/> on a thread of its own: the work is reading and writing that blocks.</summary>
    /// <inheritdoc cref="Restore"/>
    public Task<RestoreReport> RestoreAsync(
        string backup, RestoreOptions? options = null, CancellationToken cancellationToken = default) =>
        OnItsOwnThread(() => Restore(backup, options, cancellationToken), cancellationToken);

    /// <summary>
    /// Removes old backups of this store from a directory, keeping the newest of each of the last days and weeks (of the ISO calendar, in
    /// UTC) that have one. The newest backup that <see cref="VerifyBackup"/> finds good is never removed; if none is good, nothing is. Only
    /// files that <see cref="Backup"/> named after this store's file, with manifests that name this very store, are looked at: several
    /// stores may share a directory. What has such a name and is not known to be of this store is left alone and reported, and so are newer
    /// backups that are not good. What restores have kept beside the store (<see cref="RestoreReport.KeptPath"/>) is never touched.
    /// </summary>
    /// <param name="directory">The directory of the backups.</param>
    /// <param name="keepDaily">Of how many days, 0 to 10,000.</param>
    /// <param name="keepWeekly">Of how many weeks, 0 to 10,000.</param>
    /// <param name="cancellationToken">Ends it before anything is removed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="LeadStoreException">
    /// The directory cannot be read, or a file in it not be removed; or the store cannot be read.
    /// </exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    public RetentionReport ApplyRetention(string directory, int keepDaily = 7, int keepWeekly = 4, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        Retention.RequireKeep(keepDaily, nameof(keepDaily));
        Retention.RequireKeep(keepWeekly, nameof(keepWeekly));
        return Verb.Run(nameof(ApplyRetention), () =>
        {
            string? uid = StoreIdentity.Of(_database, nameof(ApplyRetention));
            RetentionReport report = Retention.Apply(
                directory, BackupName.StoreName(_location), uid, keepDaily, keepWeekly, cancellationToken);
            if (_traces is not null)
            {
                string? traceUid = StoreIdentity.Of(_traces._database, nameof(ApplyRetention));
                RetentionReport traces = Retention.Apply(directory, TraceName, traceUid, keepDaily, keepWeekly, cancellationToken);
                report = report with
                {
                    Kept = [.. report.Kept, .. traces.Kept],
                    Removed = [.. report.Removed, .. traces.Removed],
                    Rejected = [.. report.Rejected, .. traces.Rejected],
                    LeftAlone = [.. report.LeftAlone, .. traces.LeftAlone],
                };
            }

            if (report.Rejected.Count > 0)
            {
                StoreLog.BackupsRejected(_logger, report.Rejected.Count);
            }

            return report;
        });
    }

    /// <summary>
    /// Begins to make backups at an interval: the first when the newest one of this store in the directory is as old as that, or at once if
    /// there is none.
    /// </summary>
    /// <param name="options">When and where.</param>
    /// <returns>The schedule; it ends when it is disposed, or with the store.</returns>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    public BackupSchedule ScheduleBackups(BackupScheduleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        BackupSchedule.Check(options);
        DateTimeOffset? newest = FoundBackup.NewestGood(_database, _location, options.Directory, nameof(ScheduleBackups));
        return new BackupSchedule(this, options, newest, _clock, _logger, _database.Engine.Closing);
    }

    /// <summary><see cref="LeadDatabase.SelfTest"/>.</summary>
    internal SelfTestReport SelfTest(SelfTestOptions? options, CancellationToken cancellationToken) => Verb.Run(
        nameof(SelfTest), () => new SpeedTest(_database, _traces?._database, _clock).Run(options ?? new SelfTestOptions(), cancellationToken));

    /// <summary><see cref="LeadDatabase.AdviseIndexes"/>.</summary>
    internal IReadOnlyList<IndexAdvice> AdviseIndexes(CancellationToken cancellationToken)
    {
        PerformanceStats seen = GetPerformanceStats();
        return seen.IsCounting
            ? Verb.Run(nameof(AdviseIndexes), () => LongRead.Run(
                _database, (db, ends) => IndexAdvisor.Run(db, seen.Statements, ends), nameof(AdviseIndexes), cancellationToken))
            : throw new InvalidOperationException(
                "No statement was counted, so that none can be advised on. Set LeadDatabaseOptions.CountStatements, and let the application run.");
    }

    /// <summary><see cref="LeadDatabase.GetPerformanceStats"/>.</summary>
    internal PerformanceStats GetPerformanceStats()
    {
        ObjectDisposedException.ThrowIf(_database.Engine.IsClosed, typeof(LeadDatabase));
        StatementWatch watch = _database.Connections.Statements;
        return new PerformanceStats
        {
            IsCounting = watch.Counts,
            Since = watch.Since,
            Statements = [.. watch.Counters.Select(counter => counter.Read()).OrderByDescending(one => one.Total)],
            RecentSlow = watch.RecentSlow,
            ReadersInUse = _database.Engine.ReadersInUse,
            MaxReaders = _database.Engine.MaxReaders,
            WaitingWriters = _database.Engine.WaitingWriters,
        };
    }

    /// <summary><see cref="SelfTest"/> on a thread of its own.</summary>
    internal Task<SelfTestReport> SelfTestAsync(SelfTestOptions? options, CancellationToken cancellationToken) =>
        OnItsOwnThread(() => SelfTest(options, cancellationToken), cancellationToken);

    private T Long<T>(string name, Func<CancellationToken, T> read, CancellationToken cancellation) =>
        Verb.Run(name, () => _database.Engine.RunLong(read, name, cancellation));

    private static Task<T> OnItsOwnThread<T>(Func<T> verb, CancellationToken cancellation) =>
        Task.Factory.StartNew(verb, cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
