using LeadStore.CrashTests.Support;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// kill -9 at the Nth system call of a restore over a store that a crash had left with a log. The store is the old one or the backup, never
/// a mix, and the next restore finds everything.
/// </summary>
internal sealed class KillWhileRestoring : Scenario
{
    // How many of each there are in a restore, about.
    private static readonly (string Call, int Most)[] Calls =
        [("link", 2), ("unlink", 14), ("rename", 2), ("fsync", 14), ("pwrite64", 24), ("mkdir", 2), ("rmdir", 1), ("ftruncate", 2), ("fchmod", 1)];

    public override string Name => "kill-restore";

    public override (int Quick, int Long) Rounds => (20, 300);

    public override string Cases => "kills";

    public override int AtOnce => 2;

    public override void Run(Round round)
    {
        string path = Path.Combine(round.Directory, "leads.db");
        string backup = Path.Combine(round.Directory, "backup.db");
        string old = MakeCrashedStore(path, backup, round);
        string restored = ContentOf(backup, round, "backup");

        bool killed = KillAt(path, backup, round);
        bool isNew = ContentAfterKill(path, round) switch
        {
            var content when content == restored => true,
            var content when content == old => false,
            _ => throw new BrokenPromiseException("the store is neither the old one nor the backup"),
        };
        Tally.Case();
        Tally.Note(!killed ? "after the restore" : isNew ? "backup in place" : "old in place");

        LeadDatabase.Restore(backup, new LeadDatabaseOptions { Path = path });
        Require(ContentOf(path, round, "again") == restored, "the next restore did not restore");
        string[] kept = Directory.GetFiles(round.Directory, "leads.db.before-restore-*").Where(file => !file.EndsWith("-wal", StringComparison.Ordinal)).ToArray();
        Require(kept.Any(file => ContentOf(file, round, "kept") == old), "what was there before is not kept");
        Require(Directory.GetDirectories(round.Directory, "*.tmp-*").Length == 0, "something of the killed restore is left");
        using LeadDatabase store = LeadDatabase.Open(path);
        store.CreateLead(new NewLead { Phone = "+447809505899" });
    }

    // The newest commits are in the log alone.
    private static string MakeCrashedStore(string path, string backup, Round round)
    {
        string made = Path.Combine(round.Directory, "made.db");
        using LeadDatabase store = LeadDatabase.Open(made);
        for (int i = 0; i < 10; i++)
        {
            Lead lead = store.CreateLead(new NewLead { Phone = $"+44780950{1000 + i}" });
            store.CreateMessage(lead.Id, MessageSender.Agent, new string('x', round.Random.Next(1, 5000)));
        }

        store.Maintenance.Backup(backup, new BackupOptions { Compression = (BackupCompression)round.Random.Next(2) });
        store.CreateLead(new NewLead { Phone = "+447809505898" });
        store.TouchLead(1);
        foreach (string suffix in (string[])["", "-wal"])
        {
            File.Copy(made + suffix, path + suffix);
        }

        return Describe(store);
    }

    private static bool KillAt(string path, string backup, Round round)
    {
        (string call, int most) = Calls[round.Random.Next(Calls.Length)];
        using Host host = new(new History());
        using Strace strace = new(host.Id, null, Path.Combine(round.Directory, "restore.strace"), Strace.Kill(call, round.Random.Next(1, most + 1)));
        string? answer = host.Ask($"restore {backup} {path}");
        Require(answer is null || answer.StartsWith("restored", StringComparison.Ordinal), $"the restore failed: {answer}");
        if (answer is not null)
        {
            host.Kill();
        }

        host.WaitForEnd();
        return answer is null;
    }

    // In a copy: opening the store itself would finish what the next restore must find.
    private static string ContentAfterKill(string path, Round round)
    {
        string copy = Path.Combine(round.Directory, "after.db");
        foreach (string suffix in ((string[])["", "-wal", "-journal"]).Where(suffix => File.Exists(path + suffix)))
        {
            File.Copy(path + suffix, copy + suffix);
        }

        using LeadDatabase store = LeadDatabase.Open(copy);
        return Describe(store);
    }

    private static string ContentOf(string file, Round round, string name)
    {
        string copy = Path.Combine(round.Directory, $"{name}-{Guid.NewGuid():N}.db");
        LeadDatabase.Restore(file, new LeadDatabaseOptions { Path = copy });
        using LeadDatabase store = LeadDatabase.Open(copy);
        return Describe(store);
    }

    private static string Describe(LeadDatabase store) => string.Join('\n', store
        .EnumerateLeads(new LeadFilter { IncludeArchived = true })
        .OrderBy(lead => lead.Id)
        .Select(lead => $"{lead.Uid} {lead.Version} {lead.LastContactAt:O} {string.Join('|', store.GetConversationHistory(lead.Id).Select(m => m.Content))}"));

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new BrokenPromiseException(otherwise);
        }
    }
}
