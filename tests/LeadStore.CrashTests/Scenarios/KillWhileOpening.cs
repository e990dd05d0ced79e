using LeadStore.CrashTests.Support;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// kill -9 at the Nth system call of the first opening, which makes the file and migrates it, then of the second, until one comes through.
/// </summary>
internal sealed class KillWhileOpening : Scenario
{
    // How many of each there are while a new file is opened.
    private static readonly (string Call, int Most)[] Calls =
        [("pwrite64", 64), ("fsync", 12), ("openat", 12), ("unlink", 3), ("pread64", 12), ("ftruncate", 2), ("mmap", 2)];

    public override string Name => "kill-open";

    public override (int Quick, int Long) Rounds => (20, 300);

    public override string Cases => "kills";

    public override int AtOnce => 2;

    public override void Run(Round round)
    {
        string path = Path.Combine(round.Directory, "leads.db");
        History history = new();
        int openings = round.Random.Next(1, 3);
        for (int i = 0; i < openings; i++)
        {
            (string call, int most) = Calls[round.Random.Next(Calls.Length)];
            KillAt(path, history, call, round.Random.Next(1, most + 1), round, i);
        }

        using (Host host = new(history))
        {
            host.OpenAndWork(path, "", new WorkOrder(Session: 50, Threads: 2, Count: 10));
            if (host.Next() != "done" || history.Failures.Count > 0)
            {
                throw new BrokenPromiseException("a store whose opening had been cut off took no writes");
            }

            host.Kill();
        }

        Oracle.Check(path, history, Tally);
    }

    private void KillAt(string path, History history, string call, int when, Round round, int opening)
    {
        using Host host = new(history);
        using Strace strace = new(host.Id, path, Path.Combine(round.Directory, $"{opening}.strace"), Strace.Kill(call, when));
        string? answer = host.Ask($"open {path}");
        if (answer is null)
        {
            Tally.Case();
            Tally.Note($"at {call}");
        }
        else if (answer.StartsWith("opened", StringComparison.Ordinal))
        {
            // There were fewer such calls: then it dies with the store open.
            host.Kill();
            Tally.Case();
            Tally.Note("after opening");
        }
        else
        {
            throw new BrokenPromiseException($"opening failed: {answer}");
        }

        host.WaitForEnd();
    }
}
