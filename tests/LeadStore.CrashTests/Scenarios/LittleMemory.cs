using System.Globalization;
using LeadStore.CrashTests.Support;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// A process whose heap may become 24 MiB reads conversations that are larger, all at once, while others of its threads write: each call is
/// answered or fails, and nothing is damaged. Then backups and dumps of a file larger than the heap, which must succeed.
/// </summary>
internal sealed class LittleMemory : Scenario
{
    private const int HeapMebibytes = 24;
    private const int MostMebibytesForCopies = HeapMebibytes + 40;
    private const int Reads = 6;
    private const int Size = 20_000;

    public override string Name => "memory";

    public override (int Quick, int Long) Rounds => (1, 10);

    public override string Cases => "reads";

    public override void Run(Round round)
    {
        string path = Path.Combine(round.Directory, "leads.db");
        string copies = Directory.CreateDirectory(Path.Combine(round.Directory, "copies")).FullName;
        History history = new();
        Fill(path, history, round.IsLong ? 12_000 : 4_000);
        long length = new FileInfo(path).Length;
        using (Host host = Start(history, path))
        {
            Read(host, history);
        }

        using (Host host = Start(history, path))
        {
            long before = Peak(host);
            foreach (string what in (string[])["backup", "dump"])
            {
                host.Send($"aside {what} {copies} {what} 2");
                Require(host, "made");
                Require(host, "made");
                Require(host, "made-all");
            }

            long grown = Peak(host) - before;
            Tally.NoteLargest("file (MiB)", length >> 20);
            Tally.NoteLargest("memory that backups and dumps took (MiB)", grown >> 20);
            if (grown >> 20 > MostMebibytesForCopies)
            {
                throw new BrokenPromiseException($"backups and dumps of {length >> 20} MiB took {grown >> 20} MiB of memory");
            }

            host.Expect("close", "closed");
        }

        Oracle.Check(path, history, Tally);
        foreach (string backup in Directory.GetFiles(copies, "*.db").Concat(Directory.GetFiles(copies, "*.db.gz")))
        {
            StoreMaintenance.VerifyBackup(backup);
        }
    }

    private static void Fill(string path, History history, int writes)
    {
        using Host host = new(history);
        host.OpenAndWork(path, "durability=Normal", new WorkOrder(1, 1, writes, Size));
        Require(host, "done");
        host.Expect("close", "closed");
    }

    private static Host Start(History history, string path)
    {
        Host host = new(history, "env", $"DOTNET_GCHeapHardLimit={HeapMebibytes << 20:x}");
        Require(host.Ask("aside"), "aside");
        host.Expect($"open {path}", "opened");
        return host;
    }

    private void Read(Host host, History history)
    {
        for (int i = 0; i < Reads; i++)
        {
            host.Send("aside read 1");
        }

        host.Begin(new WorkOrder(2, 2, 100, 2000, MostFailures: int.MaxValue));
        int answers = 0;
        bool done = false;
        while (!done || answers < Reads)
        {
            switch (host.Next()?.Split(' '))
            {
                case null:
                    // The runtime ends a process that has no memory even to say so. The file must be whole.
                    Tally.Note("processes ended by the runtime");
                    Tally.Case();
                    return;
                case ["done"]:
                    done = true;
                    break;
                case ["refused", var why, ..]:
                    Tally.Note($"refused {why}");
                    answers++;
                    Tally.Case();
                    break;
                case ["have", ..]:
                    Tally.Note("answered");
                    answers++;
                    Tally.Case();
                    break;
                case var other:
                    throw new BrokenPromiseException($"with little memory: {string.Join(' ', other)}");
            }
        }

        foreach ((string failure, int count) in history.Failures)
        {
            Tally.Note($"writes told {failure}", count);
        }

        int failures = history.Failures.Values.Sum();
        host.Begin(new WorkOrder(3, 2, 20, 200, MostFailures: int.MaxValue));
        Require(host, "done");
        if (history.Failures.Values.Sum() != failures)
        {
            Tally.Unusable();
            throw new BrokenPromiseException("writes failed though nobody takes the memory any more");
        }

        host.Expect("close", "closed");
    }

    private static long Peak(Host host) => long.Parse(host.Ask("memory")!.Split(' ')[1], CultureInfo.InvariantCulture) << 10;

    private static void Require(Host host, string word) => Require(host.Next(), word);

    private static void Require(string? answer, string word)
    {
        if (answer?.Split(' ')[0] != word)
        {
            throw new BrokenPromiseException($"the answer was '{answer}', not '{word}'");
        }
    }
}
