using System.Globalization;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Sqlite;

/// <summary>What another program does to messages never leaves a conversation that is told in another order than that of its times.</summary>
public sealed class ConversationsOfOtherProgramsTests : IDisposable
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("DELETE FROM messages WHERE content = 'at 5'")]
    [InlineData("DELETE FROM messages WHERE content = 'at 5'; DELETE FROM messages WHERE content = 'at 7'")]
    [InlineData("UPDATE messages SET out_of_order = NULL; UPDATE messages SET id = id + 10 WHERE content = 'at 10'")]
    [InlineData(
        """
        DELETE FROM messages WHERE content <> 'at 10';
        INSERT INTO messages (id, lead_id, sender, content, sent_at) SELECT id + 8, 1, 'agent', 'at 12', sent_at + 120000000 FROM messages;
        INSERT INTO messages (id, lead_id, sender, content, sent_at) SELECT id - 4, 1, 'agent', 'at 13', sent_at + 60000000
        FROM messages WHERE content = 'at 12';
        """)]
    public void A_part_of_a_conversation_is_in_the_order_of_its_times(string sql)
    {
        using LeadDatabase store = Filled(10, 5, 7, 9);
        Raw.Execute(_directory.Database, sql);
        store.GetConversationHistory(1, 10).Select(message => message.SentAt).Should().BeInAscendingOrder();
        store.GetConversationHistory(1, 10).Should().Equal(store.GetConversationHistory(1));
    }

    [Fact]
    public void A_lead_that_is_deleted_without_foreign_keys_can_get_no_message_any_more()
    {
        using LeadDatabase store = Filled(10);
        using SqliteConnection other = Raw.Open(_directory.Database);
        other.Execute("PRAGMA foreign_keys=OFF; DELETE FROM leads WHERE id = 1");
        other.Number("SELECT count(*) FROM lead_activity").Should().Be(0);
        Action say = () => other.Execute("INSERT INTO messages (lead_id, sender, content, sent_at) VALUES (1, 'agent', 'x', 0)");
        say.Should().Throw<SqliteException>().WithMessage("*a message needs its lead*");
    }

    [Fact]
    public void A_message_cannot_be_given_to_a_lead_that_is_not_there()
    {
        using LeadDatabase store = Filled(10);
        Action give = () => Raw.Execute(_directory.Database, "UPDATE messages SET lead_id = 77, id = (77 << 24) + 1");
        give.Should().Throw<SqliteException>().WithMessage("*a message needs its lead*");
        store.GetConversationHistory(1).Should().ContainSingle();
    }

    [Fact]
    public void The_library_and_another_program_mark_the_same_messages_as_stored_late()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), out int given) ? given : Random.Shared.Next();
        Random random = new(seed);
        int[] minutes = [.. Enumerable.Range(0, 200).Select(_ => random.Next(60))];
        using LeadDatabase store = Filled(minutes);
        store.CreateLead(new NewLead { Phone = "+447809505865" });
        string copy = string.Join("; ", minutes.Select((_, i) => $"""
            INSERT INTO messages (id, lead_id, sender, content, sent_at)
            SELECT (2 << 24) + {i + 1}, 2, sender, content, sent_at FROM messages WHERE id = (1 << 24) + {i + 1}
            """));
        Raw.Execute(_directory.Database, copy);

        Raw.Scalar(_directory.Database, Late(1)).Should().Be(Raw.Scalar(_directory.Database, Late(2)), "SEED={0}", seed);

        static string Late(int lead) =>
            $"SELECT group_concat(id & 16777215) FROM (SELECT id FROM messages WHERE lead_id = {lead} AND out_of_order IS NOT NULL ORDER BY id)";
    }

    [Fact]
    public void A_message_that_comes_with_a_checksum_is_not_stored_among_those_of_another_lead()
    {
        using LeadDatabase store = Filled(10);
        store.CreateLead(new NewLead { Phone = "+447809505865" });
        Action insert = () => Raw.Execute(
            _directory.Database,
            "INSERT INTO messages (id, lead_id, sender, content, sent_at, checksum) VALUES ((2 << 24) + 1, 1, 'agent', 'x', 0, 7)");
        insert.Should().Throw<SqliteException>().WithMessage("*the id of a message must be*");
    }

    [Fact]
    public void The_number_of_messages_of_a_lead_has_an_end_that_is_told()
    {
        using LeadDatabase store = Filled(10);
        Raw.Execute(_directory.Database, "UPDATE messages SET id = (1 << 24) + 16777215");
        Action say = () => store.CreateMessage(1, MessageSender.Agent, "one more");
        say.Should().Throw<LeadStoreException>().Which.Message.Should().NotContain("one more");
        store.GetConversationHistory(1).Should().ContainSingle();
    }

    private LeadDatabase Filled(params int[] minutes)
    {
        LeadDatabase store = LeadDatabase.Open(_directory.Database);
        Lead lead = store.CreateLead(new NewLead { Phone = "+447809505864" });
        foreach (int minute in minutes)
        {
            store.CreateMessage(
                lead.Id, MessageSender.Customer, string.Create(CultureInfo.InvariantCulture, $"at {minute}"), Morning.AddMinutes(minute));
        }

        return store;
    }
}
