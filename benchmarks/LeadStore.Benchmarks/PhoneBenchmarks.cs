using BenchmarkDotNet.Attributes;

namespace LeadStore.Benchmarks;

/// <summary>Reading phone numbers as people and providers write them.</summary>
public class PhoneBenchmarks
{
    [Benchmark(Baseline = true)]
    public PhoneNumber Parse_normalised() => PhoneNumber.Parse("+447809505864");

    [Benchmark]
    public PhoneNumber Parse_whatsapp() => PhoneNumber.Parse("whatsapp:+447809505864");

    [Benchmark]
    public PhoneNumber Parse_national() => PhoneNumber.Parse("07809 505864", "GB");

    [Benchmark]
    public string Format() => PhoneNumber.Parse("+447809505864").ToString();
}
