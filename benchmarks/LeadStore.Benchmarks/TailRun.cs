using System.Diagnostics;
using System.Globalization;

namespace LeadStore.Benchmarks;

/// <summary>
/// How late the latest lookups are: customers by phone, on random leads, while one caller stores durable messages as fast as the store
/// allows. Prints the percentiles and draws them, over time and by how rare they are. Run with
/// <c>-- tail [--leads n] [--seconds n] [--readers n] [--out directory]</c>.
/// </summary>
internal static class TailRun
{
    private const int SlotsPerSecond = 4;
    private static readonly double[] Shares = [0.5, 0.99, 0.999, 0.9999];

    public static void Run(Options options)
    {
        int leads = options.Number("leads", SampleStore.Leads);
        int seconds = options.Number("seconds", 30);
        int readers = options.Number("readers", 1);
        string directory = options.Text("out") ?? Path.GetTempPath();
        using WorkingCopy copy = new("tail", Durability.Full, leads: leads);
        Measure(copy, readers, seconds: 3);
        (LatencyHistogram[] slots, long messages) = Measure(copy, readers, seconds);

        LatencyHistogram all = new();
        Array.ForEach(slots, all.Add);
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"{leads:N0} leads, {(long)leads * SampleStore.MessagesEach:N0} messages, {readers} reader(s), a durable writer of {messages / seconds:N0} messages/s");
        Console.WriteLine(head);
        Console.WriteLine();
        Console.WriteLine("| lookups | p50 µs | p99 | p99.9 | p99.99 | worst |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {all.Count:N0} | {string.Join(" | ", Shares.Select(share => all.Microseconds(share).ToString("N1", CultureInfo.InvariantCulture)))} | {all.Worst / 1000.0:N1} |"));
        DrawTime(slots, seconds, head, Path.Combine(directory, "lookups-over-time.svg"));
        DrawDistribution(all, head, Path.Combine(directory, "lookups-distribution.svg"));
    }

    private static (LatencyHistogram[] Slots, long Messages) Measure(WorkingCopy copy, int readers, int seconds)
    {
        LatencyHistogram[][] bySlot = [.. Enumerable.Range(0, readers).Select(_ => NewSlots(seconds))];
        long messages = 0;
        using CancellationTokenSource end = new();
        long start = Stopwatch.GetTimestamp();
        Thread writer = new(() =>
        {
            while (!end.IsCancellationRequested)
            {
                copy.CreateMessage();
                messages++;
            }
        });
        Thread[] lookers = [.. bySlot.Select(slots => new Thread(() => Look(copy, slots, start)))];
        writer.Start();
        Array.ForEach(lookers, looker => looker.Start());
        Array.ForEach(lookers, looker => looker.Join());
        end.Cancel();
        writer.Join();

        LatencyHistogram[] total = NewSlots(seconds);
        foreach (LatencyHistogram[] slots in bySlot)
        {
            for (int i = 0; i < slots.Length; i++)
            {
                total[i].Add(slots[i]);
            }
        }

        return (total, messages);
    }

    private static LatencyHistogram[] NewSlots(int seconds) =>
        [.. Enumerable.Range(0, seconds * SlotsPerSecond).Select(_ => new LatencyHistogram())];

    private static void Look(WorkingCopy copy, LatencyHistogram[] slots, long start)
    {
        while (true)
        {
            string phone = SampleStore.Phone(copy.Next());
            long asked = Stopwatch.GetTimestamp();
            Lead? lead = copy.Store.CheckExistingCustomer(phone);
            long answered = Stopwatch.GetTimestamp();
            int slot = (int)(Stopwatch.GetElapsedTime(start, answered).TotalSeconds * SlotsPerSecond);
            if (slot >= slots.Length)
            {
                return;
            }

            slots[slot].Record((long)Stopwatch.GetElapsedTime(asked, answered).TotalNanoseconds);
            if (lead is null)
            {
                throw new InvalidOperationException("A lead of the sample is missing.");
            }
        }
    }

    private static void DrawTime(LatencyHistogram[] slots, int seconds, string head, string path)
    {
        int step = Math.Max(1, seconds / 10);
        SvgPlot plot = new($"Customer by phone: {head}", "seconds", "µs")
        {
            Marks = [.. Enumerable.Range(0, (seconds / step) + 1).Select(i => ((double)(i * step), $"{i * step}"))],
        };
        var seen = slots.Index().Where(slot => slot.Item.Count > 0).ToArray();
        plot.Add("p50", seen.Select(slot => ((double)slot.Index / SlotsPerSecond, slot.Item.Microseconds(0.5))));
        plot.Add("p99", seen.Select(slot => ((double)slot.Index / SlotsPerSecond, slot.Item.Microseconds(0.99))));
        plot.Add("worst", seen.Select(slot => ((double)slot.Index / SlotsPerSecond, slot.Item.Worst / 1000.0)));
        plot.Save(path);
        Console.WriteLine($"// {path}");
    }

    // By nines: each unit to the right is ten times as rare.
    private static void DrawDistribution(LatencyHistogram all, string head, string path)
    {
        double most = Math.Floor(Math.Log10(all.Count));
        string[] names = ["0", "90 %", "99 %", "99.9 %", "99.99 %", "99.999 %", "99.9999 %", "99.99999 %"];
        SvgPlot plot = new($"Customer by phone: {head}", "share of all lookups that are as fast", "µs")
        {
            Marks = [.. names.Take((int)most + 1).Select((name, nines) => ((double)nines, name))],
        };
        plot.Add(
            "lookups",
            Enumerable.Range(1, (int)(most * 20)).Select(i => (i / 20.0, all.Microseconds(1 - Math.Pow(10, -i / 20.0)))));
        plot.Save(path);
        Console.WriteLine($"// {path}");
    }
}
