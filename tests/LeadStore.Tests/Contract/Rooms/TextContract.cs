namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Texts come back exactly as they went in.</summary>
public abstract class TextContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static readonly Dictionary<string, string> TextByKind = new()
    {
        ["emoji"] = "\U0001F3E0\U0001F469\u200D\U0001F469\u200D\U0001F467\U0001F1EC\U0001F1E7",
        ["right to left"] = "\u200F\u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627",
        ["combining marks"] = "e\u0301 is not \u00E9; \u1112\u1161\u11AB is not \uD55C",
        ["line ends"] = "one\r\ntwo\nthree\rfour\u2028five\n",
        ["blanks around"] = " \t leading and trailing \u00A0 ",
        ["quotes"] = "it's \"quoted\" \\ back`tick; -- DROP TABLE leads; $1 ?1 {\"a\":1} <b>&amp;</b>",
        ["controls"] = "\u0001\u001B[31m\u007F\u0085\uFEFF\uFFFE\uFFFF",
        ["just over the buffer on the stack"] = string.Concat(Enumerable.Repeat("\u20AC", 201)),
        ["long"] = string.Concat(Enumerable.Repeat("0123456789\U0001F600", 5_000)),
        ["edges of the planes"] = "\uD7FF\uE000\U00010000\U0010FFFF",
    };

    // By kind, because a test's name cannot hold every character.
    public static TheoryData<string> Kinds => [.. TextByKind.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_message_comes_back_as_it_was_written(string kind)
    {
        string text = TextByKind[kind];
        Lead john = await Add();

        Message created = await Write(john, text);
        InboundResult ingested = await Store.IngestInboundAsync(new InboundMessage { From = John, Body = text });

        created.Content.Should().Be(text, kind);
        ingested.Message.Content.Should().Be(text, kind);
        (await Store.GetConversationHistoryAsync(john.Id)).Should().Equal(created, ingested.Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Answers_settings_and_keys_come_back_as_they_were_given(string kind)
    {
        string text = TextByKind[kind];
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
    [MemberData(nameof(Kinds))]
    public async Task Names_and_reasons_come_back_without_the_blanks_around_them(string kind)
    {
        string text = TextByKind[kind];
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
