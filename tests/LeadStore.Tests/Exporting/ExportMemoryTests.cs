using LeadStore.Tests.Exporting.Support;
using LeadStore.Tests.Sqlite.Support;
using LeadStore.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace LeadStore.Tests.Exporting;

/// <summary>Exports of any length take the memory of short ones.</summary>
[Collection(nameof(Alone))]
public sealed class ExportMemoryTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Two_hundred_thousand_messages_are_exported_and_loaded_at_constant_memory()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.InTransaction(tx =>
        {
            for (int i = 0; i < 10; i++)
            {
                Lead lead = tx.CreateLead(new NewLead { Phone = $"+44770090000{i}" });
                for (int n = 0; n < 20_000; n++)
                {
                    tx.CreateMessage(lead.Id, MessageSender.Agent, "A message of a usual length, as people write them.");
                }
            }
        });
        string file = _directory.File("out.jsonl");

        long exporting = Peak(told => store.Export.Json(file, told));
        using LeadDatabase other = LeadDatabase.Open(_directory.File("other.db"));
        long loading = Peak(told => other.Export.Load(file, told));

        output.WriteLine($"{new FileInfo(file).Length} bytes; exporting {exporting} bytes above the start, loading {loading}");
        exporting.Should().BeLessThan(8 << 20);
        loading.Should().BeLessThan(8 << 20);
        other.GetConversationHistory(10, last: 1).Single().Id.Should().Be((10L << 24) + 20_000);
    }

    [Fact]
    public void Long_records_and_many_costs_are_exported_and_loaded_at_constant_memory()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        using (SqliteConnection other = Raw.Open(_directory.Database))
        {
            other.Execute(
                """
                WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
                INSERT INTO property_records (source, address, address_key, received_at, raw)
                SELECT 'county', i, i, i, hex(zeroblob(10000)) FROM n;
                WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
                INSERT INTO costs (type, amount, currency, details, occurred_at) SELECT 'ai', i, 'USD', 'A detail of a usual length.', i FROM n
                """);
        }

        string file = _directory.File("out.jsonl");

        long exporting = Peak(told => store.Export.Json(file, told), every: 20, atLeast: 200);
        using LeadDatabase loaded = LeadDatabase.Open(_directory.File("other.db"));
        long loading = Peak(told => loaded.Export.Load(file, told), every: 20, atLeast: 200);

        output.WriteLine($"{new FileInfo(file).Length} bytes; exporting {exporting} bytes above the start, loading {loading}");
        exporting.Should().BeLessThan(8 << 20);
        loading.Should().BeLessThan(8 << 20);
        Raw.Scalar(_directory.File("other.db"), "SELECT sum(amount) FROM costs").Should().Be(60_000L * 60_001 / 2);
    }

    // The most that is in use of the managed heap while it runs, above what was before.
    private static long Peak(Action<IProgress<ExportProgress>> run, int every = 100, int atLeast = 501)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        int calls = 0;
        run(new Told(_ =>
        {
            if (++calls % every == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }));
        calls.Should().BeGreaterThanOrEqualTo(atLeast);
        return most;
    }
}
