using LeadStore.Tests.Exporting.Support;
using LeadStore.Tests.Sqlite.Support;
using LeadStore.Tests.Support;
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

    // The most that is in use of the managed heap while it runs, above what was before.
    private static long Peak(Action<IProgress<ExportProgress>> run)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        int calls = 0;
        run(new Told(_ =>
        {
            if (++calls % 100 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }));
        calls.Should().BeGreaterThan(500);
        return most;
    }
}
