namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Texts come back exactly as they went in.</summary>
public abstract class TextContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    [Theory]
    [MemberData(nameof(ContractCases.TextKinds), MemberType = typeof(ContractCases))]
    public async Task A_message_comes_back_as_it_was_written(string kind)
    {
        string text = ContractCases.TextByKind[kind];
        Lead john = await Add();

        Message created = await Write(john, text);
        InboundResult ingested = await Store.IngestInboundAsync(new InboundMessage { From = John, Body = text });

        created.Content.Should().Be(text, kind);
        ingested.Message.Content.Should().Be(text, kind);
        (await Store.GetConversationHistoryAsync(john.Id)).Should().Equal(created, ingested.Message);
    }

    [Theory]
    [MemberData(nameof(ContractCases.TextKinds), MemberType = typeof(ContractCases))]
    public async Task Answers_settings_and_keys_come_back_as_they_were_given(string kind)
    {
        string text = ContractCases.TextByKind[kind];
        string answer = text[..Math.Min(text.Length, 9_996)];
        string question = text[..Math.Min(text.Length, 192)];
        Lead john = await Add();

        Lead answered = await Store.SetAnswerAsync(john.Id, question, answer);
        await Store.Settings.SetAsync(Setting.Text(question, ""), answer);

        (await Stored(john)).Should().Be(answered);
        answered.Answers.Should().Equal(new Dictionary<string, string> { [question] = answer }, kind);
        (await Store.Settings.GetAsync(Setting.Text(question, ""))).Should().Be(answer);
        (await Store.TryOnceAsync(john.Id, question)).Should().BeTrue();
        (await Store.TryOnceAsync(john.Id, question)).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(ContractCases.TextKinds), MemberType = typeof(ContractCases))]
    public async Task Names_and_reasons_come_back_without_the_blanks_around_them(string kind)
    {
        string text = ContractCases.TextByKind[kind];
        string name = text[..Math.Min(text.Length, 192)];

        Lead john = await Store.CreateLeadAsync(new NewLead { Phone = John, Name = name });
        Lead paused = await Store.PauseAssistantAsync(john.Id, name, reason: name);

        john.Name.Should().Be(name.Trim(), kind);
        paused.AssistantPause.Should().Be(new AssistantPause(Now, null, name.Trim(), name.Trim()));
        (await Stored(john)).Should().Be(paused);
    }

    [Fact]
    public async Task Texts_that_look_alike_are_not_the_same()
    {
        Lead john = await Add();

        Lead answered = await Store.MergeAnswersAsync(
            john.Id, new Dictionary<string, string?> { ["caf\u00E9"] = "one", ["cafe\u0301"] = "two", ["CAF\u00C9"] = "three" });

        answered.Answers.Should().HaveCount(3);
        (await Stored(john)).Answers["cafe\u0301"].Should().Be("two");
    }
}
