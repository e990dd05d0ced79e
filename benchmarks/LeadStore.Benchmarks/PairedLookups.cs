using System.Diagnostics;

namespace LeadStore.Benchmarks;

/// <summary>
/// The lookups in turn with the same statements by hand, block by block, and the median of the ratios: what a shared and noisy machine can
/// still tell. Run with <c>-- paired</c>.
/// </summary>
internal static class PairedLookups
{
    private const int Blocks = 301;
    private const int BlockSize = 2000;

    public static void Run()
    {
        SampleStore.Ensure();
        using LeadDatabase db = LeadDatabase.Open(SampleStore.Path);
        using HandWritten hand = new(SampleStore.Path);
        Random random = new(7);
        string[] phones = new string[SampleStore.Leads];
        long[] digits = new long[SampleStore.Leads];
        for (int i = 0; i < SampleStore.Leads; i++)
        {
            phones[i] = SampleStore.Phone(random.Next(SampleStore.Leads));
            digits[i] = long.Parse(phones[i].AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
        }

        WriteHead();
        Compare("CheckExistingCustomer, hit", i => hand.ByPhone(digits[i]), i => db.CheckExistingCustomer(phones[i]));
        Compare("CheckExistingCustomer, miss", i => hand.ByPhone(digits[i] + 1_000_000_000), _ => db.CheckExistingCustomer("+447700900123"));
        Compare("GetConversationHistory of 15", i => hand.History(1 + i), i => db.GetConversationHistory(1 + i), blockSize: 200);
    }

    public static void WriteHead()
    {
        Console.WriteLine($"| {"",-34} | by hand µs | LeadStore µs | ratio | allocated |");
        Console.WriteLine($"|{new string('-', 36)}|-----------:|-------------:|------:|----------:|");
    }

    /// <summary>Runs both in blocks, in turn, and writes a line. Both are handed a number from 0 to that of the leads.</summary>
    public static void Compare<T>(string name, Func<int, long> byHand, Func<int, T> ours, int blockSize = BlockSize)
    {
        double[] handTimes = new double[Blocks];
        double[] ourTimes = new double[Blocks];
        long allocated = 0;
        int at = 0;
        for (int block = -20; block < Blocks; block++)
        {
            // The same leads for both, so that neither finds the other's pages warm more often than its own; who goes first alternates.
            bool oursFirst = block % 2 == 0;
            double first = oursFirst ? Time(ours, at, blockSize, ref allocated) : Time(byHand, at, blockSize);
            double second = oursFirst ? Time(byHand, at, blockSize) : Time(ours, at, blockSize, ref allocated);
            at = (at + (blockSize * 37)) % SampleStore.Leads;
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

        double[] ratios = [.. handTimes.Zip(ourTimes, (hand, our) => our / hand)];
        Console.WriteLine($"| {name,-34} | {Median.Of(handTimes),10:0.00} | {Median.Of(ourTimes),12:0.00} | {Median.Of(ratios),5:0.00} | {allocated / ((long)Blocks * blockSize),7} B |");
    }

    private static double Time<T>(Func<int, T> call, int at, int count, ref long allocated)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        double time = Time(call, at, count);
        allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        return time;
    }

    private static double Time<T>(Func<int, T> call, int at, int count)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            call((int)((at + ((long)i * 61_803)) % SampleStore.Leads));
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
    }
}
