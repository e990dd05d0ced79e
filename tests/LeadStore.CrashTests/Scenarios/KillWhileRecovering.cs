using LeadStore.CrashTests.Support;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// kill -9 with a large write-ahead log, then kill -9 at the Nth system call of the process that recovers it, writes a little, and closes
/// the file, which copies the whole log.
/// </summary>
internal sealed class KillWhileRecovering : Scenario
{
    private static readonly (string Call, int Most)[] Calls =
        [("pread64", 400), ("pwrite64", 900), ("fsync", 12), ("openat", 6), ("unlink", 1), ("ftruncate", 3), ("mmap", 2)];

    public override string Name => "kill-recovery";

    public override (int Quick, int Long) Rounds => (10, 300);

    public override string Cases => "kills";

    public override int AtOnce => 2;

    public override void Run(Round round)
    {
        Random random = round.Random;
        string path = Path.Combine(round.Directory, "leads.db");
        History history = new();
        using (Host host = new(history))
        {
            host.OpenAndWork(path, "pages=20000", new WorkOrder(1, 4, Size: 60_000));
            if (!history.WaitFor(random.Next(20, 100)))
            {
                throw new BrokenPromiseException("the process stopped writing");
            }

            host.Kill();
            Tally.Case();
            Tally.NoteLargest("largest log (KiB)", new FileInfo(path + "-wal").Length / 1024);
        }

        for (int session = 2; session <= random.Next(2, 4); session++)
        {
            (string call, int most) = Calls[random.Next(Calls.Length)];
            using Host host = new(history);
            string output = Path.Combine(round.Directory, $"{session}.strace");
            using Strace strace = new(host.Id, path, output, Strace.Kill(call, random.Next(1, most + 1)));
            string? answer = host.Ask($"open {path} pages=100");
            if (answer?.StartsWith("opened", StringComparison.Ordinal) == true)
            {
                host.Begin(new WorkOrder(session, Threads: 0, Count: 8));
                _ = host.Next();
                answer = host.Ask("close");
            }

            if (answer is null)
            {
                Tally.Case();
                Tally.Note($"at {call}");
            }
            else if (answer != "closed")
            {
                throw new BrokenPromiseException($"recovery failed: {answer}");
            }
            else
            {
                Tally.Note("came through");
                host.Kill();
            }

            host.WaitForEnd();
        }

        Oracle.Check(path, history, Tally);
    }
}
