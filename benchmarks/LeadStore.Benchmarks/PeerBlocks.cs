using System.Diagnostics;
using System.Globalization;

namespace LeadStore.Benchmarks;

/// <summary>
/// One side of benchmarks/peers/compare.mjs: each line of input names a verb and how many calls of it, and is answered with the µs that a
/// call took. Between two lines this process does nothing, so that the other side has the machine.
/// </summary>
internal static class PeerBlocks
{
    public static void Serve()
    {
        using WorkingCopy copy = new("peer", Durability.Full);
        Console.WriteLine($"ready LeadStore, SQLite {SampleStore.SqliteVersion}");
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            int calls = int.Parse(words[1], CultureInfo.InvariantCulture);
            double microseconds = words[0] switch
            {
                "createMessage" => Time(calls, () => copy.CreateMessage()),
                "threads" => Time(() => Throughput.Threads(copy, calls)) / calls,
                "tasks" => Time(() => Throughput.Tasks(copy, calls)) / calls,
                "hit" => Time(calls, () => copy.Store.CheckExistingCustomer(SampleStore.Phone(copy.Next()))),
                "miss" => Time(calls, () => copy.Store.CheckExistingCustomer("+447700900123")),
                "history" => Time(calls, () => copy.Store.GetConversationHistory(1 + copy.Next())),
                _ => throw new ArgumentException($"There is no verb '{words[0]}'."),
            };
            Console.WriteLine(microseconds.ToString("0.000", CultureInfo.InvariantCulture));
        }
    }

    private static double Time<T>(int calls, Func<T> call) => Time(() =>
    {
        for (int i = 0; i < calls; i++)
        {
            call();
        }
    }) / calls;

    private static double Time(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }
}
