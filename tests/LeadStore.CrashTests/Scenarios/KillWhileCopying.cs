using LeadStore.CrashTests.Support;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// kill -9 while a process writes and one of its threads makes backups, or dumps, one after the other: at a random acknowledged write, or
/// at the Nth system call of that thread. Nothing acknowledged is lost, whatever has its name is whole and is one state of the store, and
/// the next copy succeeds.
/// </summary>
/// <param name="dumps">Dumps; else backups.</param>
internal sealed class KillWhileCopying(bool dumps) : Scenario
{
    private const int MostRead = 3;

    // How many of each there are in one copy, about.
    private static readonly (string Call, int Most)[] CallsOfBackup =
    [
        ("openat", 20), ("pwrite64", 60), ("fsync", 10), ("link", 3), ("unlink", 10), ("mkdir", 2), ("rmdir", 2), ("ftruncate", 2),
    ];

    private static readonly (string Call, int Most)[] CallsOfDump =
        [("openat", 3), ("pwrite64", 40), ("fsync", 3), ("link", 2), ("unlink", 2), ("fchmod", 1)];

    private int _compared;

    public override string Name => dumps ? "kill-dump" : "kill-backup";

    public override (int Quick, int Long) Rounds => (6, 200);

    public override string Cases => "kills";

    public override int AtOnce => 2;

    public override void Run(Round round)
    {
        string path = Path.Combine(round.Directory, "leads.db");
        string copies = Directory.CreateDirectory(Path.Combine(round.Directory, "copies")).FullName;
        History history = new();
        int kills = round.Random.Next(1, 3);
        for (int session = 1; session <= kills; session++)
        {
            Dictionary<string, string> made = KillOne(round, path, copies, session, history);
            Tally.Case();
            CheckCopies(round, copies, made, history);
        }

        Oracle.Check(path, history, Tally);
        GoOn(path, copies);
    }

    public override string? Judge() => _compared == 0 && Tally.Cases > 4 ? "no copy was finished before any of the kills" : null;

    // The copies that the process had reported, by their names.
    private Dictionary<string, string> KillOne(Round round, string path, string copies, int session, History history)
    {
        Random random = round.Random;
        using Host host = new(history);
        string thread = host.Ask("aside")!.Split(' ')[1];
        host.Expect($"open {path} pages=100", "opened");
        WorkOrder work = new(session, random.Next(1, 4), Size: random.Next(2) == 0 ? 300 : 5000);
        string order = $"aside {(dumps ? "dump" : "backup")} {copies} {session} 1000";
        if (random.Next(3) == 0)
        {
            host.Send(order);
            host.Begin(work);
            if (!history.WaitFor(random.Next(1, 800)))
            {
                throw new BrokenPromiseException("the process stopped writing");
            }

            Tally.Note("at a write");
        }
        else
        {
            (string call, int most) = random.GetItems(dumps ? CallsOfDump : CallsOfBackup, 1)[0];
            using Strace strace = Strace.OnThread(
                thread, Path.Combine(round.Directory, $"{session}.strace"), Strace.Kill(call, random.Next(1, (2 * most) + 1)));
            host.Send(order);
            host.Begin(work);

            // One that comes to no such call dies after a while all the same.
            _ = history.WaitForOrEnd(2500, () => host.HasEnded);
            Tally.Note(host.HasEnded ? $"at {call}" : "at a write");
        }

        host.Kill();
        Dictionary<string, string> made = [];
        while (host.Next() is { } line)
        {
            switch (line.Split(' '))
            {
                case ["made", var name, var file]:
                    made.Add(name, file);
                    break;
                case ["refused" or "crashed", ..]:
                    throw new BrokenPromiseException($"a copy was not made: {line}");
                default:
                    break;
            }
        }

        return made;
    }

    // What has a name is whole and one state of the store, not older than the call that made it. What has none is counted.
    private void CheckCopies(Round round, string copies, Dictionary<string, string> made, History history)
    {
        string[] whole = [.. Directory.GetFiles(copies).Where(file => !IsTemporary(file) && !IsManifest(file))];
        if (made.Values.Except(whole).FirstOrDefault() is { } missing)
        {
            throw new BrokenPromiseException($"the {Path.GetFileName(missing)} that was reported is not there");
        }

        Tally.Note("finished", made.Count);
        Tally.Note("whole and not reported", whole.Length - made.Count(copy => whole.Contains(copy.Value)));
        Tally.Note("left unfinished", Directory.GetFileSystemEntries(copies).Count(IsTemporary));
        Dictionary<string, string> names = made.ToDictionary(copy => copy.Value, copy => copy.Key);
        foreach (string file in whole)
        {
            if (!dumps && !StoreMaintenance.VerifyBackup(file).HasManifest)
            {
                throw new BrokenPromiseException($"{Path.GetFileName(file)} has no manifest");
            }
        }

        foreach (string file in whole.OrderByDescending(File.GetLastWriteTimeUtc).Take(MostRead))
        {
            string copy = Path.Combine(round.Directory, $"{Guid.NewGuid():N}.db");
            Restore(file, copy);
            IReadOnlyDictionary<(int, int), int> least = names.TryGetValue(file, out string? name)
                ? history.AtBeginningOf(name)
                : new Dictionary<(int, int), int>();
            Oracle.Check(copy, history, found => CommitOrder.Beginning(history, found, least, Tally), new Tally());
            Tally.Note("read and compared");
            Interlocked.Increment(ref _compared);
        }

        // The next session finds what the dead one left, and nothing more.
        whole.ToList().ForEach(File.Delete);
        Directory.GetFiles(copies).Where(file => IsManifest(file) && whole.Any(file.StartsWith)).ToList().ForEach(File.Delete);
    }

    private void Restore(string file, string copy)
    {
        if (dumps)
        {
            StoreMaintenance.LoadDump(file, copy);
        }
        else
        {
            LeadDatabase.Restore(file, new LeadDatabaseOptions { Path = copy });
        }
    }

    private void GoOn(string path, string copies)
    {
        using LeadDatabase store = LeadDatabase.Open(path);
        if (dumps)
        {
            string next = store.Maintenance.Dump(Path.Combine(copies, "next.sql")).Path!;
            StoreMaintenance.LoadDump(next, Path.Combine(copies, "next.db"));
            return;
        }

        BackupReport report = store.Maintenance.Backup(copies);
        StoreMaintenance.VerifyBackup(report.Path);
        if (Directory.GetFileSystemEntries(copies).FirstOrDefault(IsTemporary) is { } left)
        {
            throw new BrokenPromiseException($"the next backup has not cleared {Path.GetFileName(left)} away");
        }
    }

    private static bool IsTemporary(string path) => Path.GetFileName(path).Contains(".tmp-", StringComparison.Ordinal);

    private static bool IsManifest(string path) => path.EndsWith(".json", StringComparison.Ordinal);
}
