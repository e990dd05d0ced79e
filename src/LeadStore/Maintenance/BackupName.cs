using System.Globalization;
using System.Text.RegularExpressions;

namespace LeadStore.Maintenance;

/// <summary>
/// The name of a backup that was made into a directory: <c>leads-20261123T010203Z.db</c>, with <c>.gz</c> behind it if it is compressed,
/// and with a number where several were made in one second.
/// </summary>
internal sealed partial record BackupName(string Path, DateTimeOffset Time, int Number)
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    public static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static bool TryReadStamp(string stamp, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        stamp, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    /// <summary>The name of a store's backups: that of its file without the extension.</summary>
    public static string StoreName(DatabaseLocation location) => location.Source == DatabasePathSource.Memory
        ? "leads"
        : System.IO.Path.GetFileNameWithoutExtension(location.Path);

    /// <summary>A path in a directory that nothing has yet.</summary>
    public static string Free(string directory, string store, DateTimeOffset time, BackupCompression compression)
    {
        string extension = compression == BackupCompression.Gzip ? ".db.gz" : ".db";
        for (int number = 1; ; number++)
        {
            string suffix = number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{number}");
            string path = System.IO.Path.Combine(directory, $"{store}-{Stamp(time)}{suffix}{extension}");
            if (!System.IO.Path.Exists(path) && !System.IO.Path.Exists(BackupManifest.PathOf(path)))
            {
                return path;
            }
        }
    }

    /// <summary>A free name beside a database for the backup that is made before something that cannot be taken back.</summary>
    public static string FreeBefore(string what, string live, DateTimeOffset time)
    {
        string name = $"{live}.before-{what}-{Stamp(time)}";
        string free = $"{name}.db";
        for (int number = 2; System.IO.Path.Exists(free) || System.IO.Path.Exists(BackupManifest.PathOf(free)); number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}.db");
        }

        return free;
    }

    /// <summary>The backups of one store in a directory, the newest first. Other files are not among them.</summary>
    public static List<BackupName> List(string directory, string store) =>
    [
        .. Directory.EnumerateFiles(directory)
            .Select(path => Parse(path, store))
            .OfType<BackupName>()
            .OrderByDescending(name => name.Time).ThenByDescending(name => name.Number),
    ];

    public static BackupName? Parse(string path, string store)
    {
        Match match = Shape().Match(System.IO.Path.GetFileName(path));
        return match.Success
            && match.Groups["store"].Value == store
            && TryReadStamp(match.Groups["time"].Value, out DateTimeOffset time)
            ? new BackupName(path, time, match.Groups["number"] is { Success: true } number ? int.Parse(number.ValueSpan, CultureInfo.InvariantCulture) : 1)
            : null;
    }

    [GeneratedRegex(@"^(?<store>.+)-(?<time>\d{8}T\d{6}Z)(-(?<number>[1-9]\d{0,5}))?\.db(\.gz)?$", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
