using System.Text.RegularExpressions;

namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Input that is refused: every wrong field is named, and nothing is stored.</summary>
public abstract class BadInputContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private const string Email254 =
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb."
        + "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    [Theory]
    [MemberData(nameof(ContractCases.WhatIsNoPhone), MemberType = typeof(ContractCases))]
    public async Task What_is_no_phone_is_refused_by_every_verb_that_takes_one(string escaped)
    {
        string text = Regex.Unescape(escaped);
        await Add(Phone(1));
        string before = await Content();

        await RefusesOnly("Phone", async () => await Store.CheckExistingCustomerAsync(text));
        await RefusesOnly("Phone", async () => await Store.GetLeadByPhoneAsync(text));
        await RefusesOnly("Phone", async () => await Store.GetLeadWithHistoryAsync(text));
        await RefusesOnly("Phone", async () => await Store.CreateLeadAsync(new NewLead { Phone = text }));
        await RefusesOnly("Phone", async () => await Store.UpsertLeadAsync(new NewLead { Phone = text }));
        await RefusesOnly("From", async () => await Store.IngestInboundAsync(new InboundMessage { From = text, Body = "Hello" }));

        (await Content()).Should().Be(before);
    }

    [Fact]
    public async Task Null_where_a_value_is_needed_is_refused()
    {
        Lead john = await Add();
        string before = await Content();

        await RefusesOnly("Phone", async () => await Store.CheckExistingCustomerAsync(null!));
        await RefusesOnly("Phone", async () => await Store.GetLeadByPhoneAsync(null!));
        await RefusesOnly("Phone", async () => await Store.CreateLeadAsync(new NewLead()));
        await RefusesOnly("Phone", async () => await Store.UpsertLeadAsync(new NewLead { Email = "john@example.com" }));
        await RefusesOnly("From", async () => await Store.IngestInboundAsync(new InboundMessage { From = null!, Body = "Hello" }));
        await RefusesOnly("Body", async () => await Store.IngestInboundAsync(new InboundMessage { From = John, Body = null! }));
        await RefusesOnly("Content", async () => await Store.CreateMessageAsync(john.Id, MessageSender.Agent, null!));
        await RefusesOnly("Answers", async () => await Store.SetAnswerAsync(john.Id, null!, "yes"));
        await RefusesOnly("By", async () => await Store.PauseAssistantAsync(john.Id, null!));
        await RefusesOnly("key", async () => await Store.TryOnceAsync(john.Id, null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.CreateLeadAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.UpsertLeadAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.UpdateLeadAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.UpdateLeadAsync(john.Id, null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.MergeAnswersAsync(john.Id, null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.IngestInboundAsync(null!));

        (await Content()).Should().Be(before);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n\u00A0")]
    public async Task Blank_where_a_value_is_needed_is_refused(string blank)
    {
        Lead john = await Add();
        string before = await Content();

        await RefusesOnly("Body", async () => await Store.IngestInboundAsync(new InboundMessage { From = John, Body = blank }));
        await RefusesOnly("Content", async () => await Store.CreateMessageAsync(john.Id, MessageSender.Agent, blank));
        await RefusesOnly("Answers", async () => await Store.SetAnswerAsync(john.Id, blank, "yes"));
        await RefusesOnly("By", async () => await Store.PauseAssistantAsync(john.Id, blank));
        await RefusesOnly("key", async () => await Store.TryOnceAsync(john.Id, blank));
        await RefusesOnly("Status", async () => await Store.CreateLeadAsync(new NewLead { Phone = Phone(1), Status = blank }));
        await RefusesOnly("Source", async () => await Store.CreateLeadAsync(new NewLead { Phone = Phone(1), Source = blank }));
        await RefusesOnly("Channel", async () => await Store.IngestInboundAsync(new InboundMessage { From = John, Body = "Hi", Channel = blank }));

        (await Content()).Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(ContractCases.UnstorableTexts), MemberType = typeof(ContractCases))]
    public async Task Text_that_cannot_be_stored_is_refused_wherever_it_stands(string escaped)
    {
        string text = Regex.Unescape(escaped);
        Lead john = await Add();
        string before = await Content();

        await RefusesOnly("Name", async () => await Store.CreateLeadAsync(new NewLead { Phone = Phone(1), Name = text }));
        await RefusesOnly("Name", async () => await Store.UpdateLeadAsync(john.Id, lead => lead with { Name = text }));
        await RefusesOnly("Name", async () => await Store.UpsertLeadAsync(new NewLead { Phone = John, Name = text }));
        await RefusesOnly("Email", async () => await Store.CreateLeadAsync(new NewLead { Phone = Phone(1), Email = $"{text}@example.com" }));
        await RefusesOnly("Source", async () => await Store.CreateLeadAsync(new NewLead { Phone = Phone(1), Source = text }));
        await RefusesOnly("Status", async () => await Store.CreateLeadAsync(new NewLead { Phone = Phone(1), Status = text }));
        await RefusesOnly("Answers", async () => await Store.SetAnswerAsync(john.Id, "question_1", text));
        await RefusesOnly("Answers", async () => await Store.SetAnswerAsync(john.Id, text, "yes"));
        await RefusesOnly("Answers", async () => await Store.MergeAnswersAsync(john.Id, new Dictionary<string, string?> { [text] = "yes" }));
        await RefusesOnly("Answers", async () => await Store.QualifyLeadAsync(john.Id, new Dictionary<string, string> { ["q"] = text }));
        await RefusesOnly("Content", async () => await Store.CreateMessageAsync(john.Id, MessageSender.Agent, text));
        await RefusesOnly("Body", async () => await Store.IngestInboundAsync(new InboundMessage { From = John, Body = text }));
        await RefusesOnly("SourceId", async () => await Store.IngestInboundAsync(new InboundMessage { From = John, Body = "Hi", SourceId = text }));
        await RefusesOnly("Channel", async () => await Store.IngestInboundAsync(new InboundMessage { From = John, Body = "Hi", Channel = text }));
        await RefusesOnly("By", async () => await Store.PauseAssistantAsync(john.Id, text));
        await RefusesOnly("Reason", async () => await Store.PauseAssistantAsync(john.Id, "Mary", reason: text));
        await RefusesOnly("key", async () => await Store.TryOnceAsync(john.Id, text));
        await RefusesOnly("key", async () => await Store.Settings.SetAsync(Setting.Text(text, ""), "x"));
        await RefusesOnly("DisplayName", async () => await Store.Sources.AddAsync("website", text));

        (await Content()).Should().Be(before);
    }

    [Fact]
    public async Task Text_at_its_limit_is_stored_and_one_character_more_is_refused()
    {
        Lead john = await Add();

        await Limit("Name", 200, async text => (await Store.UpdateLeadAsync(john.Id, lead => lead with { Name = text })).Name);
        await Limit("Answers", 10_000, async text => (await Store.SetAnswerAsync(john.Id, "question_1", text)).Answers["question_1"]);
        await Limit("Answers", 200, async text => (await Store.SetAnswerAsync(john.Id, text, "yes")).Answers.Keys.Last());
        await Limit("Content", 100_000, async text => (await Write(john, text)).Content);
        await Limit("Body", 100_000, async text => (await Inbound(new InboundMessage { From = John, Body = text })).Content);
        await Limit("SourceId", 255, async text => (await Inbound(new InboundMessage { From = John, Body = "Hi", SourceId = text })).SourceId);
        await Limit("By", 200, async text => (await Store.PauseAssistantAsync(john.Id, text)).AssistantPause!.By);
        await Limit("Reason", 1_000, async text => (await Store.PauseAssistantAsync(john.Id, "Mary", reason: text)).AssistantPause!.Reason);
        await Limit("key", 200, async text => await Store.TryOnceAsync(john.Id, text) ? text : null);
        await Limit("Status", 64, async text => (await Store.UpdateLeadAsync(john.Id, lead => lead with { Status = text })).Status.Value);
        await Limit("Source", 64, async text => (await Store.UpdateLeadAsync(john.Id, lead => lead with { Source = text })).Source.Value);
        await Limit("DisplayName", 200, async text => (await Store.Sources.RenameAsync("inbound_sms", text)).DisplayName);

        async Task Limit(string field, int most, Func<string, Task<string?>> store)
        {
            string longest = new('x', most);
            (await store(longest)).Should().Be(longest);
            string before = await Content();
            await RefusesOnly(field, async () => await store(longest + 'x'));
            (await Content()).Should().Be(before);
        }
    }

    [Fact]
    public async Task As_many_answers_as_there_may_be_are_stored_and_one_more_is_refused()
    {
        Dictionary<string, string> most = Enumerable.Range(0, 500).ToDictionary(number => $"question_{number}", _ => "yes");
        Lead john = await Store.CreateLeadAsync(new NewLead { Phone = John, Answers = most });

        (await Refusals(async () => await Store.SetAnswerAsync(john.Id, "one_more", "yes"))).Should().Equal("Answers:too_many");

        (await Stored(john)).Should().Be(john);
    }

    [Fact]
    public async Task An_email_address_has_at_most_254_characters()
    {
        Email254.Should().HaveLength(254);
        Lead john = await Store.CreateLeadAsync(new NewLead { Email = Email254 });

        john.Email.Should().Be(Email254);
        (await Refusals(async () => await Store.CreateLeadAsync(new NewLead { Email = $"a{Email254}" }))).Should().Contain("Email:too_long");
    }

    [Theory]
    [InlineData("john")]
    [InlineData("@example.com")]
    [InlineData("john@")]
    [InlineData("john@example.com, jane@example.com")]
    [InlineData("John <john@example.com>")]
    [InlineData("john smith@example.com")]
    [InlineData("john@exam ple.com")]
    [InlineData("john@@example.com")]
    [InlineData("john@example.com\nBcc:all@example.com")]
    public async Task What_is_no_email_address_is_refused(string email)
    {
        (await Refusals(async () => await Store.CreateLeadAsync(new NewLead { Phone = John, Email = email }))).Should().Equal("Email:not_an_email");
        (await Store.GetAllLeadsAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public async Task Progress_outside_of_0_to_100_is_refused(int progress)
    {
        Lead john = await Add();

        (await Refusals(async () => await Store.CreateLeadAsync(new NewLead { Phone = Phone(1), Progress = progress })))
            .Should().Equal("Progress:out_of_range");
        (await Refusals(async () => await Store.UpsertLeadAsync(new NewLead { Phone = John, Progress = progress })))
            .Should().Equal("Progress:out_of_range");
        (await Refusals(async () => await Store.UpdateLeadAsync(john.Id, lead => lead with { Progress = progress })))
            .Should().Equal("Progress:out_of_range");
        (await Refusals(async () => await Store.UpdateLeadAsync(john with { Progress = progress }))).Should().Equal("Progress:out_of_range");
        (await Store.GetAllLeadsAsync()).Should().Equal(john);
    }

    [Fact]
    public async Task A_status_outside_of_a_closed_set_is_refused_and_the_message_names_the_set()
    {
        ILeadStore store = await Open(new StoreSetup { Statuses = StatusSet.Sms });
        Lead john = await store.CreateLeadAsync(new NewLead { Phone = John, Status = "ACTIVE" });

        LeadValidationException refused = await Assert.ThrowsAsync<LeadValidationException>(
            async () => await store.UpdateLeadAsync(john.Id, lead => lead with { Status = "closed_won" }));

        refused.Errors.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Field = "Status", Code = "unknown_status" });
        refused.Message.Should().Contain("new, active, qualified");
        (await Refusals(async () => await store.CreateLeadAsync(new NewLead { Phone = Phone(1), Status = "raw" }))).Should().Equal("Status:unknown_status");
        (await store.GetAllLeadsAsync()).Should().Equal(john);
    }

    [Fact]
    public async Task Where_the_set_lacks_qualified_nobody_can_be_qualified()
    {
        ILeadStore store = await Open(new StoreSetup { Statuses = StatusSet.Pipeline });
        Lead john = await store.CreateLeadAsync(new NewLead { Phone = John, Status = "raw" });

        (await Refusals(async () => await store.QualifyLeadAsync(john.Id))).Should().Equal("Status:unknown_status");
    }

    [Fact]
    public async Task Every_status_is_accepted_where_the_set_is_open()
    {
        Lead john = await Store.CreateLeadAsync(new NewLead { Phone = John, Status = " Closed Won " });

        john.Status.Should().Be((LeadStatus)"closed won");
    }

    [Fact]
    public async Task A_sender_that_is_none_is_refused()
    {
        Lead john = await Add();

        (await Refusals(async () => await Store.CreateMessageAsync(john.Id, (MessageSender)7, "")))
            .Should().Equal("Sender:unknown_value", "Content:required");
    }

    [Fact]
    public async Task Every_wrong_field_is_named_at_once_and_nothing_is_stored()
    {
        Lead john = await Add();
        string before = await Content();
        string long201 = new('x', 201);

        (await Refusals(async () => await Store.CreateLeadAsync(new NewLead
        {
            Phone = "12",
            Name = long201,
            Email = "nobody",
            Source = "a/b",
            Status = "a/b",
            Progress = 101,
            Answers = new Dictionary<string, string> { [""] = "\0" },
        }))).Should().BeEquivalentTo(
            "Phone:too_short", "Name:too_long", "Email:not_an_email", "Source:not_a_word", "Status:not_a_word", "Progress:out_of_range",
            "Answers:required", "Answers:invalid_text");
        (await Refusals(async () => await Store.UpdateLeadAsync(
            john.Id, lead => lead with { Phone = "12", Name = long201, Progress = -1, Version = 7 })))
            .Should().BeEquivalentTo("Phone:too_short", "Name:too_long", "Progress:out_of_range", "Version:read_only");
        (await Refusals(async () => await Store.IngestInboundAsync(
            new InboundMessage { From = "?", Body = " ", Channel = "a/b", SourceId = new string('x', 256) })))
            .Should().BeEquivalentTo("From:not_a_phone_number", "Body:required", "Channel:not_a_word", "SourceId:too_long");
        (await Refusals(async () => await Store.PauseAssistantAsync(john.Id, " ", null, new string('x', 1001))))
            .Should().BeEquivalentTo("By:required", "Reason:too_long");

        (await Content()).Should().Be(before);
    }

    [Fact]
    public async Task Every_verb_that_changes_a_lead_refuses_an_id_that_no_lead_has()
    {
        Lead john = await Add();
        string before = await Content();
        foreach (long id in (long[])[john.Id + 1, 0, -1, long.MaxValue, long.MinValue])
        {
            foreach (Func<Task> change in (Func<Task>[])
                [
                    async () => await Store.UpdateLeadAsync(id, lead => lead with { Progress = 1 }),
                    async () => await Store.UpdateLeadAsync(john with { Id = id }),
                    async () => await Store.SetAnswerAsync(id, "question_1", "yes"),
                    async () => await Store.MergeAnswersAsync(id, new Dictionary<string, string?>()),
                    async () => await Store.QualifyLeadAsync(id),
                    async () => await Store.RequalifyLeadAsync(id),
                    async () => await Store.TouchLeadAsync(id),
                    async () => await Store.ArchiveLeadAsync(id),
                    async () => await Store.RestoreLeadAsync(id),
                    async () => await Store.DeleteLeadAsync(id),
                    async () => await Store.PauseAssistantAsync(id, "Mary"),
                    async () => await Store.ResumeAssistantAsync(id),
                    async () => await Store.TryOnceAsync(id, "thank_you_sent"),
                    async () => await Store.CreateMessageAsync(id, MessageSender.Agent, "Hello"),
                    async () => await Store.GetRequiredLeadAsync(id),
                ])
            {
                (await Assert.ThrowsAsync<LeadNotFoundException>(change)).LeadId.Should().Be(id);
            }
        }

        (await Content()).Should().Be(before);
    }

    private static async Task RefusesOnly(string field, Func<Task> call)
    {
        LeadValidationException refused = await Assert.ThrowsAsync<LeadValidationException>(call);
        refused.Errors.Select(error => error.Field).Distinct().Should().Equal(field);
    }

    private async Task<Message> Inbound(InboundMessage message) => (await Store.IngestInboundAsync(message)).Message;

    [Fact]
    public async Task A_set_without_new_gives_new_leads_its_first_status_and_one_without_active_requalifies_to_it()
    {
        ILeadStore store = await Open(new StoreSetup { Statuses = StatusSet.Sales });
        Lead john = (await store.IngestInboundAsync(new InboundMessage { From = John, Body = "Hello" })).Lead;
        await store.QualifyLeadAsync(john.Id);

        (await store.RequalifyLeadAsync(john.Id)).Status.Should().Be(new LeadStatus("new"));
        ILeadStore pipeline = await Open(new StoreSetup { Statuses = StatusSet.Pipeline });
        (await pipeline.CreateLeadAsync(new NewLead { Phone = Phone(1) })).Status.Should().Be(new LeadStatus("raw"));
    }
}
