namespace LeadStore;

/// <summary>Where the database file lies, and which setting said so.</summary>
internal readonly record struct DatabaseLocation(string Path, DatabasePathSource Source)
{
    private const string DefaultName = "leads.db";
    private const string PathVariable = "DATABASE_PATH";
    private const string VolumeVariable = "RAILWAY_VOLUME_MOUNT_PATH";

    /// <param name="path">The path from the options, or null.</param>
    /// <param name="environment">Reads an environment variable.</param>
    public static DatabaseLocation Resolve(string? path, Func<string, string?> environment)
    {
        if (!string.IsNullOrWhiteSpace(path))
        {
            return At(path, DatabasePathSource.Options);
        }

        if (environment(PathVariable) is { } variable && !string.IsNullOrWhiteSpace(variable))
        {
            return At(variable, DatabasePathSource.DatabasePathVariable);
        }

        return environment(VolumeVariable) is { } volume && !string.IsNullOrWhiteSpace(volume)
            ? At(System.IO.Path.Combine(volume, DefaultName), DatabasePathSource.RailwayVolumeVariable)
            : At(DefaultName, DatabasePathSource.WorkingDirectory);
    }

    /// <summary>The path and the setting that chose it, for messages.</summary>
    public string Describe() => $"'{Path}' (chosen by {Setting})";

    private string Setting => Source switch
    {
        DatabasePathSource.Options => "LeadDatabaseOptions.Path",
        DatabasePathSource.DatabasePathVariable => $"the environment variable {PathVariable}",
        DatabasePathSource.RailwayVolumeVariable => $"the environment variable {VolumeVariable}",
        DatabasePathSource.WorkingDirectory => "the default, the working directory",
        _ => "OpenInMemory",
    };

    private static DatabaseLocation At(string path, DatabasePathSource source)
    {
        if (path.Trim() == ":memory:")
        {
            throw new LeadStoreException(LeadStoreErrorKind.CannotOpen, "':memory:' is not a file. Use LeadDatabase.OpenInMemory.");
        }

        try
        {
            return new DatabaseLocation(System.IO.Path.GetFullPath(path), source);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException or PathTooLongException)
        {
            DatabaseLocation unusable = new(path.Replace('\0', '?'), source);
            throw new LeadStoreException(
                LeadStoreErrorKind.CannotOpen, $"The database {unusable.Describe()} could not be opened: it is not a path.", failure);
        }
    }
}
