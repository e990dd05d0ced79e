using System.Globalization;
using LeadStore.Migrations;
using LeadStore.TestHost;

namespace LeadStore.CrashTests.Support;

/// <summary>One of the four ways in which the schema of a file changes, from one state to another.</summary>
/// <param name="Name">Up or down, of an application or of the store itself.</param>
/// <param name="Open">What the process is told before, with the path as {0}; null for nothing.</param>
/// <param name="Run">What it is killed in.</param>
/// <param name="Version">The versions of the store's schema before and after.</param>
/// <param name="Applied">How many migrations of the application there are before and after.</param>
/// <param name="Rows">How many rows each of them makes.</param>
internal sealed record MigrationWay(string Name, string? Open, string Run, (int From, int To) Version, (int From, int To) Applied, int Rows)
{
    private const int Count = 8;

    /// <summary>Whether several processes may do it at once.</summary>
    public bool CanBeShared => Version.To > Version.From || Applied.To > Applied.From;

    /// <summary>Whether everything that was stored goes with it.</summary>
    public bool Removes => Version.To == 0;

    public bool MakesBackups => Version.To < Version.From || Applied.To < Applied.From;

    public static MigrationWay Choose(Random random)
    {
        int newest = MigrationScript.Newest;
        int rows = random.Next(1, 2000);
        int older = random.Next(0, newest);
        string app = string.Create(CultureInfo.InvariantCulture, $"app={Count} rows={rows}");
        return random.Next(4) switch
        {
            0 => new MigrationWay("app up", null, $"open {{0}} {app}", (newest, newest), (0, Count), rows),
            1 => new MigrationWay("app down", $"open {{0}} {app} migrate=off", "down host 0", (newest, newest), (Count, 0), rows),
            2 => new MigrationWay("schema up", null, "open {0}", (Math.Max(older, 1), newest), (0, 0), rows),
            _ => new MigrationWay("schema down", null, $"rollback {{0}} {older}", (newest, older), (0, 0), rows),
        };
    }

    /// <summary>Brings a new store to the state from which it begins.</summary>
    public void Prepare(string path)
    {
        LeadDatabase.Open(Options(path, Applied.From > 0)).Dispose();
        _ = LeadDatabase.RollBack(Options(path, migrates: false), Version.From);
    }

    public string? First(string path) => Open is null ? null : string.Format(CultureInfo.InvariantCulture, Open, path);

    public string Command(string path) => string.Format(CultureInfo.InvariantCulture, Run, path);

    public static bool IsDone(string answer) => answer.Split(' ')[0] is "opened" or "down" or "rolled";

    /// <summary>Does what is left of it, undisturbed.</summary>
    public void Finish(string path)
    {
        if (Version.To < Version.From)
        {
            _ = LeadDatabase.RollBack(Options(path, migrates: false), Version.To);
            return;
        }

        using LeadDatabase store = LeadDatabase.Open(Options(path, Applied.To > 0));
        if (Applied.To < Applied.From)
        {
            _ = store.Migrations.RollBack("host", Applied.To);
        }
    }

    /// <summary>Whether a backup is whole and from before the way began.</summary>
    public bool IsOfBefore(string backup)
    {
        BackupCheck check = StoreMaintenance.VerifyBackup(backup);
        return check.SchemaVersion == Version.From && check.Rows.Keys.Count(HostMigrations.IsTable) == Applied.From;
    }

    private LeadDatabaseOptions Options(string path, bool migrates)
    {
        LeadDatabaseOptions options = new() { Path = path, MigrateOnOpen = migrates };
        options.Migrations.Add(HostMigrations.Set(Count, Rows));
        return options;
    }
}
