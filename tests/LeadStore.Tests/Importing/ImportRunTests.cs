namespace LeadStore.Tests.Importing;

public sealed class ImportRunTests : ImportTest
{
    [Fact]
    public void Settings_sources_and_rows_without_a_lead_come_too()
    {
        Rows.Table("lead_sources", ImportTarget.Sources).Row(("name", "Web"), ("display_name", "Our site"), ("active", "no"), ("created_at", "2026-01-02"), ("budget", 7));
        Rows.Table("settings", ImportTarget.Settings)
            .Row(("key", "questions"), ("value", """["Where?","When?"]"""), ("updated_at", "2026-01-02"))
            .Row(("key", "assistant_name"), ("value", "Ada"))
            .Row(("key", "crm_webhook"), ("value", "https://example.com"));
        Rows.Table("audit", ImportTarget.Rows).Unmapped = true;
        Rows.Table("audit", ImportTarget.Rows).Row(("what", "login"), ("when", 5), ("nothing", null));
        Rows.Table("cache", ImportTarget.Nothing).Row(("x", 1));
        Leads.Row(("phone", John), ("source", "web"));

        ImportReport report = Run();
        string after = Content();
        ImportReport again = Run();

        Store.Sources.List(includeInactive: true).Should().ContainSingle().Which.Should().Be(new SourceInfo("web", "Our site", false, Day(2)));
        Store.Settings.Get(LeadSettings.Questions).Should().Equal("Where?", "When?");
        Store.Settings.Get(LeadSettings.AssistantName).Should().Be("Ada");
        Store.Settings.Get(Setting.Text("crm_webhook", "")).Should().Be("https://example.com");
        report.Tables.Select(table => $"{table.Table} {table.To}: {Counts(report, table.Table)}").Should().Equal(
            "lead_sources Sources: 1 0 0 0 0", "settings Settings: 3 0 0 0 0", "audit Rows: 1 0 0 0 0", "cache Nothing: 0 0 0 0 1", "leads Leads: 1 0 0 0 0");
        again.Total.Unchanged.Should().Be(6);
        again.Total.LeftOut.Should().Be(1);
        Content().Should().Be(after);
    }

    [Fact]
    public void Rows_of_a_lead_become_a_list_among_its_attributes()
    {
        Leads.Row(("key", 1), ("phone", John)).Row(("key", 2), ("phone", "+447809505865"));
        Rows.Table("notes", ImportTarget.LeadAttributes)
            .Row(("lead", 1), ("text", "first")).Row(("lead_phone", "07809505865"), ("text", "second")).Row(("lead", 1), ("text", "third")).Row(("lead", 3), ("text", "x"));

        ImportReport report = RunAll();
        ImportReport again = RunAll();

        Counts(report, "notes").Should().Be("3 0 0 1 0");
        AttributesText(Lead()).Should().Be("""notes=[{"text":"first"},{"text":"third"}]""");
        AttributesText(Lead("+447809505865")).Should().Be("""notes=[{"text":"second"}]""");
        Counts(again, "notes").Should().Be("0 0 3 1 0");
    }

    [Fact]
    public void A_setting_of_the_store_stays_unless_it_was_changed_later_in_the_source()
    {
        Store.Settings.Set(LeadSettings.AssistantName, "Ada");
        Rows.Table("settings", ImportTarget.Settings).Row(("key", "assistant_name"), ("value", "Bob"), ("updated_at", "2026-01-02"))
            .Row(("key", "reminder_intervals"), ("value", "often"));

        ImportReport report = RunAll();
        ImportRows later = new();
        later.Table("settings", ImportTarget.Settings).Row(("key", "assistant_name"), ("value", "Bob"), ("updated_at", "2026-07-02"));

        Counts(report, "settings").Should().Be("0 0 1 1 0");
        Store.Settings.Get(LeadSettings.AssistantName).Should().Be("Ada");
        Store.Import.Run(later.Source, later.Mapping);
        Store.Settings.Get(LeadSettings.AssistantName).Should().Be("Bob");
    }

    [Fact]
    public void One_rejected_row_and_nothing_is_stored()
    {
        string before = Content();
        Leads.Row(("phone", John)).Row(("phone", "none"), ("name", "Jo")).Row().Row(("phone", "+447809505865"), ("progress", 101));

        ImportException refused = Refused();

        refused.Kind.Should().Be(LeadStoreErrorKind.Validation);
        refused.Operation.Should().Be("Import.Run");
        refused.Message.Should().Contain("1 not_a_phone_number").And.Contain("'leads' at line 2").And.Contain("Nothing was stored").And.NotContain("Jo ");
        refused.Report.StoredRows.Should().Be(0);
        refused.Report.Reasons.Select(reason => reason.Code).Should().BeEquivalentTo("not_a_phone_number", "unreadable", "out_of_range");
        Content().Should().Be(before);
        Counts(RunAll()).Should().Be("1 0 0 3 0");
    }

