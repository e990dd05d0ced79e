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

    internal StoreMaintenance(SqliteDatabase database, DatabaseLocation location, TimeProvider clock, ILogger logger)
    {
        _database = database;
        _location = location;
        _clock = clock;
        _logger = logger;
    }
}
