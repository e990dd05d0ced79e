using LeadStore.Maintenance;
using LeadStore.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace LeadStore;

/// <summary>
/// Care for the database file: backup, restore, verification, statistics. Reached by <see cref="LeadDatabase.Maintenance"/>; safe to use
/// from any thread beside everything else.
/// </summary>
public sealed class StoreMaintenance
{
#pragma warning disable IDE0052 // used as the verbs arrive
    private readonly SqliteDatabase _database;
    private readonly DatabaseLocation _location;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly StatisticsReader _statistics;

    internal StoreMaintenance(SqliteDatabase database, DatabaseLocation location, TimeProvider clock, ILogger logger)
    {
        _database = database;
        _location = location;
        _clock = clock;
        _logger = logger;
        _statistics = new StatisticsReader(database, location, clock);
    }

    /// <summary>
    /// The sizes of the file and its log, the rows of each table, and what has grown since the last call. Counts rows by walking an index
    /// of each table: some milliseconds for a hundred thousand.
    /// </summary>
    /// <exception cref="LeadStoreException">The file cannot be read; see <see cref="LeadStoreException.Kind"/>.</exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    public StoreStatistics GetStatistics() => _statistics.Read();

    /// <summary>
    /// Looks the store over and says in words what is wrong or risky and what to do: where the file lies and who may read it, its log, free
    /// space, the native SQLite, the age of the backups and, if asked, the content. Changes nothing.
    /// </summary>
    /// <param name="options">What to look at; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    public DoctorReport Doctor(DoctorOptions? options = null) =>
        new StoreDoctor(_database, _location.Path, _clock, new Surroundings()).Examine(options);

    /// <summary>
    /// SQLite's check of every page, index and constraint, and of the references between rows. Reads the whole file, some seconds for each
    /// gigabyte; writers go on meanwhile, and the log is not used again until it has ended. It does not find every changed bit.
    /// </summary>
    /// <exception cref="LeadStoreException">The file cannot be read at all; see <see cref="LeadStoreException.Kind"/>.</exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    public IntegrityReport CheckIntegrity()
    {
        long start = _clock.GetTimestamp();
        List<string> errors = LongRead.Run(_database, db => IntegrityCheck.Run(db, "integrity_check"), nameof(CheckIntegrity));
        return new IntegrityReport(errors, _clock.GetElapsedTime(start));
    }

    /// <summary>
    /// Everything that <see cref="CheckIntegrity"/> does, and every row compared with the checksum that the store has written into it:
    /// finds changed bits that SQLite's own check does not see. Reads the whole file twice; writers go on meanwhile, and the log is not
    /// used again until it has ended.
    /// </summary>
    /// <param name="cancellationToken">Looked at between tables.</param>
    /// <exception cref="LeadStoreException">The file cannot be read at all; see <see cref="LeadStoreException.Kind"/>.</exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public VerificationReport Verify(CancellationToken cancellationToken = default)
    {
        long start = _clock.GetTimestamp();
        return LongRead.Run(_database, Verify, nameof(Verify));

        VerificationReport Verify(sqlite3 db)
        {
            List<string> errors = IntegrityCheck.Run(db, "integrity_check");
            RowVerification rows = RowVerification.Run(db, cancellationToken);
            return new VerificationReport
            {
                Errors = [.. errors, .. rows.Errors],
                DamagedRows = rows.Damaged,
                DamagedRowCount = rows.DamagedCount,
                UnverifiableRowCount = rows.UnverifiableCount,
                Duration = _clock.GetElapsedTime(start),
            };
        }
    }

    /// <summary>
    /// Writes everything that the store holds at one moment as SQL, while others go on reading and writing: plain text, a line for each
    /// row, that <see cref="LoadDump"/> and the <c>sqlite3</c> shell load. The same content gives the same text. The last line counts the
    /// rows and gives a SHA-256, so that a file that was cut off is recognised. The file is readable by its owner alone, gets its name when
    /// it is whole, and holds personal data in the clear. For a copy that is restored as it is, a backup is quicker.
    /// </summary>
    /// <param name="path">A file that does not exist yet, in a directory that does. A name that ends with <c>.gz</c> is compressed.</param>
    /// <param name="options">How it is written; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Told on the calling thread; what it throws ends the dump.</param>
    /// <param name="cancellationToken">Ends the dump, which leaves nothing behind.</param>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.TargetExists"/>: the name is taken. <see cref="LeadStoreErrorKind.CannotOpen"/>: the directory does
    /// not exist. <see cref="LeadStoreErrorKind.ReadOnly"/>: nothing may be written there. <see cref="LeadStoreErrorKind.StorageFull"/>: no
    /// room. <see cref="LeadStoreErrorKind.Corrupt"/>: the store is damaged.
    /// </exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public DumpReport Dump(
        string path, DumpOptions? options = null, IProgress<DumpProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        bool compress = options?.Compress ?? path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        return new DumpMaker(_database, _clock, progress, cancellationToken).ToFile(path, compress);
    }

    /// <summary>
    /// <see cref="Dump(string, DumpOptions, IProgress{DumpProgress}, CancellationToken)"/> to a stream, which stays open.
    /// </summary>
    /// <param name="stream">What is written to. What it throws comes out as it is.</param>
    /// <param name="options">How it is written; <see langword="null"/> for plain text.</param>
    /// <param name="progress">Told on the calling thread; what it throws ends the dump.</param>
    /// <param name="cancellationToken">Ends the dump; the stream has a part of it then, which is recognised as one.</param>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.Corrupt"/> or another kind: the store cannot be read.</exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public DumpReport Dump(
        Stream stream, DumpOptions? options = null, IProgress<DumpProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new DumpMaker(_database, _clock, progress, cancellationToken).ToStream(stream, options?.Compress ?? false);
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
        return new DumpLoader(TimeProvider.System, cancellationToken).Load(dump, newDatabase);
    }

    /// <summary>
    /// Lets SQLite look anew at how the values of each table are spread, by which it chooses how to answer reports in SQL, and, if asked,
    /// writes the file anew without its free pages. Without <see cref="OptimizeOptions.Vacuum"/> it takes some milliseconds a table, and
    /// writers go on between the tables. Once a week is often enough; connections that are open use what was found once they open anew.
    /// </summary>
    /// <param name="options">What to do; <see langword="null"/> for the defaults.</param>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.StorageFull"/>: no room; nothing was changed. <see cref="LeadStoreErrorKind.Busy"/>: another process
    /// held the write lock for longer than <see cref="LeadDatabaseOptions.BusyTimeout"/>. <see cref="LeadStoreErrorKind.Corrupt"/>: the
    /// file is damaged.
    /// </exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    public OptimizeReport Optimize(OptimizeOptions? options = null) =>
        new Optimizer(_database, _location.Path, _clock, new Surroundings()).Run(options);
}
