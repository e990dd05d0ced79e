using System.Text;
using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Exporting;

public sealed class CsvTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _store;

    public CsvTests() => _store = LeadDatabase.Open(_directory.Database);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("+1+1")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("＝1+1")]
    public void Text_that_a_spreadsheet_would_run_gets_an_apostrophe_and_a_phone_does_not(string text)
    {
        Lead lead = _store.CreateLead(new NewLead { Phone = "+447700900001", Name = text });
        _store.CreateMessage(lead.Id, MessageSender.Customer, text);

        Leads().Split("\r\n")[1].Should().Contain($",+447700900001,'{text},");
        Messages().Split("\r\n")[1].Should().Contain($",+447700900001,'{text},customer,'{text},");
    }

    [Fact]
    public void Text_that_begins_with_a_tab_or_a_line_end_is_guarded_too()
    {
        Lead lead = _store.CreateLead(new NewLead { Phone = "+447700900001" });
        _store.CreateMessage(lead.Id, MessageSender.Customer, "\t=1");
        _store.CreateMessage(lead.Id, MessageSender.Customer, "\r=1");
        _store.CreateMessage(lead.Id, MessageSender.Customer, "\n=1");

        Messages().Should().Contain("customer,'\t=1,").And.Contain("customer,\"'\r=1\",").And.Contain("customer,\"'\n=1\",");
    }

    [Fact]
    public void Cells_are_quoted_as_RFC_4180_says_and_times_are_ISO()
    {
        DateTimeOffset at = new(2026, 11, 23, 1, 2, 3, TimeSpan.Zero);
        Lead lead = _store.CreateLead(new NewLead { Email = "jane@example.com", Name = "Doe, \"Jane\"", CreatedAt = at });
        _store.CreateMessage(lead.Id, MessageSender.Agent, "two\nlines", at.AddMilliseconds(5));

        string[] leads = Leads().Split("\r\n");
        leads[0].Should().StartWith("id,uid,phone,name,email,source,status,");
        leads[1].Should().Be($"1,{lead.Uid},,\"Doe, \"\"Jane\"\"\",jane@example.com,inbound_sms,new,0,no,,0,,no,,2026-11-23T01:02:03Z,2026-11-23T01:02:03.005Z,");
        leads[2].Should().BeEmpty();
        Messages().Should().Contain(",agent,\"two\nlines\",2026-11-23T01:02:03.005Z,,\r\n");
    }

    [Fact]
    public void Archived_leads_the_mark_and_the_separator_are_as_the_options_say()
    {
        _store.ArchiveLead(_store.CreateLead(new NewLead { Phone = "+447700900001", Name = "a;b" }).Id);
        string file = _directory.File("out.csv");

        ExportReport report = _store.Export.Csv(file, new CsvOptions { Separator = ';' });

        report.Counts.Should().Contain("leads", 1);
        byte[] bytes = File.ReadAllBytes(file);
        bytes.Should().StartWith(Encoding.UTF8.Preamble.ToArray());
        Encoding.UTF8.GetString(bytes).Should().Contain(";+447700900001;\"a;b\";");
        FileModes.Of(file).Should().Be(FileModes.Private);
        Leads(new CsvOptions { ByteOrderMark = false, IncludeArchived = false }).Should().StartWith("id,").And.NotContain("+44");
        Assert.Throws<ArgumentException>(() => new CsvOptions { Separator = '|' });
    }

    private string Leads(CsvOptions? options = null) => Text(stream => _store.Export.Csv(stream, options ?? NoMark));

    private string Messages() => Text(stream => _store.Export.CsvMessages(stream, NoMark));

    private static CsvOptions NoMark => new() { ByteOrderMark = false };

    private static string Text(Action<Stream> write)
    {
        using MemoryStream stream = new();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
