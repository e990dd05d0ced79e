using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>A file in a directory that has the name of a store's backup, and what its manifest says.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Manifest">Its manifest; null if it has none that can be read.</param>
/// <param name="HasBadManifest">Whether there is a manifest, and it cannot be read.</param>
internal sealed record FoundBackup(BackupName Name, BackupManifest? Manifest, bool HasBadManifest)
{
    public string Path => Name.Path;

    /// <summary>Which store it was made of; null where nothing says so.</summary>
    public string? StoreUid => Manifest?.StoreUid;

    /// <summary>Everything in a directory that is named as a backup of a store, the newest first. The backups are not opened.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="store">The name of the store's file, without its extension.</param>
    public static List<FoundBackup> In(string directory, string store) => [.. BackupName.List(directory, store).Select(Find)];

    /// <summary>
    /// When the newest backup of an open store was made, of those without damaged rows. Null where there is none, and where that cannot be
    /// found out.
    /// </summary>
    /// <param name="database">The store.</param>
    /// <param name="location">Where it is.</param>
    /// <param name="directory">The directory of its backups.</param>
    /// <param name="name">What the caller has called.</param>
    public static DateTimeOffset? NewestGood(SqliteDatabase database, DatabaseLocation location, string directory, string name)
    {
        try
        {
            string? uid = StoreIdentity.Of(database, name);
            return In(System.IO.Path.GetFullPath(directory), BackupName.StoreName(location))
                .FirstOrDefault(backup => uid is not null && backup.StoreUid == uid && backup.Manifest!.DamagedRows == 0)?.Name.Time;
        }
        catch (Exception failure) when (failure is LeadStoreException || FileFailure.Is(failure))
        {
            // The first backup of the schedule meets the same, and reports it.
            return null;
        }
    }

    private static FoundBackup Find(BackupName name)
    {
        try
        {
            return new FoundBackup(name, BackupManifest.ReadBeside(name.Path), HasBadManifest: false);
        }
        catch (Exception failure) when (failure is LeadStoreException || FileFailure.Is(failure))
        {
            return new FoundBackup(name, null, HasBadManifest: true);
        }
    }
}
