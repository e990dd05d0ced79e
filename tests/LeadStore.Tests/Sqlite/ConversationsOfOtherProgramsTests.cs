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
