using LeadStore.CrashTests.Support;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// A write-ahead log that was never copied into the file is damaged after a kill -9. One writer made one commit after the other, so that
/// what is left must be exactly those before the damage.
/// </summary>
/// <param name="cuts">True to cut the log, false to flip a bit of it.</param>
internal sealed class DamagedLog(bool cuts) : Scenario
{
    private const int CasesInRound = 50;
    private const int Size = 12_000;

    public override string Name => cuts ? "wal-cut" : "wal-flip";

    public override (int Quick, int Long) Rounds => (6, 100);

    public override string Cases => cuts ? "cuts" : "flips";

    public override int AtOnce => 2;

    public override void Run(Round round)
    {
        Random random = round.Random;
        string path = Path.Combine(round.Directory, "leads.db");
        int writes = random.Next(10, 50);
        History history = MakeFile(path, writes);
        LogFile log = LogFile.Read(path + "-wal");
        byte[] database = File.ReadAllBytes(path);
        int before = log.CommitEnds.Count - writes;
        Tally.Note("commits", log.CommitEnds.Count);
        foreach (int at in Offsets(log, round))
        {
            Tally.Case();
            byte[] damaged = cuts ? log.Bytes[..at] : Flipped(log.Bytes, at, random.Next(8));
            int kept = cuts ? log.CommitsBefore(at) : log.CommitsBefore(log.FrameAt(at));
            kept = Math.Clamp(kept - before, 0, writes);
            Check(round.Directory, database, damaged, history, kept, cuts ? $"cut at {at}" : $"bit of byte {at}");
        }
    }

    // A file with a checkpointed beginning, and behind it a log of which every write is a commit of its own.
    private static History MakeFile(string path, int writes)
    {
        History history = new();
        using Host host = new(history);
        host.OpenAndWork(path, "", new WorkOrder(1, Threads: 0, Count: 20, Size));
        Expect(host.Next());
        host.Expect("close", "closed");
        host.OpenAndWork(path, "pages=20000", new WorkOrder(2, Threads: 0, Count: writes, Size));
        Expect(host.Next());
        host.Kill();
        return history;

        static void Expect(string? answer)
        {
            if (answer != "done")
            {
                throw new BrokenPromiseException($"the workload answered '{answer}'");
            }
        }
    }

    private IEnumerable<int> Offsets(LogFile log, Round round)
    {
        int end = log.CommitEnds[^1];
        if (!cuts)
        {
            return Enumerable.Range(0, CasesInRound).Select(_ => round.Random.Next(end));
        }

        int[] boundaries = [.. log.Boundaries.SelectMany(at => new[] { at - 1, at, at + 1 }).Where(at => at <= end)];
        return round.IsLong && round.Random.Next(5) == 0
            ? boundaries
            : Enumerable.Range(0, CasesInRound)
                .Select(i => i % 2 == 0 ? round.Random.Next(end) : boundaries[round.Random.Next(boundaries.Length)]);
    }

    private void Check(string directory, byte[] database, byte[] log, History history, int kept, string what)
    {
        string own = Directory.CreateDirectory(Path.Combine(directory, "image")).FullName;
        string path = Path.Combine(own, "leads.db");
        File.WriteAllBytes(path, database);
        File.WriteAllBytes(path + "-wal", log);
        int lost = history.Heard(2, 0) - kept;
        try
        {
            Oracle.Check(path, history.Until((session, _) => session == 2 ? kept : int.MaxValue, underWay: false), Tally);
            Tally.Note("writes that went with the log", lost);
            bool reported = Directory.EnumerateFiles(own, "*.damaged-*").Any();
            Tally.Note("damage reported", reported ? 1 : 0);
            // A cut is what the loss of power leaves. Behind a flipped bit there are commits, unless it was in the last one.
            if (cuts ? reported : lost > 1 && !reported)
            {
                throw new BrokenPromiseException($"{lost} writes went, and damage was {(reported ? "" : "not ")}reported");
            }
        }
        catch (BrokenPromiseException failure)
        {
            throw new BrokenPromiseException($"{what}, {kept} writes before it: {failure.Message}");
        }

        Directory.Delete(own, recursive: true);
    }

    private static byte[] Flipped(byte[] bytes, int at, int bit)
    {
        byte[] flipped = [.. bytes];
        flipped[at] ^= (byte)(1 << bit);
        return flipped;
    }
}
