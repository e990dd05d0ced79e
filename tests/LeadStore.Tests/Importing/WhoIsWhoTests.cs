namespace LeadStore.Tests.Importing;

public sealed class WhoIsWhoTests : ImportTest
{
    [Fact]
    public void A_lead_comes_with_all_its_fields()
    {
        Leads.Row(
            ("key", "L-7"), ("phone", "07809 505864"), ("name", " John Smith "), ("email", "John@Example.com"), ("source", "Website"),
            ("status", "Qualified"), ("progress", "100%"), ("qualified", "yes"), ("qualified_at", "2026-01-05 10:00:00"),
            ("times_qualified", 2), ("first_qualified_at", 1767398400), ("answers", """{"budget": "500", "rooms": 3, "none": null}"""),
            ("created_at", "2026-01-02T00:00:00+01:00"), ("last_contact_at", 1767830400000L), ("assistant_paused", "true"), ("colour", "blue"));

        ImportReport report = Run();

        Counts(report).Should().Be("1 0 0 0 0");
        Lead lead = Lead();
        lead.Should().BeEquivalentTo(new
        {
            Phone = John,
            Name = "John Smith",
            Email = "john@example.com",
            Source = (LeadSource)"website",
            Status = LeadStatus.Qualified,
            Progress = 100,
            Qualified = true,
            QualifiedAt = Day(5).AddHours(10),
            TimesQualified = 2,
            Archived = false,
            CreatedAt = Day(1).AddHours(23),
            LastContactAt = Day(8),
            Version = 1L,
        });
        lead.Answers.Should().Equal(new Dictionary<string, string> { ["budget"] = "500", ["rooms"] = "3" });
        lead.AssistantPause!.By.Should().Be("crm");
        AttributesText(lead).Should().Be("colour=\"blue\"");
        Store.GetLeadByKey("crm", "L-7").Should().Be(lead);
        Store.ListQualifications(lead.Id).Select(q => $"{q.Number} {q.QualifiedAt:dd}").Should().Equal("1 03", "2 05");
        Store.Sources.List().Should().ContainSingle(source => source.DisplayName == "website");
    }

    [Fact]
    public void The_same_phone_is_the_same_person_however_it_is_written()
    {
        Leads.Row(("key", 1), ("phone", "07809 505864"), ("created_at", "2026-01-01"))
            .Row(("key", 2), ("phone", "+44 (0)7809-505864"), ("name", "John"), ("created_at", "2026-01-02"));

        ImportReport report = Run();

        Counts(report).Should().Be("1 1 0 0 0");
        Store.GetAllLeads().Should().ContainSingle().Which.Name.Should().Be("John");
        Store.GetLeadByKey("crm", "2").Should().Be(Store.GetLeadByKey("crm", "1"));
    }

    [Fact]
    public void Without_a_phone_the_same_email_is_the_same_person_whatever_the_order_of_the_rows()
    {
        Leads.Row(("key", "a"), ("email", "John@example.com"), ("name", "John"))
            .Row(("key", "b"), ("phone", John), ("email", "john@example.com"))
            .Row(("key", "c"), ("phone", "+447809505865"), ("email", "john@example.com"));

        ImportReport report = Run();

        Counts(report).Should().Be("2 1 0 0 0");
        Store.GetLeadByKey("crm", "a").Should().Be(Lead());
        Lead().Name.Should().Be("John");
    }

    [Fact]
    public void A_lead_is_found_again_by_its_key_though_its_phone_has_changed()
    {
        Leads.Row(("key", 1), ("phone", John));
        Run();
        ImportRows later = new();
        later.Table("leads", ImportTarget.Leads).Row(("key", 1), ("phone", "+447809505865"), ("name", "John"));

        ImportReport report = Store.Import.Run(later.Source, later.Mapping);
        string after = Content();
        Store.Import.Run(later.Source, later.Mapping);

        Counts(report).Should().Be("0 1 0 0 0");
        Lead().Name.Should().Be("John");
        AttributesText(Lead()).Should().Be("""merged=[{"phone":"+447809505865"}]""");
        Content().Should().Be(after);
    }

    [Fact]
    public void A_lead_needs_neither_phone_nor_email_but_something()
    {
        Leads.Row(("key", "p1"), ("address", "1 High Street")).Row(("status", "new"));

        ImportReport report = RunAll();

        Counts(report).Should().Be("1 0 0 1 0");
        Store.GetLeadByKey("crm", "p1")!.Phone.Should().BeNull();
        report.Reasons.Should().ContainSingle().Which.Code.Should().Be("required");
    }

