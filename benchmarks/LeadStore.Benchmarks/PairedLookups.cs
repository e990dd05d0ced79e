using System.Diagnostics;

namespace LeadStore.Benchmarks;

/// <summary>
/// The lookups in turn with the same statements by hand, block by block, and the median of the ratios: what a shared and noisy machine can
/// still tell. Run with <c>-- paired</c>.
/// </summary>
internal static class PairedLookups
{
    private const int ManyBlocks = 301;
    private const int BlockSize = 2000;

    public static void Run()
    {
        WriteHead();
        Run(SampleStore.Leads, ManyBlocks);
    }

    /// <summary>The three lookups on a sample of so many leads.</summary>
    public static Comparison[] Run(int leads, int blocks)
    {
        SampleStore.Ensure(leads);
        using LeadDatabase db = LeadDatabase.Open(SampleStore.PathOf(leads));
        using HandWritten hand = new(SampleStore.PathOf(leads));
        Random random = new(7);
        string[] phones = new string[leads];
        long[] digits = new long[leads];
        for (int i = 0; i < leads; i++)
        {
            phones[i] = SampleStore.Phone(random.Next(leads));
            digits[i] = long.Parse(phones[i].AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
        }

        return
        [
            Compare(
                "CheckExistingCustomer, hit", i => hand.ByPhone(digits[i]), i => db.CheckExistingCustomer(phones[i]), BlockSize, blocks, leads),
            Compare(
                "CheckExistingCustomer, miss",
                i => hand.ByPhone(digits[i] + 1_000_000_000),
                _ => db.CheckExistingCustomer("+447700900123"),
                BlockSize,
                blocks,
                leads),
            Compare("GetConversationHistory of 15", i => hand.History(1 + i), i => db.GetConversationHistory(1 + i), 200, blocks, leads),
        ];
    }

    public static void WriteHead()
    {
        Console.WriteLine($"| {"",-34} | by hand µs | LeadStore µs | ratio | allocated |");
        Console.WriteLine($"|{new string('-', 36)}|-----------:|-------------:|------:|----------:|");
    }

    /// <summary>Runs both in blocks, in turn, and writes a line. Both are handed a number from 0 to that of the leads.</summary>
    public static Comparison Compare<T>(
        string name,
        Func<int, long> byHand,
        Func<int, T> ours,
        int blockSize = BlockSize,
        int blocks = ManyBlocks,
        int leads = SampleStore.Leads)
    {
        double[] handTimes = new double[blocks];
        double[] ourTimes = new double[blocks];
        long allocated = 0;
        int at = 0;
        for (int block = -20; block < blocks; block++)
        {
            // The same leads for both, so that neither finds the other's pages warm more often than its own; who goes first alternates.
            bool oursFirst = block % 2 == 0;
            double first = oursFirst ? Time(ours, at, blockSize, leads, ref allocated) : Time(byHand, at, blockSize, leads);
            double second = oursFirst ? Time(byHand, at, blockSize, leads) : Time(ours, at, blockSize, leads, ref allocated);
            at = (at + (blockSize * 37)) % leads;
            if (block >= 0)
            {
                handTimes[block] = oursFirst ? second : first;
                ourTimes[block] = oursFirst ? first : second;
            }
            else
            {
                allocated = 0;
            }
        }

        Comparison result = new(
            name, Median.Of(handTimes.Zip(ourTimes, (hand, our) => our / hand)), allocated / ((long)blocks * blockSize));
        Console.WriteLine(
            $"| {name,-34} | {Median.Of(handTimes),10:0.00} | {Median.Of(ourTimes),12:0.00} | {result.Ratio,5:0.00} | {result.Allocated,7} B |");
        return result;
    }

    private static double Time<T>(Func<int, T> call, int at, int count, int leads, ref long allocated)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        double time = Time(call, at, count, leads);
        allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        return time;
    }

    private static double Time<T>(Func<int, T> call, int at, int count, int leads)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            call((int)((at + ((long)i * 61_803)) % leads));
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
    }

    /// <param name="Name">What was compared.</param>
    /// <param name="Ratio">How many times as long as by hand.</param>
    /// <param name="Allocated">The bytes of one call.</param>
    internal sealed record Comparison(string Name, double Ratio, long Allocated);
}
