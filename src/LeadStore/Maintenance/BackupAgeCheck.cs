using System.Globalization;
using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>Looks whether there is a backup of a store and how old the newest one is, by the manifests beside the backups.</summary>
internal static class BackupAgeCheck
{
    private static readonly string Suffix = BackupManifest.PathOf("");

    /// <param name="options">Where the backups are, and how old the newest may be.</param>
    /// <param name="uid">Which store it is; null if that cannot be told, and then any backup counts.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<DoctorFinding> Findings(DoctorOptions options, string? uid, DateTimeOffset now)
    {
        if (options.BackupDirectory is not { } directory)
        {
            yield return new DoctorFinding(
                "backup_unknown",
                DoctorSeverity.Info,
                "Backups were not looked at, because DoctorOptions.BackupDirectory names no directory.",
                "Name the directory that the backups of this store are in.");
            yield break;
        }

        List<BackupManifest?> manifests = Directory.Exists(directory) ? Manifests(directory) : [];
        List<BackupManifest> ours = [.. manifests.OfType<BackupManifest>().Where(manifest => uid is null || manifest.StoreUid == uid)];

        // One with damaged rows was made because no good one could be.
        DateTimeOffset? newest = ours.Where(manifest => manifest.DamagedRows == 0).Max(manifest => (DateTimeOffset?)manifest.CreatedAt);
        if (newest is null)
        {
            yield return new DoctorFinding(
                "backup_missing",
                DoctorSeverity.Warning,
                $"There is no backup of this store in {directory}{Others(manifests, ours.Count)}.",
                "Make one with Maintenance.Backup, and make them regularly.");
        }
        else if (now - newest > options.MaxBackupAge)
        {
            yield return new DoctorFinding(
                "backup_old",
                DoctorSeverity.Warning,
                $"The newest backup in {directory} was made at {newest:yyyy-MM-ddTHH:mm:ssZ}, "
                + $"{(now - newest.Value).TotalDays.ToString("0.#", CultureInfo.InvariantCulture)} days ago.",
                "Find out why none was made since, and make one with Maintenance.Backup.");
        }
    }

    private static string Others(List<BackupManifest?> manifests, int withDamagedRows)
    {
        int unreadable = manifests.Count(manifest => manifest is null);
        int others = manifests.Count - unreadable - withDamagedRows;
        return manifests.Count == 0
            ? ""
            : $" ({withDamagedRows} with damaged rows, {others} of other stores or of an earlier build, "
                + $"{unreadable} whose manifest cannot be read)";
    }

    // Null for a manifest that cannot be read: restoring from its backup would be refused.
    private static List<BackupManifest?> Manifests(string directory) =>
    [
        .. Directory.EnumerateFiles(directory, "*" + Suffix)
            .Select(manifest => manifest[..^Suffix.Length])
            .Where(File.Exists)
            .Select(Read),
    ];

    private static BackupManifest? Read(string backup)
    {
        try
        {
            return BackupManifest.ReadBeside(backup);
        }
        catch (Exception failure) when (failure is LeadStoreException || FileFailure.Is(failure))
        {
            return null;
        }
    }
}
