using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>Looks a store over and says in words what is wrong or risky. Changes nothing.</summary>
internal sealed class StoreDoctor(SqliteDatabase database, string path, TimeProvider clock, ISurroundings surroundings)
{
    public DoctorReport Examine(DoctorOptions? given)
    {
        DoctorOptions options = given ?? new DoctorOptions();
        if (options.MaxBackupAge <= TimeSpan.Zero)
        {
            throw new ArgumentException($"{nameof(options.MaxBackupAge)} must be above zero.", nameof(given));
        }

        // Refused where every other call is.
        database.Engine.Read(static (_, nothing) => new ValueTask<bool>(nothing), true, nameof(StoreMaintenance.Doctor));
        IEnumerable<DoctorFinding> findings = database.Log is null ? InMemory() : OnDisk(options);
        return new DoctorReport([.. findings.OrderByDescending(finding => finding.Severity)]);
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
        IEnumerable<DoctorFinding> leftBackups = options.BackupDirectory is { } directory && Directory.Exists(directory)
            && Surroundings.RealPath(directory) != Surroundings.RealPath(Path.GetDirectoryName(path)!)
            ? file.LeftBehind(directory, "*")
            : [];
        return
        [
            .. file.Findings(), .. new PlaceCheck(path, surroundings).Findings(), .. Library(),
            .. BackupAgeCheck.Findings(options, Identity(), now), .. leftBackups,
        ];
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
