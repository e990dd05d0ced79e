namespace LeadStore;

/// <summary>Which setting chose the database file; see <see cref="LeadDatabase.PathSource"/>.</summary>
public enum DatabasePathSource
{
    /// <summary><see cref="LeadDatabaseOptions.Path"/> or the argument of <see cref="LeadDatabase.Open(string)"/>.</summary>
    Options,

    /// <summary>The environment variable <c>DATABASE_PATH</c>.</summary>
    DatabasePathVariable,

    /// <summary><c>leads.db</c> in the directory that <c>RAILWAY_VOLUME_MOUNT_PATH</c> names.</summary>
    RailwayVolumeVariable,

    /// <summary><c>leads.db</c> in the working directory.</summary>
    WorkingDirectory,

    /// <summary>No file: the database is in memory.</summary>
    Memory,
}
