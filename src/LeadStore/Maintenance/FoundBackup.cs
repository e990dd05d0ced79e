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
