using BenchmarkDotNet.Attributes;

namespace LeadStore.Benchmarks;

/// <summary>Durable writes on random leads of 100,000, by one caller and by many that share commits. Works on a copy of the sample.</summary>
public class WriteBenchmarks
{
    private const int MessagesPerRound = 1024;
    private readonly string _copy = SampleStore.Path + ".write";
    private LeadDatabase _db = null!;
    private int _next;

    [Params(Durability.Full, Durability.Normal)]
    public Durability Durability { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        SampleStore.Ensure();
        File.Copy(SampleStore.Path, _copy, overwrite: true);
        _db = LeadDatabase.Open(new LeadDatabaseOptions { Path = _copy, Durability = Durability });
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _db.Dispose();
        File.Delete(_copy);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = MessagesPerRound)]
    public void One_caller()
    {
        for (int i = 0; i < MessagesPerRound; i++)
        {
            _db.CreateMessage(Lead(), MessageSender.Customer, "Is the stable still for sale?");
        }
    }

    [Benchmark(OperationsPerInvoke = MessagesPerRound)]
    public void Threads_64()
    {
        Thread[] threads = new Thread[64];
        for (int t = 0; t < threads.Length; t++)
        {
            threads[t] = new Thread(() =>
            {
                for (int i = 0; i < MessagesPerRound / 64; i++)
                {
                    _db.CreateMessage(Lead(), MessageSender.Customer, "Is the stable still for sale?");
                }
            });
            threads[t].Start();
        }

        Array.ForEach(threads, thread => thread.Join());
    }

    [Benchmark(OperationsPerInvoke = MessagesPerRound)]
    public Task Tasks_64() => Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
    {
        for (int i = 0; i < MessagesPerRound / 64; i++)
        {
            await _db.CreateMessageAsync(Lead(), MessageSender.Customer, "Is the stable still for sale?");
        }
    })));

    private long Lead() => 1 + (long)((uint)Interlocked.Add(ref _next, 61_803) % SampleStore.Leads);
}