    [Fact]
    public void A_plan_tells_all_and_stores_nothing()
    {
        Leads.Row(("phone", John)).Row(("phone", "none"), ("name", "Jo"));
        string before = Content();

        ImportReport plan = Store.Import.Plan(Rows.Source, Rows.Mapping, new ImportOptions { BatchSize = 1 });

        plan.IsPlan.Should().BeTrue();
        Counts(plan).Should().Be("1 0 0 1 0");
        plan.StoredRows.Should().Be(0);
        Content().Should().Be(before);
        Store.CreateLead(new NewLead { Phone = John }).Id.Should().Be(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Batches_store_the_same_as_one_transaction(int size)
    {
        for (int i = 0; i < 20; i++)
        {
            Leads.Row(("key", i), ("phone", $"+4478095050{i % 15:00}"), ("name", $"name {i}"), ("email", $"e{i}@example.com"), ("created_at", $"2026-01-{20 - i:00}"));
            Messages.Row(("lead", i), ("sender", "user"), ("content", $"text {i}"), ("sent_at", $"2026-02-{i + 1:00}"));
        }

        ImportReport report = Run(new ImportOptions { BatchSize = size });
        using LeadDatabase other = LeadDatabase.OpenInMemory(new LeadDatabaseOptions { TimeProvider = Clock, DefaultRegion = "GB" });
        other.Import.Run(Rows.Source, Rows.Mapping);

        report.StoredRows.Should().Be(40);
        Store.GetAllLeads().Select(lead => lead with { Uid = default }).Should().Equal(other.GetAllLeads().Select(lead => lead with { Uid = default }));
        Run().Total.Unchanged.Should().Be(40);
    }

    [Fact]
    public void What_batches_have_stored_stays_and_the_report_says_so()
    {
        for (int i = 0; i < 10; i++)
        {
            Leads.Row(("phone", i == 7 ? "none" : $"+447809505{i:000}"), ("name", "Jo"));
        }

        ImportException refused = Refused(new ImportOptions { BatchSize = 3 });

        refused.Report.StoredRows.Should().Be(6);
        refused.Message.Should().Contain("6 rows of earlier batches are stored");
        Store.GetAllLeads().Should().HaveCount(6);
    }

    [Fact]
    public void A_cancelled_import_stores_nothing()
    {
        using CancellationTokenSource cancellation = new();
        for (int i = 0; i < 3000; i++)
        {
            Leads.Row(("phone", $"+44780950{i:0000}"));
        }

        Told progress = new(_ => cancellation.Cancel());

        Assert.Throws<OperationCanceledException>(() => Store.Import.Run(Rows.Source, Rows.Mapping, null, progress, cancellation.Token));
        Assert.Throws<OperationCanceledException>(() => Store.Import.Run(Rows.Source, Rows.Mapping, cancellationToken: cancellation.Token));

        Store.GetAllLeads(includeArchived: true).Should().BeEmpty();
        Counts(Run()).Should().Be("3000 0 0 0 0");
    }

    [Fact]
    public void Progress_is_told_table_by_table_to_the_last_row()
    {
        Leads.Row(("key", 1), ("phone", John)).Row(("key", 2), ("phone", "+447809505865"));
        Messages.Row(("lead", 1), ("sender", "user"), ("content", "x"), ("sent_at", "2026-01-02"));
        List<ImportProgress> told = [];

        Store.Import.Run(Rows.Source, Rows.Mapping, progress: new Told(told.Add));

        told.Should().Equal(new ImportProgress("leads", 2, 2), new ImportProgress("messages", 1, 1));
    }

    [Fact]
    public void An_import_in_a_transaction_is_part_of_it()
    {
        Leads.Row(("phone", John));

        Assert.Throws<InvalidTimeZoneException>(() => Store.InTransaction(tx =>
        {
            tx.Import.Run(Rows.Source, Rows.Mapping).StoredRows.Should().Be(1);
            tx.GetLeadByPhone(John).Should().NotBeNull();
            throw new InvalidTimeZoneException();
        }));

        Store.GetLeadByPhone(John).Should().BeNull();
    }

    [Fact]
    public void A_mapping_must_fit()
    {
        Leads.Row(("phone", John));
        TableMapping leads = Rows.Mapping.Tables[0];

        Kind(Rows.Mapping with { System = "a b" }).Should().Be(LeadStoreErrorKind.Validation);
        Kind(Rows.Mapping with { Tables = [leads, leads with { Table = "others" }] }).Should().Be(LeadStoreErrorKind.Validation);
        Kind(Rows.Mapping with { Tables = [leads with { Columns = new Dictionary<string, ColumnMapping> { ["phone"] = new() { To = "telephone" } } }] })
            .Should().Be(LeadStoreErrorKind.Validation);
        Assert.Throws<ArgumentException>(() => Run(new ImportOptions { BatchSize = 0 }));
        Store.GetAllLeads().Should().BeEmpty();
    }

    [Fact]
    public void Columns_that_are_left_out_leave_no_trace()
    {
        Leads.Row(("phone", John), ("secret", "x"), ("open", "y"));
        Leads.LeaveOut = ["secret"];

        Run();

        AttributesText(Lead()).Should().Be("open=\"y\"");
    }

    [Fact]
    public void Unknown_sources_are_refused_where_the_store_refuses_them()
    {
        using LeadDatabase strict = LeadDatabase.OpenInMemory(new LeadDatabaseOptions { RefuseUnknownSources = true, Statuses = StatusSet.Sms });
        Leads.Row(("phone", John), ("source", "fair")).Row(("phone", "+447809505865"), ("status", "odd"));

        ImportReport report = strict.Import.Run(Rows.Source, Rows.Mapping, new ImportOptions { ContinueOnRejects = true });

        report.Reasons.Select(reason => $"{reason.Code} {reason.Column}").Should().BeEquivalentTo("unknown_source source", "unknown_status status");
    }

    [Fact]
    public void Leads_that_an_application_holds_are_taken_once_by_phone()
    {
        NewLead[] leads =
        [
            new() { Phone = "07809 505864", Name = "John", Answers = new Dictionary<string, string> { ["a"] = "1" }, LastContactAt = Day(3), CreatedAt = Day(2) },
            new() { Phone = "none" },
            new() { Phone = John, Email = "john@example.com" },
            new() { Email = "jo@example.com", Qualified = true, QualifiedAt = Day(1) },
            null!,
        ];

        Assert.Throws<ImportException>(() => Store.Import.Leads(leads));
        LeadImportReport report = Store.Import.Leads(leads, new ImportOptions { ContinueOnRejects = true });
        LeadImportReport again = Store.Import.Leads(leads.Where((_, i) => i is 0 or 2 or 3));

        report.Rows.Should().Equal(
            new LeadImportRow(0, ImportOutcome.Imported, 1),
            new LeadImportRow(1, ImportOutcome.Rejected, null, "not_a_phone_number", "phone"),
            new LeadImportRow(2, ImportOutcome.Merged, 1),
            new LeadImportRow(3, ImportOutcome.Imported, 2),
            new LeadImportRow(4, ImportOutcome.Rejected, null, "unreadable"));
        Lead().Should().BeEquivalentTo(new { Name = "John", Email = "john@example.com", CreatedAt = Day(2), LastContactAt = Day(3) });
        again.Rows.Should().OnlyContain(row => row.Outcome == ImportOutcome.Unchanged);
    }

    private LeadStoreErrorKind Kind(ImportMapping mapping) => Assert.Throws<LeadStoreException>(() => Store.Import.Run(Rows.Source, mapping)).Kind;

    [Fact]
    public void Rows_that_wait_to_be_joined_are_not_counted_as_stored()
    {
        Leads.Row(("phone", John)).Row(("phone", John), ("name", "John")).Row(("phone", "none"), ("name", "Jo"));

        ImportException refused = Refused(new ImportOptions { BatchSize = 1 });

        Lead().Name.Should().BeNull();
        refused.Report.StoredRows.Should().Be(1);
    }

    [Fact]
    public void A_table_that_is_left_out_may_hold_what_cannot_be_read()
    {
        Leads.Row(("phone", John));
        Rows.Table("rest", ImportTarget.Nothing).Row();

        Counts(Run(), "rest").Should().Be("0 0 0 0 1");
    }

    [Fact]
    public void Values_that_could_not_be_read_are_counted_though_their_rows_are_taken()
    {
        Leads.Row(("key", 1), ("phone", "ask his wife")).Row(("key", 2), ("phone", "?"), ("email", "no")).Row(("key", 3), ("phone", John))
            .Row(("phone", "none"));

        ImportReport report = RunAll();

        Counts(report).Should().Be("3 0 0 1 0");
        report.Unreadable.Select(value => $"{value.Count} {value.Table}.{value.Column} {value.Code} {value.FirstPosition}").Should().Equal(
            "2 leads.phone not_a_phone_number 1", "1 leads.email not_an_email 2");
    }

    private sealed class Told(Action<ImportProgress> tell) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => tell(value);
    }
}
