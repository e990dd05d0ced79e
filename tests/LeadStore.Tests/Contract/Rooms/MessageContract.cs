namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Messages: what is stored, in which order they come back, and page by page.</summary>
public abstract class MessageContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    [Theory]
    [InlineData(MessageSender.Customer)]
    [InlineData(MessageSender.Assistant)]
    [InlineData(MessageSender.Agent)]
    [InlineData(MessageSender.System)]
    public async Task A_message_comes_back_as_it_was_stored(MessageSender sender)
    {
        Lead john = await Add();
        Clock.Advance(TimeSpan.FromMinutes(1));

        Message message = await Store.CreateMessageAsync(john.Id, sender, "Hello");

        message.Id.Should().BePositive();
        message.Should().Be(new Message { Id = message.Id, LeadId = john.Id, Sender = sender, Content = "Hello", SentAt = Now });
        (await Store.GetConversationHistoryAsync(john.Id)).Should().Equal(message);
    }

    [Fact]
    public async Task A_message_moves_the_last_contact_and_only_the_customers_his_own_and_neither_is_a_new_version()
    {
        Lead john = await Add();
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Write(john, "Hello", MessageSender.Assistant);
        Lead afterAssistant = await Stored(john);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Write(john, "Hi");

        afterAssistant.Should().Be(john with { LastContactAt = StoreFixture.Start.AddMinutes(1) });
        (await Stored(john)).Should().Be(john with { LastContactAt = Now, LastCustomerMessageAt = Now });
    }

    [Fact]
    public async Task A_message_from_before_does_not_move_the_last_contact_back()
    {
        Lead john = await Add();
        await Write(john, "now");
        Lead before = await Stored(john);

        await Write(john, "yesterday", at: Now.AddDays(-1));

        (await Stored(john)).Should().Be(before);
    }

    [Fact]
    public async Task A_conversation_is_read_oldest_first_whenever_its_messages_were_stored()
    {
        Lead john = await Add();
        await Write(john, "third", at: Now.AddMinutes(3));
        await Write(john, "first", at: Now.AddMinutes(-1));
        await Write(john, "second", at: new DateTimeOffset(2026, 3, 2, 4, 0, 0, TimeSpan.FromHours(-5)));

        IReadOnlyList<Message> history = await Store.GetConversationHistoryAsync(john.Id);

        history.Select(message => message.Content).Should().Equal("first", "second", "third");
        history.Should().OnlyContain(message => message.SentAt.Offset == TimeSpan.Zero);
    }

    [Fact]
    public async Task Messages_of_the_same_time_stay_in_the_order_in_which_they_were_stored()
    {
        Lead john = await Add();
        for (int i = 0; i < 20; i++)
        {
            await Write(john, $"{i}");
        }

        IReadOnlyList<Message> history = await Store.GetConversationHistoryAsync(john.Id);

        history.Select(message => message.Content).Should().Equal(Enumerable.Range(0, 20).Select(i => $"{i}"));
        history.Select(message => message.Id).Should().BeInAscendingOrder();
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "d")]
    [InlineData(3, "bcd")]
    [InlineData(4, "abcd")]
    [InlineData(int.MaxValue, "abcd")]
    public async Task The_last_so_many_messages_are_the_newest_oldest_first(int last, string expected)
    {
        Lead john = await Add();
        await Write(john, "c");
        await Write(john, "a", at: Now.AddMinutes(-2));
        await Write(john, "d");
        await Write(john, "b", at: Now.AddMinutes(-1));

        IReadOnlyList<Message> newest = await Store.GetConversationHistoryAsync(john.Id, last);

        string.Concat(newest.Select(message => message.Content)).Should().Be(expected);
    }

    [Fact]
    public async Task A_negative_number_of_messages_is_refused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.GetConversationHistoryAsync(1, -1));

    [Fact]
    public async Task A_lead_that_is_not_there_has_no_messages()
    {
        (await Store.GetConversationHistoryAsync(99)).Should().BeEmpty();
        (await Store.GetConversationHistoryAsync(99, 5)).Should().BeEmpty();
        (await Store.ListMessagesAsync(99)).Should().BeEquivalentTo(new MessagePage([], null));
    }

    [Fact]
    public async Task A_message_to_a_lead_that_is_not_there_is_refused()
    {
        LeadNotFoundException refused = await ThrowsAndStoresNothing<LeadNotFoundException>(
            async () => await Store.CreateMessageAsync(99, MessageSender.Customer, "Hello"));

        refused.LeadId.Should().Be(99);
        refused.Operation.Should().Be(nameof(LeadDatabase.CreateMessage));
    }

    [Fact]
    public async Task Conversations_do_not_mix()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));
        await Write(john, "from John");
        await Write(jane, "from Jane");

        (await Store.GetConversationHistoryAsync(john.Id)).Should().ContainSingle().Which.Content.Should().Be("from John");
        (await Store.ListMessagesAsync(jane.Id)).Items.Should().ContainSingle().Which.Content.Should().Be("from Jane");
    }

    [Fact]
    public async Task No_message_is_lost_among_many_at_once()
    {
        Lead john = await Add();

        IReadOnlyList<Message> written = await AtOnce(32, async number => await Write(john, $"{number}"));

        (await Store.GetConversationHistoryAsync(john.Id)).Should().BeEquivalentTo(written);
        written.Select(message => message.Id).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Pages_of_any_size_together_are_the_conversation(int pageSize)
    {
        Lead john = await Add();
        foreach (int minute in (int[])[0, 5, 5, 5, 3, 3])
        {
            await Write(john, "text", at: Now.AddMinutes(minute));
        }

        IReadOnlyList<Message> paged = await ReadPages(john.Id, pageSize);

        paged.Should().Equal(await Store.GetConversationHistoryAsync(john.Id));
    }

    [Fact]
    public async Task A_message_that_is_stored_while_pages_are_read_shows_up_if_it_is_newer_and_moves_nothing()
    {
        Lead john = await Add();
        Message first = await Write(john, "first");
        Message second = await Write(john, "second");
        MessagePage page = await Store.ListMessagesAsync(john.Id, null, 1);
        await Write(john, "older", at: Now.AddDays(-1));
        Message newer = await Write(john, "newer");

        MessagePage rest = await Store.ListMessagesAsync(john.Id, page.NextCursor);

        page.Items.Should().Equal(first);
        rest.Items.Should().Equal(second, newer);
        rest.NextCursor.Should().BeNull();
    }

    private async Task<IReadOnlyList<Message>> ReadPages(long leadId, int pageSize)
    {
        List<Message> all = [];
        string? cursor = null;
        do
        {
            MessagePage page = await Store.ListMessagesAsync(leadId, cursor, pageSize);
            page.Items.Count.Should().BeInRange(1, pageSize);
            all.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return all;
    }
}
