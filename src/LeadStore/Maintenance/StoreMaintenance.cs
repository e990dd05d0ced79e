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
    /// The sizes of the file and its log, the rows of each table, and what has grown since the last call. Counts rows by walking an index of
    /// each table: some milliseconds for a hundred thousand.
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
    /// Everything that <see cref="CheckIntegrity"/> does, and every row compared with the checksum that the store has written into it: finds
    /// changed bits that SQLite's own check does not see. Reads the whole file twice; writers go on meanwhile, and the log is not used again
    /// until it has ended.
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
}
