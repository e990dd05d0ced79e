using System.Diagnostics;

namespace LeadStore.Benchmarks;

/// <summary>
/// Lookups while somebody writes as fast as the store allows: <c>CheckExistingCustomer</c> on random leads from 1 to n threads, each asking
/// again as soon as it is answered, beside a durable writer of 64 tasks or of one caller. Run with
/// <c>-- load [--seconds n] [--readers n] [--writers n] [--pages n]</c>; no <c>--writers</c> runs with 64, with 1 and with none.
/// </summary>
internal static class LoadRun
{
    public static void Run(Options options)
    {
        int seconds = options.Number("seconds", 20);
        int mostReaders = options.Number("readers", Environment.ProcessorCount);
        int pages = options.Number("pages", 0);
        int[] writerCounts = options.Text("writers") is null ? [64, 1, 0] : [options.Number("writers", 0)];
        using WorkingCopy copy = new("load", Durability.Full, pages);
        string[] phones = [.. Enumerable.Range(0, SampleStore.Leads).Select(SampleStore.Phone)];
        Round(copy, phones, readers: 1, writers: 64, TimeSpan.FromSeconds(Math.Min(seconds, 2)));

        Console.WriteLine($"{seconds} s each; lookups in µs; the stall is the longest time in which no message was acknowledged.");
        Console.WriteLine();
        Console.WriteLine(
            "| readers | writers | lookups per s | p50 | p99 | p99.9 | p99.99 | worst | messages per s | worst message ms | worst stall ms |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (int writers in writerCounts)
        {
            for (int readers = 1; readers <= mostReaders; readers++)
            {
                LoadResult result = Round(copy, phones, readers, writers, TimeSpan.FromSeconds(seconds));
                LatencyHistogram lookups = result.Lookups;
                Console.WriteLine(
                    $"| {readers} | {writers} | {lookups.Count / result.Seconds:N0} | {lookups.Microseconds(0.5):0.0} "
                    + $"| {lookups.Microseconds(0.99):0.0} | {lookups.Microseconds(0.999):0.0} | {lookups.Microseconds(0.9999):0.0} | {lookups.Worst / 1000.0:0.0} "
                    + $"| {result.Messages / result.Seconds:N0} | {result.WorstMessage.TotalMilliseconds:0.0} | {result.WorstStall.TotalMilliseconds:0.0} |");
            }
        }
    }

    private static LoadResult Round(WorkingCopy copy, string[] phones, int readers, int writers, TimeSpan length)
    {
        using CancellationTokenSource end = new();
        Acknowledgements acknowledgements = new();
        LatencyHistogram[] histograms = [.. Enumerable.Range(0, readers).Select(_ => new LatencyHistogram())];
        Thread[] threads = [.. histograms.Select(histogram => new Thread(() => Look(copy, phones, histogram, end.Token)))];
        long start = Stopwatch.GetTimestamp();
        Task writing = writers == 1
            ? Task.Factory.StartNew(() => WriteAlone(copy, acknowledgements, end.Token), TaskCreationOptions.LongRunning)
            : Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(() => Write(copy, acknowledgements, end.Token))));
        Array.ForEach(threads, thread => thread.Start());
        end.CancelAfter(length);
        Array.ForEach(threads, thread => thread.Join());
        writing.GetAwaiter().GetResult();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        LatencyHistogram all = new();
        Array.ForEach(histograms, all.Add);
        return new LoadResult(all, seconds, acknowledgements.Count, acknowledgements.WorstWait, acknowledgements.WorstStall);
    }

    private static void Look(WorkingCopy copy, string[] phones, LatencyHistogram histogram, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            string phone = phones[copy.Next()];
            long start = Stopwatch.GetTimestamp();
            Lead? lead = copy.Store.CheckExistingCustomer(phone);
            histogram.Record((long)Stopwatch.GetElapsedTime(start).TotalNanoseconds);
            if (lead is null)
            {
                throw new InvalidOperationException("A lead of the sample is missing.");
            }
        }
    }

    private static void WriteAlone(WorkingCopy copy, Acknowledgements acknowledgements, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            long start = Stopwatch.GetTimestamp();
            copy.CreateMessage();
            acknowledgements.Add(start);
        }
    }

    private static async Task Write(WorkingCopy copy, Acknowledgements acknowledgements, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            long start = Stopwatch.GetTimestamp();
            await copy.CreateMessageAsync(CancellationToken.None);
            acknowledgements.Add(start);
        }
    }

    private sealed record LoadResult(LatencyHistogram Lookups, double Seconds, long Messages, TimeSpan WorstMessage, TimeSpan WorstStall);
}
