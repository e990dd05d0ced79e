using LeadStore.CrashTests.Support;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// A volume of one or two megabytes: writes until it is full, deletes and checkpoints while it is, in some rounds closing and opening too.
/// Then the volume grows and everything must go on without repair.
/// </summary>
internal sealed class FullDisk : Scenario
{
    private const int Size = 30_000;

    public override string Name => "full";

    public override (int Quick, int Long) Rounds => (3, 100);

    public override string Cases => "volumes";

    public override int AtOnce => 2;

    public override void Run(Round round)
    {
        Random random = round.Random;
        string volume = Directory.CreateDirectory(Path.Combine(round.Directory, "volume")).FullName;
        string path = Path.Combine(volume, "leads.db");
        string settings = $"pages={random.Next(100, 400)}";
        History history = new();
        using Host host = Start(history, volume, $"{random.Next(900, 2100)}k");
        host.OpenAndWork(path, settings, new WorkOrder(1, random.Next(1, 5), 100_000, Size, MostFailures: 3));
        ExpectDone(host);
        if (history.Failures.Count == 0)
        {
            throw new BrokenPromiseException("the volume never became full");
        }

        Tally.Case();
        Work(host, 2, threads: 2, count: 60);
        if (random.Next(2) == 0)
        {
            host.Expect("close", "closed");
            string? answer = host.Ask($"open {path} {settings}");
            Tally.Note(answer?.StartsWith("opened", StringComparison.Ordinal) == true ? "opened while full" : "refused to open while full");
            if (answer is null or ['c', 'r', 'a', ..])
            {
                throw new BrokenPromiseException($"opening on a full volume was answered with '{answer}'");
            }

            if (answer[0] == 'o')
            {
                Work(host, 3, threads: 0, count: 20);
                host.Expect($"read {Size}", "read");
            }
        }
        else
        {
            host.Expect($"read {Size}", "read");
        }

        foreach ((string failure, int count) in history.Failures)
        {
            Tally.Note($"told {failure}", count);
        }

        GoOn(host, history, volume, path, settings);
        string copy = Path.Combine(round.Directory, "leads.db");
        host.Expect($"run cp {path} {copy}", "ran 0");
        Oracle.Check(copy, history, Tally);
    }

    // Mounted in a namespace of its own, so that no rights are needed and nothing is left behind.
    private static Host Start(History history, string volume, string size) =>
        new(history, "unshare", "-Urm", "sh", "-c", $"mount -t tmpfs -o size={size} tmpfs '{volume}' && exec \"$@\"", "sh");

    private static void GoOn(Host host, History history, string volume, string path, string settings)
    {
        host.Expect($"run mount -o remount,size=64m {volume}", "ran 0");
        int failures = history.Failures.Values.Sum();
        if (host.Ask($"read {Size}")?.StartsWith("read", StringComparison.Ordinal) != true)
        {
            host.Expect($"open {path} {settings}", "opened");
        }

        Work(host, 4, threads: 4, count: 50);
        if (history.Failures.Values.Sum() != failures)
        {
            throw new BrokenPromiseException("writes failed though there was room again");
        }

        host.Expect("close", "closed");
    }

    private static void Work(Host host, int session, int threads, int count)
    {
        host.Begin(new WorkOrder(session, threads, count, Size, MostFailures: int.MaxValue));
        ExpectDone(host);
    }

    private static void ExpectDone(Host host)
    {
        if (host.Next() is var answer && answer != "done")
        {
            throw new BrokenPromiseException($"the workload answered '{answer}'");
        }
    }
}
