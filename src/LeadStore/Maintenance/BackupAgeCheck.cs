using System.Globalization;
using System.Text.Json;

namespace LeadStore.Maintenance;

/// <summary>Looks whether there is a backup and how old the newest one is, by the manifests beside the backups.</summary>
internal static class BackupAgeCheck
{
    private const string ManifestSuffix = ".manifest.json";
    private const int LargestManifest = 1024 * 1024;

    // A manifest is written by this library, of whatever version.
    private static readonly string[] CreatedNames = ["createdat", "created"];

    public static IEnumerable<DoctorFinding> Findings(DoctorOptions options, DateTimeOffset now)
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

        DateTimeOffset? newest = Newest(directory);
        if (newest is null)
        {
            yield return new DoctorFinding(
                "backup_missing",
                DoctorSeverity.Warning,
                $"There is no backup in {directory}.",
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

    private static DateTimeOffset? Newest(string directory) => Directory.Exists(directory)
        ? Directory.EnumerateFiles(directory, "*" + ManifestSuffix)
            .Where(manifest => File.Exists(manifest[..^ManifestSuffix.Length]))
            .Select(CreatedAt)
            .Max()
        : null;

    // A manifest that cannot be read stands for no backup: restoring from it would be refused.
    private static DateTimeOffset? CreatedAt(string manifest)
    {
        try
        {
            if (new FileInfo(manifest).Length > LargestManifest)
            {
                return null;
            }

            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(manifest));
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                string name = property.Name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
                if (CreatedNames.Contains(name) && property.Value.ValueKind == JsonValueKind.String
                    && property.Value.TryGetDateTimeOffset(out DateTimeOffset created))
                {
                    return created.ToUniversalTime();
                }
            }

            return null;
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }
}
