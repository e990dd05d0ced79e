using System.Globalization;
using System.Text;
using LeadStore.Tests.Contract;
using LeadStore.Tests.Exporting.Support;
using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;
using Xunit.Abstractions;

namespace LeadStore.Tests.Exporting;

public sealed class DamagedExportTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _store = LeadDatabase.OpenInMemory();

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Whatever_line_is_cut_off_doubled_or_left_out_nothing_is_stored()
    {
        string[] lines = SampleExport.Text.TrimEnd('\n').Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            Refused(string.Join('\n', lines[..i]) + "\n");
            Refused(string.Join('\n', lines[..i]) + "\n" + lines[i][..(lines[i].Length / 2)]);
            Refused(string.Join('\n', [.. lines[..(i + 1)], .. lines[i..]]) + "\n");
            Refused(string.Join('\n', [.. lines[..i], .. lines[(i + 1)..]]) + "\n");
        }

        await IsEmptyAndUsable();
    }

    [Fact]
    public async Task A_random_change_is_refused_and_nothing_is_stored()
    {
        int seed = int.Parse(
            Environment.GetEnvironmentVariable("SEED") ?? Random.Shared.Next().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        output.WriteLine($"SEED={seed}");
        Random random = new(seed);
        for (int i = 0; i < 1000; i++)
        {
            string changed = Mutation.Of(SampleExport.Text, random);
            if (changed != SampleExport.Text)
            {
                Refused(changed);
            }
        }

        await IsEmptyAndUsable();
    }

    [Theory]
    [InlineData("\"phone\":\"+447700900005\"", "\"phone\":\"07700 900005\"", "phone")]
    [InlineData("\"phone\":\"+447700900005\"", "\"phone\":447700900005", "phone")]
    [InlineData("\"status\":\"active\"", "\"status\":\"\"", "status")]
    [InlineData("\"progress\":40", "\"progress\":400", "what no store can hold")]
    [InlineData("\"source\":\"website\",\"status\"", "\"source\":\"unknown\",\"status\"", "what no store can hold")]
    [InlineData("{\"q\": \"a\"}", "{\"q\": [1]}", "answers")]
    [InlineData("\"version\":9", "\"version\":9,\"secret\":1", "a field")]
    [InlineData("\"version\":9", "\"version\":9,\"version\":9", "a field twice")]
    public async Task A_lead_that_no_store_can_have_is_refused_by_its_line_without_its_data(string text, string other, string named)
    {
        string lines = SampleExport.Text.Replace(text, other, StringComparison.Ordinal);
        LeadStoreException refused = Refused(Resigned(lines));

        refused.Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        refused.Message.Should().StartWith("Line 4 of the export").And.Contain(named);
        refused.ToString().Should().NotContain("447700900005").And.NotContain("sample@").And.NotContain("Sample,");
        await IsEmptyAndUsable();
    }

    [Theory]
    [InlineData("\"sender\":\"customer\"", "\"sender\":\"robot\"")]
    [InlineData("\"id\":83886081,", "\"id\":83886080,")]
    [InlineData("\"id\":83886081,", "\"id\":1,")]
    [InlineData("83886081,\"lead_id\":5", "100663297,\"lead_id\":6")]
    [InlineData("\"sent_at\":\"2020-01-02T00:00:00.000000Z\",\"ch", "\"sent_at\":\"yesterday\",\"ch")]
    public async Task A_message_that_no_store_can_have_is_refused_by_its_line(string text, string other)
    {
        LeadStoreException refused = Refused(Resigned(SampleExport.Text.Replace(text, other, StringComparison.Ordinal)));

        refused.Message.Should().StartWith("Line 5 of the export");
        refused.ToString().Should().NotContain("there");
        await IsEmptyAndUsable();
    }

    [Theory]
    [InlineData("\"role\":\"manager\"", "\"role\":\"king\"", 9, "what no store can hold")]
    [InlineData("\"role\":\"manager\",\"active\":true", "\"role\":\"manager\",\"active\":1", 9, "active")]
    [InlineData("\"month\":202001", "\"month\":202013", 8, "what no store can hold")]
    [InlineData("\"measure\":\"calls\",", "", 8, "what no store can hold")]
    [InlineData("\"measure\":\"calls\"", "\"measure\":\"calls\",\"secret\":1", 8, "a field")]
    [InlineData("\"lead_id\":5,\"type\":\"follow_up\"", "\"lead_id\":6,\"type\":\"follow_up\"", 12, "what no store can hold")]
    [InlineData("\"confidence\":0.875", "\"confidence\":87.5", 17, "what no store can hold")]
    [InlineData("\"confidence\":0.875", "\"confidence\":\"0.875\"", 17, "confidence")]
    [InlineData("\"number\":\"+12025550123\"", "\"number\":12025550123", 18, "number")]
    [InlineData("\"type\":\"skip_trace\",\"amount\":15", "\"type\":\"skip_trace\",\"amount\":-15", 22, "what no store can hold")]
    [InlineData("\"idempotency_key\":\"0198c0de", "\"idempotency_key\":\"x198c0de", 21, "idempotency_key")]
    [InlineData("\"occurred_at\":\"2020-01-02T", "\"occurred_at\":\"2020-13-02T", 22, "occurred_at")]
    [InlineData("\"costs\":{", "\"cost\":{", 22, "none that an export")]
    [InlineData("\"skip_traces\":11", "\"skip_traces\":\"x\"", 1, "skip_traces")]
    [InlineData("\"skip_traces\":11", "\"sqlite\":11", 1, "a field")]
    [InlineData("\"skip_traces\":11", "\"skip_traces\":11,\"skip_traces\":11", 1, "a field twice")]
    public async Task A_row_that_no_store_can_have_is_refused_by_its_line_without_its_data(string text, string other, int line, string named)
    {
        SampleExport.Text.Should().Contain(text);
        LeadStoreException refused = Refused(Resigned(SampleExport.Text.Replace(text, other, StringComparison.Ordinal)));

        refused.Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        refused.Message.Should().StartWith($"Line {line} of the export").And.Contain(named);
        refused.ToString().Should().NotContain("sample").And.NotContain("2025550123");
        await IsEmptyAndUsable();
    }

    [Fact]
    public async Task A_table_that_the_last_line_does_not_count_has_no_rows()
    {
        Refused(SampleExport.Text.Replace("\"costs\":1,\"lead_costs\"", "\"lead_costs\"", StringComparison.Ordinal)).Message
            .Should().Contain("counts other costs");
        Refused(SampleExport.Text.Replace("\"sources\":1,", "", StringComparison.Ordinal)).Message.Should().Contain("sources");
        Refused(SampleExport.Text.Replace("\"sources\":1,", "\"sources\":1,\"sources\":1,", StringComparison.Ordinal)).Message
            .Should().Contain("a field twice");
        await IsEmptyAndUsable();
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 1)]
    public async Task Messages_that_do_not_stand_as_they_lie_are_refused_by_their_line(int first, int second)
    {
        Refused(SampleExport.WithMessages((first, 1), (second, 2))).Message.Should().StartWith("Line 6 of the export").And.Contain("id");
        await IsEmptyAndUsable();
    }

    [Fact]
    public void A_newer_export_and_what_is_none_are_told_apart()
    {
        Refused(SampleExport.Text.Replace("_export\":1", "_export\":2", StringComparison.Ordinal)).Kind.Should().Be(LeadStoreErrorKind.SchemaTooNew);
        Refused(SampleExport.Text.Replace("\"schema\":", "\"schema\":99", StringComparison.Ordinal)).Kind.Should().Be(LeadStoreErrorKind.SchemaTooNew);
        Refused("").Kind.Should().Be(LeadStoreErrorKind.NotALeadStore);
        Refused(SampleExport.Text.Replace("_export\":1", "_export\":\"1\"", StringComparison.Ordinal)).Kind.Should().Be(LeadStoreErrorKind.NotALeadStore);
        Refused("phone,name\n").Kind.Should().Be(LeadStoreErrorKind.NotALeadStore);
        Refused("[{}]\n").Kind.Should().Be(LeadStoreErrorKind.NotALeadStore);
    }

    [Fact]
    public void A_store_that_is_not_empty_takes_no_export()
    {
        _store.Settings.Set(LeadSettings.AssistantName, "Ada");

        LeadStoreException refused = Assert.Throws<LeadStoreException>(() => Load(SampleExport.Text));

        refused.Kind.Should().Be(LeadStoreErrorKind.TargetExists);
        refused.Message.Should().Contain("settings");
        _store.GetAllLeads(includeArchived: true).Should().BeEmpty();
    }

    [Fact]
    public void The_store_itself_is_not_taken_for_an_export_and_keeps_its_locks()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        string link = _directory.File("link");
        File.CreateSymbolicLink(link, _directory.Database);

        Assert.Throws<LeadStoreException>(() => store.Export.Load(_directory.Database)).Kind.Should().Be(LeadStoreErrorKind.InUse);
        Assert.Throws<LeadStoreException>(() => store.Export.Load(link)).Kind.Should().Be(LeadStoreErrorKind.InUse);
        Assert.Throws<LeadStoreException>(() => store.Export.Load(_directory.File("none"))).Kind.Should().Be(LeadStoreErrorKind.CannotOpen);
        store.CreateLead(new NewLead { Phone = "+447700900001" });
    }

    private static string Resigned(string export)
    {
        string lines = export[..(export.LastIndexOf("\n{\"end\"", StringComparison.Ordinal) + 1)];
        return SampleExport.Signed(lines);
    }

    private LeadStoreException Refused(string export)
    {
        LeadStoreException refused = Assert.ThrowsAny<LeadStoreException>(() => Load(export));
        refused.Message.Should().Contain("othing was stored");
        return refused;
    }

    private async Task IsEmptyAndUsable()
    {
        (await StoreContent.Of(_store)).Should().BeEmpty();
        Load(SampleExport.Text).Counts.Should().Contain("leads", 1);
    }

    private ExportReport Load(string export)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(export));
        return _store.Export.Load(stream);
    }
}
