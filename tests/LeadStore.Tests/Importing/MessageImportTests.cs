namespace LeadStore.Tests.Importing;

public sealed class MessageImportTests : ImportTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_import_makes_is_what_the_verbs_make(bool sorts)
    {
        ImportRows rows = new() { Sorts = sorts };
        rows.Table("leads", ImportTarget.Leads).Row(("key", 1), ("phone", John), ("created_at", "2026-05-31")).Row(("key", 2), ("phone", "+447809505865"), ("created_at", "2026-05-31"));
        rows.Table("messages", ImportTarget.Messages)
            .Row(("lead", 1), ("sender", "user"), ("content", "Hi"), ("sent_at", "2026-05-31T10:00:00Z"))
            .Row(("lead", 2), ("sender", "agent"), ("content", "Hello"), ("sent_at", "2026-05-31T10:00:00Z"))
            .Row(("lead", 1), ("sender", "bot"), ("content", "How are you?"), ("sent_at", "2026-05-31T11:00:00Z"))
            .Row(("lead", 1), ("sender", "user"), ("content", "Well"), ("sent_at", "2026-06-01T11:30:00Z"));
        Store.Import.Run(rows.Source, rows.Mapping);
        await using LeadDatabase other = LeadDatabase.OpenInMemory(new LeadDatabaseOptions { TimeProvider = Clock, DefaultRegion = "GB" });
        DateTimeOffset day = new(2026, 5, 31, 0, 0, 0, TimeSpan.Zero);
        Lead one = other.CreateLead(new NewLead { Phone = John, CreatedAt = day });
        Lead two = other.CreateLead(new NewLead { Phone = "+447809505865", CreatedAt = day });
        other.CreateMessage(one.Id, MessageSender.Customer, "Hi", day.AddHours(10));
        other.CreateMessage(two.Id, MessageSender.Agent, "Hello", day.AddHours(10));
        other.CreateMessage(one.Id, MessageSender.Assistant, "How are you?", day.AddHours(11));
        other.CreateMessage(one.Id, MessageSender.Customer, "Well", day.AddHours(35.5));

        string imported = await Contract.StoreContent.Of(Store);
        string written = await Contract.StoreContent.Of(other);

        imported.Replace(Lead().Uid.ToString(), "", StringComparison.Ordinal).Replace(Lead("+447809505865").Uid.ToString(), "", StringComparison.Ordinal)
            .Should().Be(written.Replace(one.Uid.ToString(), "", StringComparison.Ordinal).Replace(two.Uid.ToString(), "", StringComparison.Ordinal));
        Store.Reminders.ClaimDue().Should().BeEmpty();
        Clock.Advance(TimeSpan.FromHours(1));
        Store.Reminders.ClaimDue().Should().ContainSingle();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Messages_come_once_however_often_they_are_imported(bool sorts)
    {
        ImportRows rows = new() { Sorts = sorts };
        rows.Table("leads", ImportTarget.Leads).Row(("key", 1), ("phone", John)).Row(("key", 2), ("phone", "+447809505865"));
        ImportRows.Rows messages = rows.Table("messages", ImportTarget.Messages);
        foreach (int lead in (int[])[1, 2, 1, 2, 1])
        {
            messages.Row(("lead", lead), ("sender", "customer"), ("content", "ok"), ("sent_at", "2026-01-02"));
        }

        ImportReport first = Store.Import.Run(rows.Source, rows.Mapping);
        string after = Content();
        ImportReport second = Store.Import.Run(rows.Source, rows.Mapping);
        messages.Row(("lead", 1), ("sender", "customer"), ("content", "ok"), ("sent_at", "2026-01-02"));
        string same = Content();
        ImportReport third = Store.Import.Run(rows.Source, rows.Mapping);

        Counts(first, "messages").Should().Be("5 0 0 0 0");
        Counts(second, "messages").Should().Be("0 0 5 0 0");
        same.Should().Be(after);
        Counts(third, "messages").Should().Be("1 0 5 0 0");
        Store.GetConversationHistory(Lead().Id).Should().HaveCount(4);
    }

    [Fact]
    public void The_id_of_a_provider_makes_a_message_one()
    {
        Store.IngestInbound(new InboundMessage { From = John, Body = "Hi", SourceId = "SM1" });
        Leads.Row(("phone", John), ("key", 1));
        Messages.Row(("lead_phone", "07809 505864"), ("sender", "user"), ("content", "Hi!"), ("sent_at", "2026-01-02"), ("source_id", "SM1"))
            .Row(("lead", 1), ("sender", "user"), ("content", "Again"), ("sent_at", "2026-01-03"), ("source_id", "SM2"))
            .Row(("lead", 1), ("sender", "user"), ("content", "Again"), ("sent_at", "2026-01-03"), ("source_id", "SM2"))
            .Row(("lead", 1), ("sender", "user"), ("content", "Again"), ("sent_at", "2026-01-03"), ("source_id", "SM2"), ("channel", "WhatsApp"));

        ImportReport report = Run();

        Counts(report, "messages").Should().Be("2 1 1 0 0");
        Conversation(Lead()).Should().Be("03 Customer: Again; 03 Customer: Again; 01 Customer: Hi");
    }

    [Fact]
    public void Nothing_of_a_message_is_dropped()
    {
        Leads.Row(("key", 1), ("phone", John));
        Messages.Row(("lead", 1), ("sender", "user"), ("content", "  Look "), ("sent_at", "2026-01-02"), ("media", "https://example.com/1.jpg"), ("n", 1.50))
            .Row(("lead", 1), ("sender", "user"), ("content", " "), ("sent_at", "2026-01-03"), ("media", "https://example.com/2.jpg"));

        ImportReport report = Run();

        Counts(report, "messages").Should().Be("2 0 0 0 0");
        Message message = Store.GetConversationHistory(Lead().Id).Single();
        message.Content.Should().Be("  Look ");
        Store.Attributes.GetOfMessage(message.Id).Select(pair => $"{pair.Key}={pair.Value}").Should().Equal("media=https://example.com/1.jpg", "n=1.5");
        AttributesText(Lead()).Should().Be("""messages=[{"sender":"user","sent_at":"2026-01-03","media":"https://example.com/2.jpg"}]""");
        Counts(Run(), "messages").Should().Be("0 0 2 0 0");
    }

    [Fact]
    public void A_message_needs_a_lead_a_time_and_somebody_who_sent_it()
    {
        Leads.Row(("key", 1), ("phone", John));
        Messages.Row(("lead", 2), ("sender", "user"), ("content", "x"), ("sent_at", "2026-01-02"))
            .Row(("sender", "user"), ("content", "x"), ("sent_at", "2026-01-02"))
            .Row(("lead", 1), ("sender", "nobody"), ("content", "x"), ("sent_at", "2026-01-02"))
            .Row(("lead", 1), ("content", "x"), ("sent_at", "2026-01-02"))
            .Row(("lead", 1), ("sender", "user"), ("content", "x"))
            .Row(("lead", 1), ("sender", "user"), ("content", "x"), ("sent_at", "yesterday"))
            .Row(("lead", 1), ("sender", "user"), ("content", new string('x', 100_001)), ("sent_at", "2026-01-02"));

        ImportReport report = RunAll();

        Counts(report, "messages").Should().Be("0 0 0 7 0");
        report.Reasons.Select(reason => $"{reason.Count} {reason.Code} {reason.Column}").Should().BeEquivalentTo(
            "2 unknown_lead ", "1 unknown_sender sender", "1 required sender", "1 required sent_at", "1 not_a_time sent_at", "1 too_long content");
    }

    [Theory]
    [InlineData(1, 2, "2026-06-02 11:00")]
    [InlineData(2, 3, "2026-06-03 11:00")]
    [InlineData(3, 0, null)]
    public void Reminders_that_were_sent_are_not_sent_again(int sent, int step, string? due)
    {
        Leads.Row(("key", 1), ("phone", John), ($"reminder_{sent}_sent", 1));
        Messages.Row(("lead", 1), ("sender", "user"), ("content", "x"), ("sent_at", "2026-06-01T11:00:00Z"));

        Run();

        ReminderSchedule? schedule = Store.Reminders.Get(Lead().Id);
        (schedule?.Step ?? 0).Should().Be(step);
        schedule?.DueAt.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture).Should().Be(due);
    }

    [Fact]
    public void A_conversation_that_is_long_over_is_not_taken_up_by_a_reminder()
    {
        Leads.Row(("key", 1), ("phone", John), ("reminder_1_sent", 1)).Row(("key", 2), ("phone", "+447809505865"));
        Messages.Row(("lead", 1), ("sender", "user"), ("content", "x"), ("sent_at", "2025-01-01"))
            .Row(("lead", 2), ("sender", "user"), ("content", "x"), ("sent_at", "2025-01-01"));

        Run();

        Store.Reminders.ClaimDue().Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_message_with_the_id_of_another_message_is_not_taken_for_it(bool sorts)
    {
        ImportRows rows = new() { Sorts = sorts };
        rows.Table("leads", ImportTarget.Leads).Row(("key", 1), ("phone", John)).Row(("key", 2), ("phone", "+447809505865"));
        rows.Table("messages", ImportTarget.Messages)
            .Row(("lead", 1), ("sender", "user"), ("content", "Hi"), ("sent_at", "2026-01-02"), ("source_id", "S1"))
            .Row(("lead", 1), ("sender", "user"), ("content", "Again"), ("sent_at", "2026-01-03"), ("source_id", "S1"))
            .Row(("lead", 2), ("sender", "user"), ("content", "Me too"), ("sent_at", "2026-01-02"), ("source_id", "S1"));

        ImportReport report = Store.Import.Run(rows.Source, rows.Mapping);
        string after = Content();

        Counts(report, "messages").Should().Be("3 0 0 0 0");
        Conversation(Lead()).Should().Be("02 Customer: Hi; 03 Customer: Again");
        Message again = Store.GetConversationHistory(Lead().Id)[1];
        again.SourceId.Should().BeNull();
        Store.Attributes.GetOfMessage(again.Id)["source_id"].GetString().Should().Be("S1");
        Counts(Store.Import.Run(rows.Source, rows.Mapping), "messages").Should().Be("0 0 3 0 0");
        Content().Should().Be(after);
    }
}
