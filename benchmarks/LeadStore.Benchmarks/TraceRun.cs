using System.Diagnostics;

namespace LeadStore.Benchmarks;

/// <summary>
/// Skip tracing on the 100,000 leads of the sample: how many completed traces of 5 phones and 3 email addresses are recorded in a second,
/// each in a transaction of its own, and what a best number and a cached answer cost beside the same statements by hand. Run with
/// <c>-- traces [--rounds n] [--traces n]</c>.
/// </summary>
internal static class TraceRun
{
    private const int Callers = 16;
    private const string Provider = "benchmark";

    public static void Run(Options options)
    {
        int rounds = options.Number("rounds", 5);
        int traces = options.Number("traces", 20_000);
        using WorkingCopy copy = new("traces", Durability.Normal);
        double[] lone = new double[rounds];
        double[] shared = new double[rounds];
        for (int round = -1; round < rounds; round++)
        {
            double one = Time(() => Record(copy, traces / 4)) / (traces / 4);
            double all = Time(() => Array.ForEach(Start(copy, traces), thread => thread.Join())) / traces;
            if (round >= 0)
            {
                lone[round] = one;
                shared[round] = all;
            }
        }

        Console.WriteLine("| recording a trace, Normal | µs | traces per second | from | to |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        Write("one caller", lone);
        Write($"{Callers} callers", shared);
        Console.WriteLine();
        Compare(copy);
    }

    private static void Compare(WorkingCopy copy)
    {
        // One more for those that have none yet, so that every lead has a number.
        foreach (int[] batch in Enumerable.Range(0, SampleStore.Leads).Chunk(1000))
        {
            copy.Store.InTransaction(tx => Array.ForEach(batch, n =>
            {
                if (tx.SkipTrace.BestPhone(n + 1) is null)
                {
                    Record(tx, n);
                }
            }));
        }

        using HandWrittenTraces hand = new(copy.Store.Path);
        string[] keys = hand.ReadKeys();
        SkipTraceRequest[] requests = [.. Enumerable.Range(0, SampleStore.Leads).Select(Request)];
        string[] keyOf = new string[SampleStore.Leads];
        for (int n = 0; n < keyOf.Length; n++)
        {
            keyOf[n] = keys[n % keys.Length];
        }

        PairedLookups.WriteHead();
        PairedLookups.Compare("BestPhone of 5", i => hand.Phones(1 + i), i => copy.Store.SkipTrace.BestPhone(1 + i), blockSize: 500);
        PairedLookups.Compare(
            "FindAnswer, hit",
            i => hand.Answer(Provider, keyOf[i], 0),
            i => copy.Store.SkipTrace.FindAnswer(Provider, requests[i], TimeSpan.FromDays(90)),
            blockSize: 500);
    }

    private static Thread[] Start(WorkingCopy copy, int traces)
    {
        Thread[] threads = [.. Enumerable.Range(0, Callers).Select(_ => new Thread(() => Record(copy, traces / Callers)))];
        Array.ForEach(threads, thread => thread.Start());
        return threads;
    }

    private static void Record(WorkingCopy copy, int traces)
    {
        for (int i = 0; i < traces; i++)
        {
            Record(copy.Store, copy.Next());
        }
    }

    private static void Record(LeadDatabase store, int n) => store.SkipTrace.Record(1 + n, Provider, Request(n), Result(n));

    private static SkipTraceRequest Request(int n) => new()
    {
        FirstName = "Alex",
        LastName = $"Customer {n}",
        Street = $"{100 + n} Oak Street",
        City = "Austin",
        State = "TX",
        PostalCode = "78701",
    };

    private static SkipTraceResult Result(int n) => new()
    {
        Confidence = 0.75,
        Cost = new Money(12),
        Response = """{"status":"ok","matches":5,"note":"as the provider sent it"}""",
        Phones =
        [
            .. Enumerable.Range(0, 5).Select(i => new FoundPhone
            {
                Number = $"+1512{2_000_000 + (((n * 5) + i) % 7_000_000)}",
                Type = i % 2 == 0 ? "mobile" : "landline",
                Carrier = "A carrier",
                IsMobile = i % 2 == 0,
                IsValid = true,
                IsDoNotCall = i == 0,
                Confidence = 0.9 - (i * 0.1),
            }),
        ],
        Emails = [.. Enumerable.Range(0, 3).Select(i => new FoundEmail { Address = $"customer{n}.{i}@example.com", IsValid = true, Confidence = 0.5 })],
    };

    private static double Time(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    private static void Write(string name, double[] times)
    {
        double median = Median.Of(times);
        Console.WriteLine($"| {name} | {median:0.0} | {1_000_000 / median:N0} | {1_000_000 / times.Max():N0} | {1_000_000 / times.Min():N0} |");
    }
}
