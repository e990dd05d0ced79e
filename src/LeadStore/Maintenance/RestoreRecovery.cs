using System.Globalization;
using System.Text.RegularExpressions;
using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>
/// What a restore that was ended in the middle has left: undone if the new database was not in its place yet, finished if it was. The
/// work directory tells which, because the new database leaves it by the same rename that puts it into place.
/// </summary>
internal static partial class RestoreRecovery
{
    /// <summary>What lies beside a database and belongs to it.</summary>
    public static readonly string[] Suffixes = ["-wal", "-journal"];

    /// <summary>A free name under which a restore keeps what it replaces.</summary>
    public static string KeptName(string live, DateTimeOffset now)
    {
        string name = $"{live}.before-restore-{BackupName.Stamp(now)}";
        string free = name;
        for (int number = 2; IsTaken(free); number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        }

        return free;
    }

    /// <summary>What restores have kept beside a store, with logs, and when each was replaced.</summary>
    /// <param name="live">The absolute path of the store; any symbolic link in it resolved.</param>
    public static IEnumerable<(FileInfo File, DateTimeOffset ReplacedAt)> Kept(string live)
    {
        string name = Path.GetFileName(live);
        foreach (FileInfo file in new DirectoryInfo(Path.GetDirectoryName(live)!).EnumerateFiles())
        {
            if (file.Name.StartsWith(name, StringComparison.Ordinal)
                && KeptEnding().Match(file.Name[name.Length..]) is { Success: true } ending
                && BackupName.TryReadStamp(ending.Groups["time"].Value, out DateTimeOffset replacedAt))
            {
                yield return (file, replacedAt);
            }
        }
    }

    // Also by a restore that was ended in the middle: finishing it gives its old database that name.
    private static bool IsTaken(string name) =>
        Suffixes.Prepend("").Any(suffix => Path.Exists(name + suffix))
        || Directory.EnumerateDirectories(Path.GetDirectoryName(name)!, $"{Path.GetFileName(name)}.tmp-*").Any();

    /// <param name="workDirectory">One whose lock the caller holds.</param>
    public static void Rescue(string workDirectory)
    {
        Match name = WorkName().Match(workDirectory);
        string old = Path.Combine(workDirectory, "old.db");
        if (!name.Success)
        {
            return;
        }

        string live = name.Groups["live"].Value;
        string kept = name.Groups["kept"].Value;
        bool isInPlace = !File.Exists(Path.Combine(workDirectory, "new.db"));
        foreach (string suffix in Suffixes.Where(suffix => File.Exists(old + suffix)))
        {
            Move(old + suffix, (isInPlace ? kept : live) + suffix);
        }

        if (File.Exists(old) && isInPlace)
        {
            Move(old, kept);
        }
        else if (File.Exists(old) && !File.Exists(live))
        {
            Move(old, live);
        }

        NativeFile.SyncDirectory(Path.GetDirectoryName(workDirectory)!);
    }

    private static void Move(string from, string to)
    {
        if (NativeFile.TryMoveToFreeName(from, to))
        {
            return;
        }

        if (NativeFile.IsSame(from, to))
        {
            // It was ended between giving the file its new name and taking away the old one.
            File.Delete(from);
        }
        else
        {
            throw new IOException($"'{from}' should be '{to}', and that exists already. Move one of them away.");
        }
    }

    [GeneratedRegex(@"^(?<kept>(?<live>.+)\.before-restore-\d{8}T\d{6}Z(-\d+)?)\.tmp-[0-9a-f]{16}$", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex WorkName();

    [GeneratedRegex(
        @"^\.before-restore-(?<time>\d{8}T\d{6}Z)(-\d+)?(-wal|-journal)?$", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex KeptEnding();
}
