using System.Data.Common;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Adopting;

/// <summary>The layouts that are known: recognised by names alone, and imported without a question.</summary>
public sealed class LayoutTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public static TheoryData<string> Names => new(ImportLayouts.All.Select(layout => layout.Name));

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_database_of_a_layout_is_recognised_exactly_and_as_no_other(string name)
    {
        LayoutMatch? match = ImportLayouts.Recognise(Empty(name));

        match!.Layout.Name.Should().Be(name);
        match.IsExact.Should().BeTrue();
    }

    [Fact]
    public void A_column_more_or_less_is_told_and_the_layout_is_the_same()
    {
        string script = Foreign.LeadQualification.Replace("    email TEXT,\n", "", StringComparison.Ordinal);
        Foreign.Make(_directory.Database, script, "ALTER TABLE leads ADD COLUMN mood TEXT; CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)");

        LayoutMatch? match = ImportLayouts.Recognise(ImportSource.Sqlite(_directory.Database));

        match!.Layout.Should().BeSameAs(ImportLayouts.LeadQualification);
        match.Missing.Should().Equal("leads.email");
        match.Added.Should().BeEquivalentTo("notes", "leads.mood");
    }

    [Fact]
    public void Names_that_are_written_otherwise_are_the_same_names()
    {
        Foreign.Make(_directory.Database, Foreign.LeadQualification.Replace("leadId", "lead_id", StringComparison.Ordinal), Foreign.LeadQualificationRows
            .Replace("leadId", "lead_id", StringComparison.Ordinal));
        using LeadDatabase db = Store();

        db.Import.Run(ImportSource.Sqlite(_directory.Database)).Total.Imported.Should().Be(7);
    }

    [Fact]
    public void Another_database_is_none_of_them()
    {
        Foreign.Make(_directory.Database, "CREATE TABLE leads (id INTEGER PRIMARY KEY, phone TEXT, name TEXT, status TEXT, notes TEXT)");

        ImportLayouts.Recognise(ImportSource.Sqlite(_directory.Database)).Should().BeNull();
    }

    [Fact]
    public void The_leads_of_the_first_application_come_with_everything_that_they_had()
    {
        Foreign.Make(_directory.Database, Foreign.LeadQualification, Foreign.LeadQualificationRows);
        using LeadDatabase db = Store();

        ImportReport report = db.Import.Run(ImportSource.Sqlite(_directory.Database));

        report.Total.Should().BeEquivalentTo(new { Read = 7L, Imported = 7L, Rejected = 0L });
        Lead john = db.GetLeadByPhone("+447809505864")!;
        john.Id.Should().Be(1);
        john.Should().BeEquivalentTo(new
        {
            Name = "John Smith",
            Email = "john@example.com",
            Source = new LeadSource("inbound_sms"),
            Status = LeadStatus.Qualified,
            Progress = 100,
            Qualified = true,
            QualifiedAt = DateTimeOffset.Parse("2025-09-30T10:05:00Z", System.Globalization.CultureInfo.InvariantCulture),
            CreatedAt = DateTimeOffset.Parse("2025-09-30T10:00:00Z", System.Globalization.CultureInfo.InvariantCulture),
            LastContactAt = DateTimeOffset.Parse("2025-09-30T10:06:00Z", System.Globalization.CultureInfo.InvariantCulture),
        });
        john.Answers["question_1"].Should().Be("Double stable");
        db.GetConversationHistory(john.Id).Select(message => message.Content)
            .Should().Equal("Hello, I need help", "Single or double stable?", "Double stable");
        db.GetLeadByPhone("+447700900123")!.Id.Should().Be(2);
        db.GetLead(5)!.ArchivedAt.Should().NotBeNull();
        db.Import.Run(ImportSource.Sqlite(_directory.Database)).Total.Unchanged.Should().Be(7);
    }

    [Fact]
    public void The_grown_form_brings_pauses_reminders_settings_and_sources()
    {
        Foreign.Make(_directory.Database, Foreign.Grown, """
            INSERT INTO leads (id, phone, name, status, qualified, ai_paused, times_qualified, returning_customer, reminder_1hr_sent,
                reminder_24hr_sent, first_qualified_date, qualifiedDate, last_customer_message_time)
            VALUES (9, '+447809505864', 'John', 'qualified', 1, 1, 3, 1, 1, 1, '2025-01-01T00:00:00Z', '2025-06-01T00:00:00Z', '2025-09-01T00:00:00Z')
            """);
        using LeadDatabase db = Store();

        db.Import.Run(ImportSource.Sqlite(_directory.Database)).Total.Rejected.Should().Be(0);

        Lead lead = db.GetLead(9)!;
        lead.TimesQualified.Should().Be(3);
        lead.AssistantPause.Should().NotBeNull();
        db.Attributes.Get(9)["returning_customer"].GetInt64().Should().Be(1);
        using DbConnection sql = db.OpenReadOnlyConnection();
        sql.Scalar("SELECT value FROM settings WHERE key = 'ai_enabled'").Should().Be("true");
        db.Sources.Get("inbound_sms")!.DisplayName.Should().Be("Inbound SMS");
    }

    [Fact]
    public void A_row_that_is_not_UTF8_can_be_mended_in_the_file_of_rejected_rows()
    {
        string rejects = _directory.File("rejects.jsonl");
        Foreign.Make(_directory.Database, Foreign.LeadQualification, Foreign.LeadQualificationRows,
            "INSERT INTO leads (id, phone, name) VALUES (7, '+447700900777', CAST(x'52656ee9' AS TEXT))");
        using LeadDatabase db = Store();
        db.Import.Run(ImportSource.Sqlite(_directory.Database), null, new ImportOptions { ContinueOnRejects = true, RejectsPath = rejects })
            .Total.Rejected.Should().Be(1);

        ImportReport mended = db.Import.Run(ImportSource.Json(rejects), ImportLayouts.LeadQualification.Mapping);

        mended.Total.Should().BeEquivalentTo(new { Read = 1L, Imported = 1L });
        db.GetLeadByPhone("+447700900777")!.Name.Should().Be("René");
    }


    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Leads_that_were_traced_get_the_phones_that_were_found(bool together)
    {
        string leads = _directory.File("leadflow.db");
        string traced = _directory.File("skip_trace.db");
        Make(leads, ImportLayouts.ConvexaLeads.Name);
        Make(traced, ImportLayouts.ConvexaSkipTrace.Name);
        Raw.Execute(leads, """
            INSERT INTO leads (id, address, owner_name, source_type, phones, raw_data, status, lead_score, created_at, updated_at)
            VALUES ('L-1', '1 Elm St', 'Ann', 'county', '[]', '{"parcel": 7}', 'NEW', 80, '2025-01-01 00:00:00', '2025-01-02 00:00:00');
            INSERT INTO api_cost_entries (id, apiType, cost) VALUES (1, 'openai', 0.25);
            """);
        Raw.Execute(traced, """
            INSERT INTO skip_trace_results (id, lead_id, provider, request_data) VALUES ('R-1', 'L-1', 'batch', '{}');
            INSERT INTO skip_trace_phones (id, skip_trace_id, lead_id, phone, confidence) VALUES
                ('P-1', 'R-1', 'L-1', '(212) 555-0100', 0.4), ('P-2', 'R-1', 'L-1', '212-555-0123', 0.9);
            INSERT INTO skip_trace_emails (id, skip_trace_id, lead_id, email) VALUES ('E-1', 'R-1', 'L-1', 'ann@example.com');
            """);
        using LeadDatabase db = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.File("store.db"), DefaultRegion = "US" });

        List<ImportReport> reports = together
            ? [db.Import.Run(ImportSource.Sqlite(leads, traced))]
            : [db.Import.Run(ImportSource.Sqlite(leads)), db.Import.Run(ImportSource.Sqlite(traced))];

        reports.Sum(report => report.Total.Read).Should().Be(6);
        reports.Sum(report => report.Total.Rejected).Should().Be(0);
        Lead ann = db.GetLeadByKey("convexa", "L-1")!;
        ann.Phone.Should().Be("+12125550123");
        ann.Name.Should().Be("Ann");
        db.SkipTrace.ListPhones(ann.Id).Select(phone => phone.Phone.ToString()).Should().Equal("+12125550123", "+12125550100");
        db.SkipTrace.ListEmails(ann.Id).Should().ContainSingle();
    }

    private LeadDatabase Store() => LeadDatabase.Open(Foreign.Options(_directory.File("store.db")));

    private ImportSource Empty(string name) => ImportSource.Sqlite(Make(_directory.File($"{name}.db"), name));

    private static string Make(string path, string name) => Foreign.Make(path, SourceSchemas.Of(name));
}
