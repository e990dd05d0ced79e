using LeadStore.Sqlite;
using Microsoft.Extensions.Logging;

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
}
