using LeadStore.CrashTests.Support;
using LeadStore.TestHost;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// The calls of a process are recorded, and what a disk may hold after a loss of power at any moment is built from them. With
/// <see cref="Durability.Full"/> everything acknowledged until then must be there; with <see cref="Durability.Normal"/> what is left must
/// be a beginning of the order of commits.
/// </summary>
internal sealed class PowerCut : Scenario
{
    private const int ImagesInRound = 50;

    public override string Name => "power";

    public override (int Quick, int Long) Rounds => (6, 200);

    public override string Cases => "images";

    public override int AtOnce => 2;

    public override void Run(Round round)
    {
        Durability durability = round.Seed % 2 == 0 ? Durability.Full : Durability.Normal;
        History history = new();
        string files = Directory.CreateDirectory(Path.Combine(round.Directory, "files")).FullName;
        Recording recording = Record(round, Path.Combine(files, "leads.db"), durability, history);
        FileEvent[] syncs = [.. recording.Events.Where(e => e.Kind == FileEventKind.Sync && e.End != int.MaxValue)];
        for (int i = 0; i < ImagesInRound; i++)
        {
            // Anywhere, or where most is at stake: just before or after a sync has ended.
            int cut = round.Random.Next(2) == 0
                ? round.Random.Next(recording.Length + 1)
                : syncs[round.Random.Next(syncs.Length)].End + round.Random.Next(2);
            Check(round, recording, cut, durability, history);
        }
    }

    private static Recording Record(Round round, string path, Durability durability, History history)
    {
        string output = Path.Combine(round.Directory, "recording.strace");
        using Host host = new(history);
        using Strace strace = new(host.Id, null, output, Strace.Record);
        for (int session = 1; session <= 2; session++)
        {
            int threads = round.Random.Next(1, 5);
            host.OpenAndWork(path, $"pages=100 durability={durability}", new WorkOrder(session, threads, Count: 48 / threads, Size: 6000));
            if (host.Next() != "done")
            {
                throw new BrokenPromiseException("the process ended");
            }

            if (session == 1 || round.Random.Next(2) == 0)
            {
                host.Expect("close", "closed");
            }
        }

        // The dead leave their files as they are.
        Recording recording = Recording.Parse(strace.Detach(), Path.GetDirectoryName(path)!);
        host.Kill();
        File.Delete(output);
        return recording;
    }

    private void Check(Round round, Recording recording, int cut, Durability durability, History history)
    {
        Tally.Case();
        Tally.Note($"{durability}");
        int seed = round.Random.Next();
        string directory = Directory.CreateDirectory(Path.Combine(round.Directory, $"image-{cut}")).FullName;
        DiskImage.Write(recording, cut, new Random(seed), directory);
        Dictionary<(int, int), int> heard = Heard(recording, cut);
        History acknowledged = history.Until((session, thread) => heard.GetValueOrDefault((session, thread)));
        try
        {
            Oracle.Check(
                Path.Combine(directory, "leads.db"),
                acknowledged,
                found => durability == Durability.Full ? acknowledged : Beginning(acknowledged, found),
                Tally);
        }
        catch (BrokenPromiseException failure)
        {
            throw new BrokenPromiseException($"{durability}, cut at {cut} of {recording.Length}: {failure.Message}");
        }

        Directory.Delete(directory, recursive: true);
    }

    // How many writes of each thread were told of before the power was cut.
    private static Dictionary<(int Session, int Thread), int> Heard(Recording recording, int cut)
    {
        Dictionary<(int, int), int> heard = [];
        foreach (FileEvent said in recording.Events.Where(e => e.Kind == FileEventKind.Said && e.Start < cut))
        {
            if (said.Text.Split(' ') is ["acked", var token, _])
            {
                WorkItem item = WorkItem.Parse(token);
                heard[(item.Session, item.Thread)] = item.Number + 1;
            }
        }

        return heard;
    }

    private History Beginning(History acknowledged, Contents found)
    {
        History beginning = CommitOrder.Beginning(acknowledged, found, new Dictionary<(int, int), int>(), Tally);
        Tally.Note("newest writes that Normal lost", Math.Max(0, acknowledged.Acknowledged - beginning.Acknowledged));
        return beginning;
    }
}
