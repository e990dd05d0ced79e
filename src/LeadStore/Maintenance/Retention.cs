using System.Globalization;
using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>
/// Removes the backups of a store that are not to be kept any more. Only files with the names that backups of it get, and with a manifest
/// that says that they are of this very store, are its concern.
/// </summary>
internal static class Retention
{
    /// <param name="directory">Where the backups are.</param>
    /// <param name="store">The name of the store's file, without its extension.</param>
    /// <param name="uid">Which store it is.</param>
    /// <param name="keepDaily">Of how many days.</param>
    /// <param name="keepWeekly">Of how many weeks.</param>
    /// <param name="cancellation">Ends it before anything is removed.</param>
    public static RetentionReport Apply(
        string directory, string store, string? uid, int keepDaily, int keepWeekly, CancellationToken cancellation)
    {
        try
        {
            string full = Path.GetFullPath(directory);
            ILookup<bool, FoundBackup> found = FoundBackup.In(full, store).ToLookup(backup => uid is not null && backup.StoreUid == uid);
            List<BackupName> backups = [.. found[true].Select(backup => backup.Name)];
            string[] leftAlone = [.. found[false].Select(backup => backup.Path)];

            // Those with damaged rows are kept by days and weeks of their own: one of them stands for no good one of the same day.
            HashSet<BackupName> kept =
            [
                .. found[true].GroupBy(backup => backup.Manifest!.DamagedRows > 0, backup => backup.Name)
                    .SelectMany(group => NewestOfEach(group, Day, keepDaily).Concat(NewestOfEach(group, Week, keepWeekly))),
            ];
            List<string> rejected = [];
            BackupName? lastGood = kept.Count == backups.Count
                ? null
                : backups.FirstOrDefault(name => IsGood(name, rejected, cancellation));
            if (lastGood is null)
            {
                return new RetentionReport([.. backups.Select(name => name.Path)], [], null) { Rejected = rejected, LeftAlone = leftAlone };
            }

            kept.Add(lastGood);
            List<BackupName> removed = [.. backups.Where(name => !kept.Contains(name))];
            foreach (BackupName name in removed)
            {
                // A manifest without its backup is of no use and does no harm; a backup without its manifest would stay for ever.
                File.Delete(name.Path);
                File.Delete(BackupManifest.PathOf(name.Path));
            }

            NativeFile.SyncDirectory(full);
            return new RetentionReport(
                [.. backups.Where(kept.Contains).Select(name => name.Path)], [.. removed.Select(name => name.Path)], lastGood.Path)
            {
                Rejected = rejected,
                LeftAlone = leftAlone,
            };
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw FileFailure.Of(failure, "Removing old backups");
        }
    }

    /// <summary>Refuses a number of days or weeks that is out of its range.</summary>
    /// <param name="value">The number.</param>
    /// <param name="name">What the caller calls it.</param>
    public static void RequireKeep(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 0, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 10_000, name);
    }

    private static IEnumerable<BackupName> NewestOfEach(
        IEnumerable<BackupName> newestFirst, Func<DateTimeOffset, int> period, int periods) =>
        newestFirst.GroupBy(name => period(name.Time)).Take(periods).Select(group => group.First());

    private static int Day(DateTimeOffset time) => (int)(time.UtcTicks / TimeSpan.TicksPerDay);

    private static int Week(DateTimeOffset time) => (ISOWeek.GetYear(time.UtcDateTime) * 100) + ISOWeek.GetWeekOfYear(time.UtcDateTime);

    private static bool IsGood(BackupName name, List<string> rejected, CancellationToken cancellation)
    {
        try
        {
            RestoreOptions options = new() { MaxDatabaseLength = long.MaxValue, AllowDamagedRows = true };
            return BackupVerifier.Verify(name.Path, options, cancellation).DamagedRows == 0;
        }
        catch (LeadStoreException)
        {
            // Damaged, unreadable, or of a newer version: nothing to rely on.
            rejected.Add(name.Path);
            return false;
        }
    }
}
