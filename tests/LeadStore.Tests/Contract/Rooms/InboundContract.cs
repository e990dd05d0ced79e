namespace LeadStore.Tests.Contract.Rooms;

/// <summary>IngestInbound: the whole flow of a message that a person sent, exactly once.</summary>
public abstract class InboundContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static InboundMessage Webhook => new() { From = "+44 7809 505864", Body = "Is it still free?", SourceId = "SM1" };

    [Fact]
    public async Task The_first_message_makes_a_lead()
    {
        InboundResult result = await Store.IngestInboundAsync(Webhook);

        result.IsNew.Should().BeTrue();
        result.WasRestored.Should().BeFalse();
        result.IsDuplicate.Should().BeFalse();
        result.IsAssistantPaused.Should().BeFalse();
        result.Mode.Should().Be(ConversationMode.Qualifying);
        result.Lead.Should().Be(await Stored(result.Lead));
        result.Lead.Phone.Should().Be(John);
        result.Lead.Source.Should().Be(LeadSource.InboundSms);
        result.Lead.Status.Should().Be(LeadStatus.New);
        result.Lead.LastContactAt.Should().Be(Now);
        result.Lead.LastCustomerMessageAt.Should().Be(Now);
        result.Lead.Version.Should().Be(1);
        result.Message.Should().Be(new Message
        {
            Id = result.Message.Id,
            LeadId = result.Lead.Id,
            Sender = MessageSender.Customer,
            Content = "Is it still free?",
            SentAt = Now,
            Channel = Channel.Sms,
            SourceId = "SM1",
        });
        result.History.Should().Equal(result.Message);
    }

    [Fact]
    public async Task A_returning_customer_is_recognised_with_the_whole_conversation()
    {
        InboundResult first = await Store.IngestInboundAsync(Webhook);
        Message answer = await Write(first.Lead, "Yes, it is.", MessageSender.Assistant);
        Clock.Advance(TimeSpan.FromDays(1));

        InboundResult second = await Store.IngestInboundAsync(new InboundMessage { From = John, Body = "Good", SourceId = "SM2" });

        second.IsNew.Should().BeFalse();
        second.WasRestored.Should().BeFalse();
        second.Lead.Should().Be(first.Lead with { LastContactAt = Now, LastCustomerMessageAt = Now });
        second.Lead.Should().Be(await Stored(first.Lead));
        second.History.Should().Equal(first.Message, answer, second.Message);
        second.History.Should().Equal(await Store.GetConversationHistoryAsync(first.Lead.Id));
    }

    [Fact]
    public async Task An_archived_customer_is_restored()
    {
        InboundResult first = await Store.IngestInboundAsync(Webhook);
        await Store.ArchiveLeadAsync(first.Lead.Id);

        InboundResult back = await Store.IngestInboundAsync(new InboundMessage { From = John, Body = "Me again" });

        back.WasRestored.Should().BeTrue();
        back.Lead.Archived.Should().BeFalse();
        back.Lead.Should().Be(await Stored(first.Lead));
        back.Lead.Version.Should().Be(3);
        (await Store.GetAllLeadsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_qualified_customer_is_in_free_chat()
    {
        InboundResult first = await Store.IngestInboundAsync(Webhook);
        await Store.QualifyLeadAsync(first.Lead.Id);

        (await Store.IngestInboundAsync(new InboundMessage { From = John, Body = "?" })).Mode.Should().Be(ConversationMode.FreeChat);
    }

    [Fact]
    public async Task A_pause_of_the_assistant_is_told_while_it_lasts()
    {
        InboundResult first = await Store.IngestInboundAsync(Webhook);
        await Store.PauseAssistantAsync(first.Lead.Id, "Mary", until: Now.AddHours(1));

        InboundResult during = await Store.IngestInboundAsync(new InboundMessage { From = John, Body = "during" });
        Clock.Advance(TimeSpan.FromHours(1));
        InboundResult after = await Store.IngestInboundAsync(new InboundMessage { From = John, Body = "after" });

        during.IsAssistantPaused.Should().BeTrue();
        after.IsAssistantPaused.Should().BeFalse();
    }

    [Fact]
    public async Task The_same_webhook_again_changes_nothing_and_gives_the_message_that_was_stored()
    {
        InboundResult first = await Store.IngestInboundAsync(Webhook);
        await Write(first.Lead, "Yes", MessageSender.Assistant);
        Clock.Advance(TimeSpan.FromMinutes(1));
        string before = await Content();

        InboundResult again = await Store.IngestInboundAsync(Webhook with { Body = "another body", From = Phone(9) });

        again.IsDuplicate.Should().BeTrue();
        again.IsNew.Should().BeFalse();
        again.Message.Should().Be(first.Message);
        again.Lead.Should().Be(await Stored(first.Lead));
        again.History.Should().HaveCount(2).And.StartWith(first.Message);
        (await Content()).Should().Be(before);
    }

    [Fact]
    public async Task A_late_copy_of_a_webhook_does_not_bring_an_archived_customer_back()
    {
        InboundResult first = await Store.IngestInboundAsync(Webhook);
        await Store.ArchiveLeadAsync(first.Lead.Id);
        string before = await Content();

        InboundResult again = await Store.IngestInboundAsync(Webhook);

        again.IsDuplicate.Should().BeTrue();
        again.WasRestored.Should().BeFalse();
        again.Lead.Archived.Should().BeTrue();
        (await Content()).Should().Be(before);
    }

    [Fact]
    public async Task The_same_id_on_another_channel_is_another_message()
    {
        InboundResult sms = await Store.IngestInboundAsync(Webhook);
        InboundResult whatsApp = await Store.IngestInboundAsync(Webhook with { Channel = Channel.WhatsApp });
        InboundResult other = await Store.IngestInboundAsync(Webhook with { Channel = "Pigeon Post" });
        InboundResult copy = await Store.IngestInboundAsync(Webhook with { Channel = " pigeon post " });

        whatsApp.IsDuplicate.Should().BeFalse();
        other.IsDuplicate.Should().BeFalse();
        other.Message.Channel.Should().Be((Channel)"pigeon post");
        other.History.Should().Equal(sms.Message, whatsApp.Message, other.Message);
        copy.IsDuplicate.Should().BeTrue();
        copy.Message.Should().Be(other.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public async Task Without_an_id_every_call_stores_a_message(string? sourceId)
    {
        await Store.IngestInboundAsync(Webhook with { SourceId = sourceId });
        InboundResult second = await Store.IngestInboundAsync(Webhook with { SourceId = sourceId });

        second.IsDuplicate.Should().BeFalse();
        second.Message.SourceId.Should().BeNull();
        second.History.Should().HaveCount(2);
    }

    [Fact]
    public async Task The_source_of_a_new_lead_tells_its_channel()
    {
        InboundResult result = await Store.IngestInboundAsync(Webhook with { Channel = Channel.WhatsApp });

        result.Lead.Source.Should().Be((LeadSource)"inbound_whatsapp");
        (await Store.Sources.GetAsync("inbound_whatsapp")).Should().NotBeNull();
    }

    [Fact]
    public async Task Every_channel_that_a_message_may_have_can_bring_a_new_lead()
    {
        Channel longest = new('c' + new string('h', 63));

        InboundResult result = await Store.IngestInboundAsync(Webhook with { Channel = longest });

        result.IsNew.Should().BeTrue();
        result.Message.Channel.Should().Be(longest);
    }

    [Fact]
    public async Task A_message_is_stored_with_the_time_at_which_it_was_received()
    {
        DateTimeOffset received = Now.AddHours(-2);

        InboundResult late = await Store.IngestInboundAsync(Webhook with { ReceivedAt = received });
        InboundResult next = await Store.IngestInboundAsync(Webhook with { SourceId = "SM2" });
        InboundResult older = await Store.IngestInboundAsync(Webhook with { SourceId = "SM3", ReceivedAt = received.AddHours(-1) });

        late.Message.SentAt.Should().Be(received);
        late.Lead.LastContactAt.Should().Be(received);
        late.Lead.CreatedAt.Should().Be(Now);
        older.Lead.Should().Be(next.Lead, "the last contact does not go back");
        older.Lead.Should().Be(await Stored(late.Lead));
        older.History.Should().Equal(older.Message, late.Message, next.Message);
        older.History[^1].Should().Be((await Store.GetConversationHistoryAsync(late.Lead.Id, 1)).Single());
    }

    [Fact]
    public async Task One_webhook_from_many_tasks_many_times_makes_one_lead_and_one_message()
    {
        IReadOnlyList<List<InboundResult>> results = await AtOnce(8, async _ =>
        {
            List<InboundResult> mine = [];
            for (int copy = 0; copy < 25; copy++)
            {
                mine.Add(await Store.IngestInboundAsync(Webhook));
            }

            return mine;
        });

        InboundResult[] all = [.. results.SelectMany(mine => mine)];
        Lead lead = (await Store.GetAllLeadsAsync(includeArchived: true)).Should().ContainSingle().Subject;
        Message message = (await Store.GetConversationHistoryAsync(lead.Id)).Should().ContainSingle().Subject;
        all.Should().HaveCount(200);
        all.Should().ContainSingle(result => !result.IsDuplicate).Which.IsNew.Should().BeTrue();
        all.Should().OnlyContain(result => result.Message == message && result.Lead == lead);
    }

    [Fact]
    public async Task Messages_of_one_new_customer_that_arrive_at_once_make_one_lead()
    {
        IReadOnlyList<InboundResult> results = await AtOnce(
            24, async number => await Store.IngestInboundAsync(Webhook with { SourceId = $"SM{number}" }));

        results.Should().ContainSingle(result => result.IsNew);
        results.Should().OnlyContain(result => !result.IsDuplicate && result.History.Contains(result.Message));
        results.Max(result => result.History.Count).Should().Be(24);
        (await Store.GetAllLeadsAsync()).Should().ContainSingle();
    }
}
