using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>Looks at the file itself, its log, and what lies beside it.</summary>
internal sealed class FileCheck(SqliteDatabase database, string path, DoctorOptions options, DateTimeOffset now)
{
    /// <summary>From here on it matters whether the file was ever analysed.</summary>
    public const long LargeFile = 16L * 1024 * 1024;

    // Whatever is younger may be in the making.
    private static readonly TimeSpan LeftOver = TimeSpan.FromHours(1);

    // By then it is known whether the restore was the right thing.
    private static readonly TimeSpan KeptForLong = TimeSpan.FromDays(7);

    public IEnumerable<DoctorFinding> Findings() => File.Exists(path)
        ?
        [
            .. Content(), .. Log(), .. Journal(), .. KeptByRestores(),
            .. LeftBehind(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*"),
        ]
        :
        [
            new DoctorFinding(
                "file_missing",
                DoctorSeverity.Problem,
                $"There is no file at {path} any more: it was deleted or moved while the store has it open.",
                "Close the store, put the file or its latest backup in its place, and open it again."),
        ];

    /// <summary>Files and directories that a process left behind when it ended while it was making something.</summary>
    /// <param name="directory">Where to look.</param>
    /// <param name="pattern">How their names begin.</param>
    public IEnumerable<DoctorFinding> LeftBehind(string directory, string pattern)
    {
        string[] left =
        [
            .. Directory.EnumerateFileSystemEntries(directory, pattern)
                .Where(file => Path.GetFileName(file).Contains(".tmp", StringComparison.Ordinal))
                .Where(file => now - File.GetLastWriteTimeUtc(file) > LeftOver)
                .Order(StringComparer.Ordinal),
        ];
        if (left.Length > 0)
        {
            yield return new DoctorFinding(
                "leftover_files",
                DoctorSeverity.Info,
                $"{left.Length} unfinished backups, dumps or restores that did not end lie in {directory}, the first "
                + $"{Path.GetFileName(left[0])}.",
                "Delete them if nothing is at work on them; they may hold personal data.");
        }
    }

    private IEnumerable<DoctorFinding> KeptByRestores()
    {
        List<FileInfo> kept =
        [
            .. RestoreRecovery.Kept(Surroundings.RealPath(path))
                .Where(kept => now - kept.ReplacedAt > KeptForLong)
                .Select(kept => kept.File)
                .OrderBy(file => file.Name, StringComparer.Ordinal),
        ];
        if (kept.Count > 0)
        {
            yield return new DoctorFinding(
                "kept_files",
                DoctorSeverity.Info,
                $"{kept.Count} files that restores have replaced more than {KeptForLong.TotalDays:0} days ago lie beside the database, "
                + $"{kept.Sum(file => file.Length)} bytes, the first {kept[0].Name}.",
                "Delete them when nobody needs what they hold, which is personal data. Nothing else removes them.");
        }
    }

    private List<DoctorFinding> Content()
    {
        try
        {
            return LongRead.Run(database, Content, nameof(StoreMaintenance.Doctor), CancellationToken.None);
        }
        catch (LeadStoreException failure) when (failure.Kind == LeadStoreErrorKind.FileReplaced)
        {
            return
            [
                new DoctorFinding(
                    "file_replaced",
                    DoctorSeverity.Problem,
                    $"The file at {path} is another one than the store has open, or its -wal or -shm is another one or gone.",
                    "Close the store, make sure that the right file is in its place, and open it again."),
            ];
        }
        catch (LeadStoreException failure)
        {
            return
            [
                new DoctorFinding(
                    "unreadable",
                    DoctorSeverity.Problem,
                    $"The database could not be read ({failure.Kind}, SQLite code {failure.SqliteExtendedErrorCode}).",
                    "Look at the volume and at the system's log; if the file is damaged, keep it and restore the latest backup."),
            ];
        }
    }

    private List<DoctorFinding> Content(sqlite3 db, CancellationToken ends)
    {
        List<DoctorFinding> findings = [];
        long pageSize = OneOffStatement.Number(db, "PRAGMA page_size", ends);
        long bytes = OneOffStatement.Number(db, "PRAGMA page_count", ends) * pageSize;
        long free = OneOffStatement.Number(db, "PRAGMA freelist_count", ends) * pageSize;
        if (bytes > LargeFile && !HasPlannerStatistics(db))
        {
            findings.Add(new DoctorFinding(
                "statistics_missing",
                DoctorSeverity.Info,
                "The file has grown large and was never analysed, so that SQLite guesses how to answer reports in SQL.",
                "Call Optimize once, and then from time to time."));
        }

        if (bytes > LargeFile && free > bytes / 2)
        {
            findings.Add(new DoctorFinding(
                "free_pages",
                DoctorSeverity.Info,
                $"{free} of the file's {bytes} bytes are free pages. They are used again, but the file does not become smaller by itself.",
                "Call Optimize with Vacuum if the space is needed elsewhere."));
        }

        findings.AddRange(SchemaCheck.Findings(db));
        if (options.CheckContent)
        {
            findings.AddRange(Verified(Verification.Run(db, ends)));
        }

        return findings;
    }

    private static IEnumerable<DoctorFinding> Verified(VerificationReport report)
    {
        if (report.Errors.Count > 0)
        {
            string more = report.Errors.Count > 1 ? $" And {report.Errors.Count - 1} more." : "";
            yield return new DoctorFinding(
                "content_damaged",
                DoctorSeverity.Problem,
                $"The content of the file is damaged: {report.Errors[0]}{more}",
                "Stop writing, keep the file, and restore the latest good backup. Verify lists everything.");
        }

        if (report.DamagedRowCount > 0)
        {
            yield return new DoctorFinding(
                "rows_damaged",
                DoctorSeverity.Problem,
                $"{report.DamagedRowCount} rows are not what the store has written, or contradict others, the first in "
                + $"{$"{report.DamagedRows[0].Table} {report.DamagedRows[0].Key}".TrimEnd()}. Until that is settled, no backup is made by itself.",
                "Call Verify, which names them. Restore a backup from before, or look at them and accept them with AcceptDamagedRows; "
                + "BackupOptions.AllowDamagedRows makes a backup meanwhile.");
        }

        if (report.UnverifiableRowCount > 0)
        {
            yield return new DoctorFinding(
                "rows_unverifiable",
                DoctorSeverity.Info,
                $"{report.UnverifiableRowCount} rows were added or changed by another program and have no checksum: damage of them would "
                + "not be noticed.",
                "Nothing is to be done. A row gets its checksum when the store changes it.");
        }
    }

    public static bool HasPlannerStatistics(sqlite3 db) =>
        OneOffStatement.Number(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'") > 0
        && OneOffStatement.Number(db, "SELECT count(*) FROM sqlite_stat1") > 0;

    private IEnumerable<DoctorFinding> Log()
    {
        LogWatch log = database.Log!;
        long bytes = StatisticsReader.LengthOf(path + "-wal");
        if (bytes <= log.LimitBytes)
        {
            yield break;
        }

        (string reason, string advice) = log.Last switch
        {
            { IsPartial: true } => (
                "A reader that began earlier and has not ended keeps it from being copied, and it grows with every write.",
                "Look for a read transaction or a connection for reports that was left open, and end it."),
            null => (
                "It was not copied since the store was opened; a process that ended before it could do so may have left it.",
                "It is copied after the next writes. If it stays, look for another process that has the file open."),
            _ => (
                "It was copied whole; a large transaction or a reader that has ended has made it so long.",
                "The next writes make it smaller. Nothing is to be done."),
        };
        yield return new DoctorFinding(
            "wal_large",
            DoctorSeverity.Warning,
            $"The write-ahead log has {bytes} bytes, over its limit of {log.LimitBytes}. {reason}",
            advice);
    }

    private IEnumerable<DoctorFinding> Journal()
    {
        if (File.Exists(path + "-journal"))
        {
            yield return new DoctorFinding(
                "stale_journal",
                DoctorSeverity.Warning,
                $"A rollback journal lies beside the database ({Path.GetFileName(path)}-journal), which this store never makes. "
                + "Another program has written to the file, or the journal belongs to another file; SQLite may take it for unfinished "
                + "work and undo changes with it.",
                "Find out which program made it. If none has the file open, close the store, keep a copy of both, and move the journal "
                + "away.");
        }
    }
}
