using LeadStore.CrashTests.Support;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>kill -9 while eight threads write, and in some rounds once more while the next process recovers and writes.</summary>
internal sealed class KillWhileWriting : Scenario
{
    public override string Name => "kill";

    public override (int Quick, int Long) Rounds => (30, 400);

    public override string Cases => "kills";

    public override int AtOnce => 2;

    public override void Run(Round round)
    {
        Random random = round.Random;
        string path = Path.Combine(round.Directory, "leads.db");
        History history = new();
        int kills = random.Next(1, 4);
        for (int session = 1; session <= kills; session++)
        {
            int pages = random.Next(2) == 0 ? 100 : 4000;
            Durability durability = random.Next(3) == 0 ? Durability.Normal : Durability.Full;
            int size = random.Next(3) == 0 ? 20_000 : 300;
            using Host host = new(history);
            if (session > 1 && random.Next(2) == 0)
            {
                // The process that recovers, at any time of its opening.
                host.Send($"open {path} pages={pages}");
                Wait(random.Next(0, 40));
            }
            else
            {
                host.OpenAndWork(path, $"pages={pages} durability={durability}", new WorkOrder(session, 8, Size: size));
                if (!history.WaitFor((int)Math.Pow(random.NextDouble() * 28, 2) + 1))
                {
                    throw new BrokenPromiseException("the process stopped writing");
                }

                Wait(random.Next(0, 4));
            }

            host.Kill();
            Tally.Case();
        }

        Oracle.Check(path, history, Tally);
    }

    private static void Wait(int milliseconds)
    {
        using ManualResetEvent never = new(false);
        _ = never.WaitOne(milliseconds);
    }
}
