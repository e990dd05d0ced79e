using System.Diagnostics;

namespace LeadStore.Benchmarks;

/// <summary>
/// Messages on random leads of 100,000, by a lone caller, 64 threads and 64 tasks, durable and not, in turn within one run. Run with
/// <c>-- throughput [--rounds n] [--messages n] [--pages n]</c>.
/// </summary>
internal static class Throughput
{
    private const int Callers = 64;

    public static void Run(Options options)
    {
        int rounds = options.Number("rounds", 15);
        int messages = options.Number("messages", 4096);
        int pages = options.Number("pages", 0);
        using WorkingCopy full = new("full", Durability.Full, pages);
        using WorkingCopy normal = new("normal", Durability.Normal, pages);
        (string Name, Action Run)[] rows =
        [
            ("Full, one caller", () => Lone(full, messages)),
            ("Full, 64 threads", () => Threads(full, messages)),
            ("Full, 64 tasks", () => Tasks(full, messages)),
            ("Normal, one caller", () => Lone(normal, messages)),
            ("Normal, 64 threads", () => Threads(normal, messages)),
            ("Normal, 64 tasks", () => Tasks(normal, messages)),
        ];
        double[][] times = [.. rows.Select(_ => new double[rounds])];
        for (int round = -1; round < rounds; round++)
        {
            // Forwards and backwards in turn, so that a machine that slows down does not slow the same rows every time.
            foreach (int row in round % 2 == 0 ? Enumerable.Range(0, rows.Length) : Enumerable.Range(0, rows.Length).Reverse())
            {
                long start = Stopwatch.GetTimestamp();
                rows[row].Run();
                if (round >= 0)
                {
                    times[row][round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / messages;
                }
            }
        }

        Console.WriteLine($"{rounds} rounds of {messages} messages; medians. The ratio is to one caller of the same durability, round by round.");
        Console.WriteLine();
        Console.WriteLine("| | µs per message | messages per second | ratio | from | to |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        for (int row = 0; row < rows.Length; row++)
        {
            double[] lone = times[row - (row % 3)];
            double[] ratios = [.. times[row].Zip(lone, (time, one) => time / one)];
            double median = Median.Of(times[row]);
            Console.WriteLine(
                $"| {rows[row].Name} | {median:0.0} | {1_000_000 / median:N0} "
                + $"| {Median.Of(ratios):0.00} | {ratios.Min():0.00} | {ratios.Max():0.00} |");
        }
    }

    public static void Threads(WorkingCopy copy, int messages)
    {
        Thread[] threads = new Thread[Callers];
        for (int t = 0; t < threads.Length; t++)
        {
            threads[t] = new Thread(() => Lone(copy, messages / Callers));
            threads[t].Start();
        }

        Array.ForEach(threads, thread => thread.Join());
    }

    public static void Tasks(WorkingCopy copy, int messages) =>
        Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < messages / Callers; i++)
            {
                await copy.CreateMessageAsync();
            }
        }))).GetAwaiter().GetResult();

    private static void Lone(WorkingCopy copy, int messages)
    {
        for (int i = 0; i < messages; i++)
        {
            copy.CreateMessage();
        }
    }
}
