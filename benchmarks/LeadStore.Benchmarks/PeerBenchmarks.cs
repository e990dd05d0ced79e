using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using LeadStore.Benchmarks.Peers;

namespace LeadStore.Benchmarks;

/// <summary>
/// The same as <see cref="Suite"/>, one after the other, at three sizes. Takes hours, most of them for making the largest files;
/// <c>-- --filter '*PeerBenchmarks*'</c>, with <c>*Leads: 100000*</c> for one size.
/// </summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByMethod)]
public class PeerBenchmarks
{
    private IPeer _peer = null!;
    private int _next;
    private int _created;

    [Params(10_000, 100_000, 1_000_000)]
    public int Leads { get; set; }

    [ParamsSource(nameof(Peers))]
    public string Peer { get; set; } = "";

    public static IEnumerable<string> Peers => PeerList.Names;

    [GlobalSetup]
    public void Setup() => _peer = PeerList.Open(Peer, Leads);

    [GlobalCleanup]
    public void CleanUp() => _peer.Dispose();

    [Benchmark]
    public long Customer_by_phone_hit() => _peer.FindByPhone(Next());

    [Benchmark]
    public long Customer_by_phone_miss() => _peer.FindUnknown();

    [Benchmark]
    public long Lead_by_id() => _peer.Get(Next());

    [Benchmark]
    public long History_of_15() => _peer.History(Math.Max(1, Next()));

    [Benchmark]
    public long History_of_1000() => _peer.History(0);

    [Benchmark]
    public long Inbox_first_50() => _peer.Inbox();

    [Benchmark]
    public long Inbound_message() => _peer.Ingest(Next());

    [Benchmark]
    public long Message_durable() => _peer.CreateMessage(Next());

    [Benchmark]
    public long Lead_durable() => _peer.CreateLead(_created++);

    [Benchmark(OperationsPerInvoke = 1000)]
    public long Leads_in_a_transaction() => _peer.CreateThousand(_created += 1000);

    [Benchmark]
    public long Open_ask_close() => _peer.Open();

    private int Next() => _next = (int)((_next + 61_803L) % Leads);
}
