using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using LeadStore.Benchmarks.Peers;

namespace LeadStore.Benchmarks;

/// <summary>
/// What an application does with its leads, by this library and by what it could use instead, block by block in turn, and the median of
/// the ratios to the floor: what a shared and noisy machine can still tell. Run with
/// <c>-- suite [--leads n] [--rounds n]</c>; without options it ends within five minutes.
/// </summary>
internal static class Suite
{
    // Each with the number of calls in a block, and the bytes or rows that a call with the number i of its row comes to.
    private static readonly Row[] Rows =
    [
        new("customer by phone, hit", 1000, (peer, i, leads) => peer.FindByPhone(Lead(i, leads))),
        new("customer by phone, miss", 1000, (peer, _, _) => peer.FindUnknown()),
        new("lead by id", 1000, (peer, i, leads) => peer.Get(Lead(i, leads))),
        new("history of 15", 200, (peer, i, leads) => peer.History(1 + Lead(i, leads - 1))),
        new("history of 1,000", 10, (peer, _, _) => peer.History(0)),
        new("inbox, first 50", 10, (peer, _, _) => peer.Inbox()),
        new("inbound message, whole", 50, (peer, i, leads) => peer.Ingest(Lead(i, leads))),
        new("message, durable", 100, (peer, i, leads) => peer.CreateMessage(Lead(i, leads))),
        new("lead, durable", 100, (peer, i, _) => peer.CreateLead(i)),
        new("1,000 leads in a transaction", 1, (peer, i, _) => peer.CreateThousand(1_000_000 + (i * 1000))),
        new("open, ask, close", 5, (peer, _, _) => peer.Open()),
        new("delete with 15 messages", 50, (peer, i, leads) => peer.Delete(Lead(i, leads))),
    ];

    public static void Run(Options options)
    {
        int leads = options.Number("leads", SampleStore.Leads);
        int rounds = options.Number("rounds", 21);
        string[] names = [.. PeerList.Names];
        IPeer[] peers = [.. names.Select(name => PeerList.Open(name, leads))];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{leads:N0} leads with {SampleStore.MessagesEach} messages each, {rounds} rounds in turn; µs, ratio to the first, bytes allocated."));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"SQLite {SampleStore.SqliteVersion}, {RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors."));
        Console.WriteLine();
        Console.WriteLine($"| | {string.Join(" | ", names)} |");
        Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", names.Length))}");
        foreach (Row row in Rows)
        {
            Console.WriteLine($"| {row.Name} | {string.Join(" | ", Measure(row, peers, leads, rounds))} |");
        }

        Array.ForEach(peers, peer => peer.Dispose());
    }

    private static IEnumerable<string> Measure(Row row, IPeer[] peers, int leads, int rounds)
    {
        double[][] times = [.. peers.Select(_ => new double[rounds])];
        long[] allocated = new long[peers.Length];
        for (int round = -1; round < rounds; round++)
        {
            // Who goes first moves on, so that nobody always finds the pages that another has brought.
            for (int turn = 0; turn < peers.Length; turn++)
            {
                int at = (turn + round + 1) % peers.Length;
                long before = GC.GetAllocatedBytesForCurrentThread();
                long start = Stopwatch.GetTimestamp();
                for (int i = 0; i < row.Calls; i++)
                {
                    row.Call(peers[at], ((round + 1) * row.Calls) + i, leads);
                }

                if (round >= 0)
                {
                    times[at][round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / row.Calls;
                    allocated[at] += GC.GetAllocatedBytesForCurrentThread() - before;
                }
            }
        }

        for (int at = 0; at < peers.Length; at++)
        {
            double ratio = Median.Of(times[at].Zip(times[0], (time, floor) => time / floor));
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{Median.Of(times[at]):N1} **{ratio:N2}** {allocated[at] / (rounds * row.Calls):N0}");
        }
    }

    // A step that is prime to the number of leads visits them all, far from each other.
    private static int Lead(int i, int leads) => (int)((long)i * 61_803 % leads);

    private sealed record Row(string Name, int Calls, Func<IPeer, int, int, long> Call);
}
