using System.Globalization;
using System.Text.RegularExpressions;
using LeadStore.CrashTests.Support;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// Files may not become longer than a limit that lies anywhere, so that the system takes the first part of a write and refuses the rest.
/// Callers are told StorageFull, and of the outcome nothing that is not true; a backup and a dump leave nothing, and everything goes on
/// when the limit is lifted.
/// </summary>
internal sealed partial class ShortWrites : Scenario
{
    private const int Size = 20_000;

    public override string Name => "short-write";

    public override (int Quick, int Long) Rounds => (6, 200);

    public override string Cases => "short writes";

    public override int AtOnce => 2;

    public override void Run(Round round)
    {
        Random random = round.Random;
        string path = Path.Combine(round.Directory, "leads.db");
        string copies = Directory.CreateDirectory(Path.Combine(round.Directory, "copies")).FullName;
        string output = Path.Combine(round.Directory, "short.strace");
        History history = new();
        using Host host = new(history, ProcessLimit.WithoutSignal);
        host.Expect($"open {path} pages={random.Next(100, 300)}", "opened");
        Work(host, new WorkOrder(1, 2, random.Next(5, 40), Size));

        // Whichever file is the longer one meets the limit first.
        long longest = Math.Max(new FileInfo(path).Length, new FileInfo(path + "-wal").Length);
        using (Strace strace = new(host.Id, path, output, "-s", "0", "-e", "trace=pwrite64"))
        {
            ProcessLimit.FileLength(host.Id, longest + random.Next(1, 200_000));
            Work(host, new WorkOrder(2, random.Next(0, 5), 200, Size, MostFailures: 3));
            ProcessLimit.FileLength(host.Id, random.Next(5_000, 60_000));
            MakeNoCopy(host, "backup", copies);
            MakeNoCopy(host, "dump", copies);
            foreach (string _ in strace.Detach().Where(IsShort))
            {
                Tally.Case();
            }
        }

        foreach ((string failure, int count) in history.Failures)
        {
            Tally.Note($"told {failure}", count);

            // Unknown where the commit itself was cut off and what became of it cannot be found out before the limit is lifted.
            if (failure.Split(' ') is not ["StorageFull", "NotApplied" or "Unknown", _])
            {
                throw new BrokenPromiseException($"{count} callers were told {failure}");
            }
        }

        GoOn(host, history, path, copies, Tally);
    }

    private static void GoOn(Host host, History history, string path, string copies, Tally tally)
    {
        int failures = history.Failures.Values.Sum();
        ProcessLimit.FileLength(host.Id, null);
        host.Expect($"read {Size}", "read");
        Work(host, new WorkOrder(3, 2, 20, Size));
        if (history.Failures.Values.Sum() != failures)
        {
            throw new BrokenPromiseException("writes failed though nothing limits files any more");
        }

        host.Expect($"backup {copies}", "backup");
        host.Expect("close", "closed");
        Oracle.Check(path, history, tally);
        string[] made = Directory.GetFiles(copies, "*.db");
        StoreMaintenance.VerifyBackup(made.Single());
    }

    private void MakeNoCopy(Host host, string what, string copies)
    {
        string target = what == "dump" ? Path.Combine(copies, "dump.sql") : copies;
        string? answer = host.Ask($"{what} {target}");
        if (answer?.StartsWith("failed StorageFull", StringComparison.Ordinal) != true)
        {
            throw new BrokenPromiseException($"a {what} without room was answered with '{answer}'");
        }

        if (Directory.GetFileSystemEntries(copies) is [var left, ..])
        {
            throw new BrokenPromiseException($"the {what} without room has left {Path.GetFileName(left)}");
        }

        Tally.Note($"{what}s without room");
    }

    private static void Work(Host host, WorkOrder order)
    {
        host.Begin(order);
        if (host.Next() is var answer && answer != "done")
        {
            throw new BrokenPromiseException($"the workload answered '{answer}'");
        }
    }

    // pwrite64(12, ""..., 4096, 8192) = 100
    private static bool IsShort(string line)
    {
        Match write = Write().Match(line);
        return write.Success && Number("done") > 0 && Number("done") < Number("asked");

        long Number(string name) => long.Parse(write.Groups[name].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@", (?<asked>\d+), \d+\) = (?<done>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Write();
}
