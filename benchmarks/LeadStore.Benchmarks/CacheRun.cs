using System.Diagnostics;

namespace LeadStore.Benchmarks;

/// <summary>
/// What a cache gains and what it costs, always in turn with the same store without one, block by block: lookups that are answered from
/// memory, lookups that are not, messages of one caller, and a day on which 2,000 of the 100,000 leads are active, beside a writer. Run with
/// <c>-- cache [--seconds n]</c>.
/// </summary>
internal static class CacheRun
{
    private const int Blocks = 101;
    private const int Active = 2000;
    private const int Unknown = 80_000_000;

    public static void Run(Options options)
    {
        SampleStore.Ensure();
        string[] phones = [.. Enumerable.Range(0, SampleStore.Leads).Select(SampleStore.Phone)];
        Lookups(phones);
        Messages();
        Day(phones, TimeSpan.FromSeconds(options.Number("seconds", 5)));
    }

    private static void Lookups(string[] phones)
    {
        using LeadDatabase plain = LeadDatabase.Open(SampleStore.Path);
        using LeadDatabase kept = Open(maxLeads: 10_000);
        using LeadDatabase small = Open(maxLeads: 100);
        string[] unknown = [.. Enumerable.Range(0, Active).Select(n => SampleStore.Phone(n + Unknown))];
        Console.WriteLine("| | without µs | with µs | times as fast | allocated without | with |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        Compare("`CheckExistingCustomer`, kept", 2000, i => plain.CheckExistingCustomer(phones[At(i, Active)]), i => kept.CheckExistingCustomer(phones[At(i, Active)]));
        Compare("`GetLead`, kept", 2000, i => plain.GetLead(1 + At(i, Active)), i => kept.GetLead(1 + At(i, Active)));
        Compare("`CheckExistingCustomer`, kept that there is none", 2000, i => plain.CheckExistingCustomer(unknown[At(i, Active)]), i => kept.CheckExistingCustomer(unknown[At(i, Active)]));
        Compare("`CheckExistingCustomer`, of all leads, 100 kept", 2000, i => plain.CheckExistingCustomer(phones[At(i, SampleStore.Leads)]), i => small.CheckExistingCustomer(phones[At(i, SampleStore.Leads)]));
        LeadCacheMetrics metrics = kept.Cache.GetMetrics();
        Console.WriteLine();
        Console.WriteLine($"{metrics.Leads} leads kept, {metrics.EstimatedBytes / metrics.Leads} B each by estimate; {small.Cache.GetMetrics().HitRatio:P1} hits of the last row.");
        Console.WriteLine();
    }

    private static void Messages()
    {
        Console.WriteLine("| messages of one caller | without µs | with µs | times as fast |");
        Console.WriteLine("|---|---:|---:|---:|");
        foreach (Durability durability in new[] { Durability.Normal, Durability.Full })
        {
            using WorkingCopy plain = new("cache-without", durability);
            using WorkingCopy kept = new("cache-with", durability, cache: new LeadCacheOptions { WarmOnOpen = 10_000 });
            Compare($"`{durability}`", 100, _ => plain.CreateMessage(), _ => kept.CreateMessage(), withBytes: false);
        }

        Console.WriteLine();
    }

    private static void Day(string[] phones, TimeSpan length)
    {
        Console.WriteLine($"| {length.TotalSeconds:0} s, 95 % of the lookups and all messages are of {Active} leads | lookups per s | p50 µs | p99 µs | hits | messages per s |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        using WorkingCopy plain = new("cache-without", Durability.Full);
        using WorkingCopy kept = new("cache-with", Durability.Full, cache: new LeadCacheOptions());
        foreach (bool writes in new[] { false, true })
        {
            for (int round = 0; round < 2; round++)
            {
                Round(writes ? "without, beside a writer" : "without, nobody writes", plain.Store, phones, writes, length);
                Round(writes ? "with, beside a writer" : "with, nobody writes", kept.Store, phones, writes, length);
            }
        }

        // Somebody else on the same file: every commit of his makes all that is kept worthless.
        using LeadDatabase other = LeadDatabase.Open(kept.Path);
        Round("with, beside a writer of another process", kept.Store, phones, writes: true, length, other);
    }

    private static void Round(string name, LeadDatabase store, string[] phones, bool writes, TimeSpan length, LeadDatabase? writer = null)
    {
        LeadCacheMetrics before = store.Cache.GetMetrics();
        using CancellationTokenSource end = new();
        int messages = 0;
        Thread writing = new(() =>
        {
            Random random = new(11);
            while (writes && !end.IsCancellationRequested)
            {
                (writer ?? store).CreateMessage(1 + random.Next(Active), MessageSender.Customer, "Is the stable still for sale?");
                messages++;
            }
        });
        LatencyHistogram histogram = new();
        Random random = new(12);
        long start = Stopwatch.GetTimestamp();
        writing.Start();
        while (Stopwatch.GetElapsedTime(start) < length)
        {
            string phone = phones[random.Next(100) < 95 ? random.Next(Active) : random.Next(SampleStore.Leads)];
            long began = Stopwatch.GetTimestamp();
            _ = store.CheckExistingCustomer(phone) ?? throw new InvalidOperationException("A lead of the sample is missing.");
            histogram.Record((long)Stopwatch.GetElapsedTime(began).TotalNanoseconds);
        }

        end.Cancel();
        writing.Join();
        LeadCacheMetrics after = store.Cache.GetMetrics();
        long asked = after.Hits + after.Misses - before.Hits - before.Misses;
        string hits = asked == 0 ? "" : $"{(after.Hits - before.Hits) / (double)asked:P1}";
        Console.WriteLine(
            $"| {name} | {histogram.Count / length.TotalSeconds:N0} | {histogram.Microseconds(0.5):0.00} | {histogram.Microseconds(0.99):0.0} "
            + $"| {hits} | {messages / length.TotalSeconds:N0} |");
    }

    private static void Compare<T>(string name, int blockSize, Func<int, T> without, Func<int, T> with, bool withBytes = true)
    {
        double[] withoutTimes = new double[Blocks];
        double[] withTimes = new double[Blocks];
        long[] bytes = new long[2];
        for (int block = -10; block < Blocks; block++)
        {
            if (block == 0)
            {
                Array.Clear(bytes);
            }

            // Who goes first alternates.
            int at = (block + 10) * blockSize;
            bool first = block % 2 == 0;
            double one = Time(first ? with : without, at, blockSize, ref bytes[first ? 1 : 0]);
            double two = Time(first ? without : with, at, blockSize, ref bytes[first ? 0 : 1]);
            if (block >= 0)
            {
                withTimes[block] = first ? one : two;
                withoutTimes[block] = first ? two : one;
            }
        }

        double ratio = Median.Of(withoutTimes.Zip(withTimes, (plain, kept) => plain / kept));
        string allocated = withBytes ? $" {bytes[0] / ((long)Blocks * blockSize)} B | {bytes[1] / ((long)Blocks * blockSize)} B |" : "";
        Console.WriteLine($"| {name} | {Median.Of(withoutTimes):0.00} | {Median.Of(withTimes):0.000} | {ratio:0.00} |{allocated}");
    }

    private static double Time<T>(Func<int, T> call, int at, int count, ref long allocated)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            call(at + i);
        }

        double time = Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
        allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        return time;
    }

    // Far from each other, as random ones are, and every one of them in the end.
    private static int At(int i, int among) => (int)((long)i * 61_803 % among);

    private static LeadDatabase Open(int maxLeads) =>
        LeadDatabase.Open(new LeadDatabaseOptions { Path = SampleStore.Path, Cache = new LeadCacheOptions { MaxLeads = maxLeads } });
}
