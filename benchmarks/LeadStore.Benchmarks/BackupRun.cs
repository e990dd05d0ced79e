using System.Diagnostics;

namespace LeadStore.Benchmarks;

/// <summary>
/// What a backup costs those who write meanwhile: the longest wait for an acknowledgement while a backup runs, and in as long a time without
/// one, in turn; and how long a backup goes on after it was cancelled. Run with <c>-- backup [--rounds n] [--writers n]</c>; no
/// <c>--writers</c> runs with one caller and with 64.
/// </summary>
internal static class BackupRun
{
    private const int Cancellations = 20;

    public static void Run(Options options)
    {
        int rounds = options.Number("rounds", 5);
        int[] writerCounts = options.Text("writers") is null ? [1, 64] : [options.Number("writers", 1)];
        using WorkingCopy copy = new("backup", Durability.Full);
        string directory = Directory.CreateTempSubdirectory("leadstore-backup-").FullName;
        try
        {
            Console.WriteLine("Milliseconds; the longest wait is of one message for its acknowledgement.");
            Console.WriteLine();
            Console.WriteLine("| writers | backup took | longest wait beside it | without | longest time without any acknowledgement beside it | without |");
            Console.WriteLine("|---:|---:|---:|---:|---:|---:|");
            TimeSpan took = default;
            foreach (int writers in writerCounts)
            {
                for (int round = 0; round < rounds; round++)
                {
                    took = Compare(copy, directory, writers);
                }
            }

            Cancel(copy, directory, within: took);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static TimeSpan Compare(WorkingCopy copy, string directory, int writers)
    {
        TimeSpan took = default;
        Acknowledgements beside = WriteDuring(copy, writers, () =>
        {
            long start = Stopwatch.GetTimestamp();
            copy.Store.Maintenance.Backup(directory);
            took = Stopwatch.GetElapsedTime(start);
        });
        using ManualResetEventSlim never = new();
        Acknowledgements without = WriteDuring(copy, writers, () => never.Wait(took));
        Console.WriteLine(
            $"| {writers} | {took.TotalMilliseconds:N0} | {beside.WorstWait.TotalMilliseconds:0.0} | {without.WorstWait.TotalMilliseconds:0.0} "
            + $"| {beside.WorstStall.TotalMilliseconds:0.0} | {without.WorstStall.TotalMilliseconds:0.0} |");
        Array.ForEach(Directory.GetFiles(directory), File.Delete);
        return took;
    }

    private static Acknowledgements WriteDuring(WorkingCopy copy, int writers, Action action)
    {
        using CancellationTokenSource end = new();
        Acknowledgements acknowledgements = new();
        Thread[] threads = [.. Enumerable.Range(0, writers).Select(_ => new Thread(() =>
        {
            while (!end.IsCancellationRequested)
            {
                long start = Stopwatch.GetTimestamp();
                copy.CreateMessage();
                acknowledgements.Add(start);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        action();
        end.Cancel();
        Array.ForEach(threads, thread => thread.Join());
        return acknowledgements;
    }

    private static void Cancel(WorkingCopy copy, string directory, TimeSpan within)
    {
        Random random = new(1);
        List<double> milliseconds = [];
        for (int i = 0; i < Cancellations; i++)
        {
            using CancellationTokenSource cancellation = new();
            long cancelled = 0;
            using CancellationTokenRegistration noted = cancellation.Token.Register(() => Volatile.Write(ref cancelled, Stopwatch.GetTimestamp()));
            cancellation.CancelAfter(within * random.NextDouble());
            try
            {
                copy.Store.Maintenance.Backup(directory, cancellationToken: cancellation.Token);
            }
            catch (OperationCanceledException)
            {
                milliseconds.Add(Stopwatch.GetElapsedTime(Volatile.Read(ref cancelled)).TotalMilliseconds);
            }

            Array.ForEach(Directory.GetFiles(directory), File.Delete);
        }

        milliseconds.Sort();
        Console.WriteLine();
        Console.WriteLine(
            $"Cancelled at a random moment: {milliseconds.Count} of {Cancellations} ended early, "
            + $"median {milliseconds[milliseconds.Count / 2]:0} ms later, at most {milliseconds[^1]:0} ms.");
    }
}
