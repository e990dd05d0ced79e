using System.Text.Json;
using LeadStore.Tests.Contract;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Importing;

/// <summary>A store in memory, and rows to import into it.</summary>
public abstract class ImportTest : IDisposable
{
    protected const string John = "+447809505864";

    protected ImportTest() => Store = LeadDatabase.OpenInMemory(new LeadDatabaseOptions { TimeProvider = Clock, DefaultRegion = "GB" });

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    protected LeadDatabase Store { get; }

    internal ImportRows Rows { get; } = new();

    internal ImportRows.Rows Leads => Rows.Table("leads", ImportTarget.Leads);

    internal ImportRows.Rows Messages => Rows.Table("messages", ImportTarget.Messages);

    public void Dispose()
    {
        Store.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static DateTimeOffset Day(int day) => new(2026, 1, day, 0, 0, 0, TimeSpan.Zero);

    protected ImportReport Run(ImportOptions? options = null) => Store.Import.Run(Rows.Source, Rows.Mapping, options);

    protected ImportReport RunAll() => Run(new ImportOptions { ContinueOnRejects = true });

    protected ImportException Refused(ImportOptions? options = null) => Assert.Throws<ImportException>(() => Run(options));

    protected Lead Lead(string phone = John) => Store.GetLeadByPhone(phone) ?? throw new InvalidOperationException("There is no such lead.");

    protected IReadOnlyDictionary<string, JsonElement> Attributes(Lead lead) => Store.Attributes.Get(lead.Id);

    protected string AttributesText(Lead lead) => string.Join("; ", Attributes(lead).Select(pair => $"{pair.Key}={pair.Value.GetRawText()}"));

    protected string Conversation(Lead lead) =>
        string.Join("; ", Store.GetConversationHistory(lead.Id).Select(message => $"{message.SentAt:dd} {message.Sender}: {message.Content}"));

    protected string Content() => StoreContent.Of(Store).GetAwaiter().GetResult();

    /// <summary>The counts of a table: imported, merged, unchanged, rejected, left out.</summary>
    protected static string Counts(ImportReport report, string table = "leads")
    {
        TableReport counts = report.Tables.Single(tally => tally.Table == table);
        counts.Read.Should().Be(counts.Imported + counts.Merged + counts.Unchanged + counts.Rejected + counts.LeftOut);
        return $"{counts.Imported} {counts.Merged} {counts.Unchanged} {counts.Rejected} {counts.LeftOut}";
    }
}
