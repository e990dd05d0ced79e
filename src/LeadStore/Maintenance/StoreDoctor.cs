using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>Looks a store over and says in words what is wrong or risky. Changes nothing.</summary>
internal sealed class StoreDoctor(SqliteDatabase database, string path, TimeProvider clock, ISurroundings surroundings)
{
    public DoctorReport Examine(DoctorOptions? options)
    {
        options ??= new DoctorOptions();
        if (options.MaxBackupAge <= TimeSpan.Zero)
        {
            throw new ArgumentException($"{nameof(options.MaxBackupAge)} must be above zero.", nameof(options));
        }

        // Refused where every other call is.
        database.Engine.Read(static (_, nothing) => new ValueTask<bool>(nothing), true, nameof(StoreMaintenance.Doctor));
        try
        {
            IEnumerable<DoctorFinding> findings = database.Log is null ? InMemory() : OnDisk(options);
            return new DoctorReport([.. findings.OrderByDescending(finding => finding.Severity)]);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw FileFailure.Of(failure, "Looking the store over");
        }
    }

    private static IEnumerable<DoctorFinding> InMemory() =>
    [
        new DoctorFinding(
            "in_memory", DoctorSeverity.Info, "The store lives in memory and is gone with the process.", "Open a file to keep it."),
    ];

    private IEnumerable<DoctorFinding> OnDisk(DoctorOptions options)
    {
        DateTimeOffset now = clock.GetUtcNow();
        FileCheck file = new(database, path, options, now);
        return
        [
            .. file.Findings(), .. new PlaceCheck(path, surroundings).Findings(), .. Library(), .. Backups(file, options, now),
        ];
    }

    private IEnumerable<DoctorFinding> Backups(FileCheck file, DoctorOptions options, DateTimeOffset now)
    {
        if (options.BackupDirectory is { } named && !Directory.Exists(named))
        {
            return
            [
                new DoctorFinding(
                    "backup_directory_missing",
                    DoctorSeverity.Warning,
                    $"The directory of the backups {named} {(File.Exists(named) ? "is a file" : "does not exist")}: no backup is there, "
                    + "and none can be made.",
                    "Look whether its volume is mounted, make the directory, or name another."),
            ];
        }

        IEnumerable<DoctorFinding> leftBehind = options.BackupDirectory is { } directory
            && Surroundings.RealPath(directory) != Surroundings.RealPath(Path.GetDirectoryName(path)!)
            ? file.LeftBehind(directory, "*")
            : [];
        return [.. BackupAgeCheck.Findings(options, Identity(), now), .. leftBehind];
    }

    // What is wrong with a file that cannot be read is a finding of its own.
    private string? Identity()
    {
        try
        {
            return StoreIdentity.Of(database, nameof(StoreMaintenance.Doctor));
        }
        catch (LeadStoreException)
        {
            return null;
        }
    }

    private static IEnumerable<DoctorFinding> Library()
    {
        if (NativeSqlite.HasWalResetBug(NativeSqlite.VersionNumber))
        {
            yield return new DoctorFinding(
                "sqlite_vulnerable",
                DoctorSeverity.Warning,
                $"SQLite {NativeSqlite.Version} can lose acknowledged commits when a checkpoint runs beside a commit "
                + "(sqlite.org/wal.html#walresetbug). This store never lets that happen, but other programs that write to the "
                + "same file may.",
                "Let no other program write to the file, and take a native SQLite of 3.51.3 or later when your packages offer one.");
        }
    }
}
