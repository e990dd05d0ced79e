namespace LeadStore.Tests.Importing;

public sealed class MergingTests : ImportTest
{
    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(0, 2, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1, 0)]
    public void Rows_of_one_person_become_one_lead_whatever_their_order(params int[] order)
    {
        (string, object?)[][] rows =
        [
            [("key", 5), ("phone", John), ("source", "web"), ("created_at", "2026-01-01"), ("last_contact_at", "2026-01-03"), ("status", "active"), ("progress", 20), ("answers", """{"a":"1","b":"1"}"""), ("archived", 1), ("x", "1")],
            [("key", 3), ("phone", John), ("source", "web"), ("name", "Jo"), ("created_at", "2026-01-02"), ("last_contact_at", "2026-01-09"), ("status", "lost"), ("progress", 80), ("answers", """{"b":"2","c":"2"}"""), ("x", "2"), ("y", "2")],
            [("key", 4), ("phone", John), ("source", "fair"), ("name", "John"), ("created_at", "2026-01-04"), ("last_contact_at", "2026-01-05"), ("status", "warm"), ("progress", 50), ("answers", """{"c":"3"}"""), ("qualified", 1), ("qualified_at", "2026-01-04"), ("times_qualified", 3), ("x", "1")],
        ];
        foreach (int index in order)
        {
            Leads.Row(rows[index]);
        }

        Messages.Row(("lead", 3), ("sender", "customer"), ("content", "three"), ("sent_at", "2026-01-02"))
            .Row(("lead", 5), ("sender", "customer"), ("content", "five"), ("sent_at", "2026-01-01"))
            .Row(("lead", 4), ("sender", "customer"), ("content", "four"), ("sent_at", "2026-01-03"));

        ImportReport report = Run();

        Counts(report).Should().Be("1 2 0 0 0");
        Lead lead = Lead();
        lead.Should().BeEquivalentTo(new
        {
            Id = 5L,
            Name = "Jo",
            Source = (LeadSource)"web",
            Status = (LeadStatus)"lost",
            Progress = 80,
            Qualified = true,
            QualifiedAt = Day(4),
            TimesQualified = 3,
            Archived = false,
            CreatedAt = Day(1),
            LastContactAt = Day(9),
            LastCustomerMessageAt = Day(3),
            Version = 1L,
        });
        lead.Answers.Should().BeEquivalentTo(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2", ["c"] = "2" });
        AttributesText(lead).Should().Be("""x="1"; y="2"; merged=[{"x":"2"},{"name":"John","source":"fair"}]""");
        Conversation(lead).Should().Be("01 Customer: five; 02 Customer: three; 03 Customer: four");
        Store.GetLeadByKey("crm", "4").Should().Be(lead);
        string after = Content();
        Counts(Run()).Should().Be("0 0 3 0 0");
        Content().Should().Be(after);
    }

    [Fact]
    public void A_lead_of_the_store_is_the_first()
    {
        Lead john = Store.CreateLead(new NewLead { Phone = John, Name = "John", Status = "warm", LastContactAt = Day(20), Answers = new Dictionary<string, string> { ["a"] = "1" } });
        Leads.Row(
            ("key", 1), ("phone", John), ("name", "Johnny"), ("email", "j@example.com"), ("status", "lost"), ("progress", 40),
            ("created_at", "2026-01-02"), ("last_contact_at", "2026-01-03"), ("answers", """{"a":"2","b":"2"}"""));

        ImportReport report = Run();

        Counts(report).Should().Be("0 1 0 0 0");
        Lead merged = Lead();
        merged.Should().BeEquivalentTo(new { john.Id, john.Uid, Name = "John", Email = "j@example.com", Status = (LeadStatus)"warm", Progress = 40, CreatedAt = Day(2), Version = 2L });
        merged.Answers.Should().Equal(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });
        AttributesText(merged).Should().Contain("""merged=[{"name":"Johnny""");
    }

    [Fact]
    public void What_was_done_in_the_store_stays_done_when_the_same_rows_come_again()
    {
        Leads.Row(("key", 1), ("phone", John), ("qualified", 1), ("progress", 100), ("archived", 0), ("answers", """{"a":"1"}"""));
        Run();
        Store.RequalifyLead(Lead().Id);
        Store.ArchiveLead(Lead().Id);
        string before = Content();

        Counts(Run()).Should().Be("0 0 1 0 0");

        Content().Should().Be(before);
    }

    [Fact]
    public void Who_was_in_contact_since_comes_back_from_the_archive()
    {
        Leads.Row(("phone", John), ("archived", 0), ("last_contact_at", "2026-01-03"));
        Run();
        Store.ArchiveLead(Lead().Id);
        ImportRows later = new();
        later.Table("leads", ImportTarget.Leads).Row(("phone", John), ("archived", 0), ("last_contact_at", "2026-01-04"), ("status", "active"));

        Store.Import.Run(later.Source, later.Mapping);

        Lead().Archived.Should().BeFalse();
        Lead().Status.Should().Be(LeadStatus.Active);
        Store.Maintenance.Should().NotBeNull();
    }

    [Fact]
    public void Empty_values_never_erase()
    {
        Leads.Row(("phone", John), ("name", "John"), ("email", "j@example.com"), ("colour", "red"));
        Run();
        string before = Content();
        ImportRows empty = new();
        empty.Table("leads", ImportTarget.Leads).Row(("phone", John), ("name", "  "), ("email", null), ("colour", ""));

        ImportReport report = Store.Import.Run(empty.Source, empty.Mapping);

        Counts(report).Should().Be("0 0 1 0 0");
        Content().Should().Be(before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_row_does_not_say_takes_nothing_from_the_others(bool turned)
    {
        (string, object?)[][] rows =
        [
            [("phone", John), ("created_at", "2026-01-01"), ("last_contact_at", "2026-01-02"), ("status", "warm")],
            [("phone", John), ("created_at", "2026-01-03"), ("last_contact_at", "2026-01-09"), ("source", "web")],
        ];
        Leads.Row(rows[turned ? 1 : 0]).Row(rows[turned ? 0 : 1]);

        Run();

        Lead().Should().BeEquivalentTo(new { Status = (LeadStatus)"warm", Source = (LeadSource)"web", CreatedAt = Day(1), LastContactAt = Day(9) });
        Attributes(Lead()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_reminder_that_one_of_the_rows_was_sent_is_not_sent_again(bool turned)
    {
        (string, object?)[][] rows =
        [
            [("key", 1), ("phone", John), ("created_at", "2026-05-01"), ("last_contact_at", "2026-06-01T11:00:00Z"), ("reminder_1_sent", 1)],
            [("key", 2), ("phone", John), ("created_at", "2026-04-01"), ("last_contact_at", "2026-04-02")],
        ];
        Leads.Row(rows[turned ? 1 : 0]).Row(rows[turned ? 0 : 1]);
        Messages.Row(("lead", 1), ("sender", "user"), ("content", "x"), ("sent_at", "2026-06-01T11:00:00Z"));

        Run();

        Store.Reminders.Get(Lead().Id)!.Step.Should().Be(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_uid_is_lost(bool turned)
    {
        const string Other = "+447809505865";
        Guid[] uids = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
        (string, object?)[][] rows =
        [
            [("key", 1), ("phone", John), ("created_at", "2026-01-01"), ("uid", uids[0].ToString())],
            [("key", 2), ("phone", John), ("created_at", "2026-01-02"), ("uid", uids[1].ToString())],
            [("key", 3), ("phone", Other), ("created_at", "2026-01-01")],
            [("key", 4), ("phone", Other), ("created_at", "2026-01-02"), ("uid", uids[2].ToString())],
        ];
        foreach ((string, object?)[] row in turned ? rows.Reverse() : rows)
        {
            Leads.Row(row);
        }

        Run();
        string after = Content();

        Lead().Should().BeEquivalentTo(new { Id = 1L, Uid = uids[0] });
        AttributesText(Lead()).Should().Be($$"""merged=[{"uid":"{{uids[1]}}"}]""");
        Lead(Other).Should().BeEquivalentTo(new { Id = 3L, Uid = uids[2] });
        Counts(Run()).Should().Be("0 0 4 0 0");
        Content().Should().Be(after);
    }

    [Fact]
    public void A_table_that_is_called_like_a_column_of_the_leads_changes_nothing_when_it_comes_again()
    {
        Leads.Row(("key", 1), ("phone", John), ("notes", "Call back"));
        Rows.Table("notes", ImportTarget.LeadAttributes).Row(("lead", 1), ("text", "first"));
        Run();
        string after = Content();

        Run().Total.Should().BeEquivalentTo(new { Read = 2L, Unchanged = 2L });

        Content().Should().Be(after);
        AttributesText(Lead()).Should().Be("""notes=["Call back",{"text":"first"}]""");
    }

    [Fact]
    public void What_a_row_loses_to_one_and_then_to_another_is_noted_once()
    {
        Leads.Row(("phone", John), ("email", "j@example.com"), ("name", "John"), ("colour", "red"), ("created_at", "2026-01-03"))
            .Row(("phone", John), ("colour", "blue"), ("created_at", "2026-01-02"))
            .Row(("email", "j@example.com"), ("name", "Jo"), ("created_at", "2026-01-01"));
        Run();
        string after = Content();

        Counts(Run()).Should().Be("0 0 3 0 0");

        Content().Should().Be(after);
        AttributesText(Lead()).Should().Be("""colour="blue"; merged=[{"colour":"red"},{"name":"John"}]""");
    }

    [Fact]
    public void A_number_with_a_fraction_is_kept_beside_the_whole_one()
    {
        Leads.Row(("phone", John), ("progress", 45.5));

        Run();

        Lead().Progress.Should().Be(45);
        AttributesText(Lead()).Should().Be("progress=45.5");
    }
}
