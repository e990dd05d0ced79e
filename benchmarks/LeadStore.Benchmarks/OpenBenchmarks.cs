using BenchmarkDotNet.Attributes;

namespace LeadStore.Benchmarks;

/// <summary>Opening and closing an existing file of about 200 MB, in a process that has opened one before.</summary>
public class OpenBenchmarks
{
    [GlobalSetup]
    public void Setup() => SampleStore.Ensure();

    [Benchmark]
    public void Open_an_existing_store() => LeadDatabase.Open(SampleStore.Path).Dispose();
}