    [Fact]
    public void Ids_of_an_application_stay_what_they_were_where_the_store_is_empty()
    {
        Leads.Row(("key", 40), ("phone", John)).Row(("key", "7"), ("phone", "+447809505865")).Row(("key", "x9"), ("phone", "+447809505866"))
            .Row(("key", "99999999999"), ("phone", "+447809505867"));

        Run();

        Lead().Id.Should().Be(40);
        Lead("+447809505865").Id.Should().Be(7);
        Lead("+447809505866").Id.Should().Be(41);
        Lead("+447809505867").Id.Should().Be(42);
        Store.CreateLead(new NewLead { Phone = "+447809505868" }).Id.Should().Be(43);
    }

    [Fact]
    public void Ids_are_new_where_the_store_has_leads()
    {
        Store.CreateLead(new NewLead { Phone = John });
        Leads.Row(("key", 40), ("phone", "+447809505865"));

        Run();

        Lead("+447809505865").Id.Should().Be(2);
        Store.GetLeadByKey("crm", "40")!.Id.Should().Be(2);
    }

    [Fact]
    public void An_unreadable_phone_is_kept_as_an_attribute_where_something_else_tells_who_it_is()
    {
        Leads.Row(("key", "1"), ("phone", "ask his wife")).Row(("phone", "none"), ("name", "Jo"));

        ImportReport report = RunAll();

        AttributesText(Store.GetLeadByKey("crm", "1")!).Should().Be("phone=\"ask his wife\"");
        report.Reasons.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Table = "leads", Column = "phone", Code = "not_a_phone_number", Count = 1L, FirstPosition = 2L });
    }

    [Fact]
    public void Of_several_phones_the_first_that_can_be_read_is_the_phone_and_all_are_kept()
    {
        Leads.Row(("key", "1"), ("phones", """["?", {"number": "07809505864"}, "07809505865"]"""), ("emails", "x, John@example.com; jo@example.com"));

        Run();

        Lead().Email.Should().Be("john@example.com");
        Attributes(Lead()).Keys.Should().Equal("phones", "emails");
    }

    [Fact]
    public void A_key_that_two_rows_have_is_rejected_unless_they_are_one_person()
    {
        Leads.Row(("key", 1), ("phone", John)).Row(("key", 1), ("phone", "+447809505865")).Row(("key", 1), ("phone", John), ("name", "Jo"))
            .Row(("key", 1), ("name", "Ann"));

        ImportReport report = RunAll();
        string after = Content();
        ImportReport again = RunAll();

        Counts(report).Should().Be("1 1 0 2 0");
        report.Reasons.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = "duplicate_key", Column = "key", FirstPosition = 2L });
        Counts(again).Should().Be("0 0 2 2 0");
        Content().Should().Be(after);
    }

    [Fact]
    public void The_phone_of_one_lead_with_the_key_of_another_is_rejected()
    {
        Leads.Row(("key", 1), ("phone", John)).Row(("key", 2), ("phone", "+447809505865"));
        Run();
        ImportRows crossed = new();
        crossed.Table("leads", ImportTarget.Leads).Row(("key", 1), ("phone", "+447809505865"));

        Assert.Throws<ImportException>(() => Store.Import.Run(crossed.Source, crossed.Mapping)).Report.Reasons[0].Code
            .Should().Be("key_of_another_lead");
    }

    [Fact]
    public void The_uid_of_a_lead_stays_and_finds_it_again()
    {
        Guid uid = Guid.NewGuid();
        Leads.Row(("uid", uid.ToString()), ("name", "John"));
        Run();
        Leads.Row(("uid", uid.ToString()), ("name", "John"), ("colour", "red"));

        ImportReport report = Run();

        Counts(report).Should().Be("0 1 1 0 0");
        Store.GetAllLeads().Should().ContainSingle().Which.Uid.Should().Be(uid);
    }

    [Fact]
    public void The_best_of_further_phones_becomes_the_phone_of_a_lead_that_has_none_and_all_are_kept()
    {
        Leads.Row(("key", 1), ("name", "Jo")).Row(("key", 2), ("phone", John)).Row(("key", 3), ("name", "Al"));
        Rows.Table("skip", ImportTarget.Phones)
            .Row(("lead", 1), ("phone", "07809505861"), ("confidence", 0.5))
            .Row(("lead", 1), ("phone", "07809505862"), ("confidence", 0.9), ("type", "mobile"))
            .Row(("lead", 2), ("phone", "07809505863"), ("primary", 1))
            .Row(("lead", 3), ("phone", "07809505864"))
            .Row(("lead", 9), ("phone", "07809505864"));

        ImportReport report = RunAll();
        string after = Content();
        ImportReport again = RunAll();

        Counts(report, "skip").Should().Be("4 0 0 1 0");
        Store.GetLeadByKey("crm", "1")!.Phone.Should().Be("+447809505862");
        Store.GetLeadByKey("crm", "2")!.Phone.Should().Be(John);
        Store.GetLeadByKey("crm", "3")!.Phone.Should().BeNull("somebody else has it");
        Attributes(Store.GetLeadByKey("crm", "1")!)["skip"].GetArrayLength().Should().Be(2);
        Counts(again, "skip").Should().Be("0 0 4 1 0");
        Content().Should().Be(after);
    }

    [Fact]
    public void A_key_that_another_database_gave_to_somebody_else_joins_nobody()
    {
        Leads.Row(("key", 1), ("phone", John), ("name", "John"), ("created_at", "2026-01-01"));
        Messages.Row(("lead", 1), ("sender", "customer"), ("content", "I am John"), ("sent_at", "2026-01-02"));
        Run();
        ImportRows other = new();
        other.Table("leads", ImportTarget.Leads)
            .Row(("key", 1), ("phone", "+447809505865"), ("name", "Ann"), ("created_at", "2026-01-03"));
        other.Table("messages", ImportTarget.Messages)
            .Row(("lead", 1), ("sender", "customer"), ("content", "I am Ann"), ("sent_at", "2026-01-04"));

        ImportReport report = Store.Import.Run(other.Source, other.Mapping, new ImportOptions { ContinueOnRejects = true });
        ImportReport named = Store.Import.Run(other.Source, other.Mapping with { System = "second" });

        Counts(report).Should().Be("0 0 0 1 0");
        Counts(report, "messages").Should().Be("0 0 0 1 0");
        report.Reasons.Select(reason => reason.Code).Should().BeEquivalentTo("key_of_another_lead", "unknown_lead");
        Conversation(Lead()).Should().Be("02 Customer: I am John");
        Counts(named).Should().Be("1 0 0 0 0");
        Conversation(Lead("+447809505865")).Should().Be("04 Customer: I am Ann");
    }

    [Fact]
    public void A_phone_that_a_lead_gets_by_a_later_row_finds_it_for_the_rows_after_it()
    {
        string uid = Guid.NewGuid().ToString();
        Leads.Row(("key", 1), ("uid", uid), ("name", "John")).Row(("key", 2), ("uid", uid), ("phone", John))
            .Row(("key", 3), ("phone", John), ("colour", "red"));

        ImportReport report = Run();
        string after = Content();

        Counts(report).Should().Be("1 2 0 0 0");
        AttributesText(Lead()).Should().Be("colour=\"red\"");
        Counts(Run()).Should().Be("0 0 3 0 0");
        Content().Should().Be(after);
    }

    [Fact]
    public void A_uid_that_two_people_have_stays_with_the_first()
    {
        Guid uid = Guid.NewGuid();
        Leads.Row(("key", 1), ("uid", uid.ToString()), ("name", "Ann")).Row(("key", 2), ("phone", John), ("created_at", "2026-01-05"))
            .Row(("key", 3), ("phone", John), ("uid", uid.ToString()), ("created_at", "2026-01-01"));

        ImportReport report = Run();

        Counts(report).Should().Be("2 1 0 0 0");
        Store.GetLeadByKey("crm", "1")!.Uid.Should().Be(uid);
        Store.GetLeadByKey("crm", "2")!.Phone.Should().Be(John);
        Store.Maintenance.Verify().IsSound.Should().BeTrue();
    }

    [Theory]
    [InlineData("07809 505864 ext. 12", true)]
    [InlineData("07809 505864 / 07809 505865", true)]
    [InlineData("+44 (0)7809 505864", false)]
    [InlineData("tel:+44-7809-505864", false)]
    public void What_the_text_of_a_phone_says_beyond_the_number_is_kept(string text, bool isKept)
    {
        Leads.Row(("key", 1), ("phone", text));

        Run();

        Attributes(Lead()).ContainsKey("phone").Should().Be(isKept);
    }

    [Fact]
    public void A_number_that_is_no_valid_one_does_not_become_the_phone_of_a_lead()
    {
        Leads.Row(("key", 1), ("name", "Jo"));
        Rows.Table("skip", ImportTarget.Phones)
            .Row(("lead", 1), ("phone", "07809505861"), ("confidence", 0.9), ("valid", 0))
            .Row(("lead", 1), ("phone", "07809505862"), ("confidence", 0.5), ("valid", 1));

        Run();

        Store.GetLeadByKey("crm", "1")!.Phone.Should().Be("+447809505862");
        Attributes(Store.GetLeadByKey("crm", "1")!)["skip"].GetArrayLength().Should().Be(2);
    }

    [Fact]
    public void The_number_of_a_lead_that_joined_another_is_nobodys_afterwards()
    {
        Leads.Row(("key", 1), ("phone", John), ("created_at", "2026-01-01")).Row(("key", 9), ("phone", John), ("created_at", "2026-01-02"));

        Run();

        Store.CreateLead(new NewLead { Phone = "+447809505865" }).Id.Should().Be(10);
    }
}
