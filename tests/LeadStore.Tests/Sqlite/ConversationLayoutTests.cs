using LeadStore.Migrations;
using LeadStore.Sqlite;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Sqlite;

/// <summary>Where messages lie in the file, and what keeps them there whoever writes.</summary>
public sealed class ConversationLayoutTests : IDisposable
{
    private const long IdsPerLead = 1L << 24;

    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _store;
    private readonly Lead _john;
    private readonly Lead _mary;

    public ConversationLayoutTests()
    {
        _store = LeadDatabase.Open(_directory.Database);
        _john = _store.CreateLead(new NewLead { Phone = "+447809505864" });
        _mary = _store.CreateLead(new NewLead { Phone = "+447809505865" });
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void The_id_of_a_message_begins_with_its_lead_and_counts_within_it()
    {
        Write(_john, "a").Id.Should().Be((_john.Id * IdsPerLead) + 1);
        Write(_mary, "b").Id.Should().Be((_mary.Id * IdsPerLead) + 1);
        Write(_john, "c").Id.Should().Be((_john.Id * IdsPerLead) + 2);
    }

    [Fact]
    public void Only_a_conversation_with_a_message_stored_after_a_later_one_is_sorted_when_it_is_read()
    {
        Write(_john, "a");
        Write(_john, "b");
        LateMessages().Should().Be(0);

        _store.CreateMessage(_john.Id, MessageSender.Agent, "yesterday", TimeProvider.System.GetUtcNow().AddDays(-1));

        LateMessages().Should().Be(1);
        Write(_john, "c");
        LateMessages().Should().Be(1);
        Contents(_store.GetConversationHistory(_john.Id)).Should().Equal("yesterday", "a", "b", "c");
        Contents(_store.GetConversationHistory(_john.Id, last: 2)).Should().Equal("b", "c");
        Contents(_store.ListMessages(_john.Id, pageSize: 2).Items).Should().Equal("yesterday", "a");
    }

    [Fact]
    public void A_page_after_one_that_was_read_before_the_late_message_goes_on_where_that_one_ended()
    {
        DateTimeOffset start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        for (int i = 1; i <= 4; i++)
        {
            _store.CreateMessage(_john.Id, MessageSender.Agent, $"{i}", start.AddMinutes(i));
        }

        string? cursor = _store.ListMessages(_john.Id, pageSize: 2).NextCursor;
        _store.CreateMessage(_john.Id, MessageSender.Agent, "3.5", start.AddMinutes(3.5));

        Contents(_store.ListMessages(_john.Id, cursor).Items).Should().Equal("3", "3.5", "4");
    }

    [Fact]
    public void A_lead_of_an_id_that_is_too_large_to_have_messages_has_none_of_another_lead()
    {
        Write(_john, "a");
        foreach (long id in new[] { (1L << 40) + _john.Id, (1L << 60) + _john.Id, -_john.Id, long.MaxValue, long.MinValue })
        {
            _store.GetConversationHistory(id).Should().BeEmpty();
            _store.GetConversationHistory(id, last: 1).Should().BeEmpty();
            _store.ListMessages(id).Items.Should().BeEmpty();
            _store.TryDeleteLead(id).Should().BeNull();
        }

        _store.GetConversationHistory(_john.Id).Should().ContainSingle();
    }

    [Fact]
    public void A_lead_with_as_many_messages_as_ids_is_told_so_and_its_neighbour_gets_none_of_them()
    {
        Write(_john, "a");
        Raw.Execute(_directory.Database, $"UPDATE messages SET id = {(_john.Id * IdsPerLead) + IdsPerLead - 1}");

        _store.Invoking(store => Write(_john, "b")).Should().Throw<LeadStoreException>().Which.Outcome.Should().Be(LeadStoreOutcome.NotApplied);

        Contents(_store.GetConversationHistory(_john.Id)).Should().Equal("a");
        _store.GetConversationHistory(_mary.Id).Should().BeEmpty();
        Write(_mary, "c").Id.Should().Be((_mary.Id * IdsPerLead) + 1);
    }

    [Fact]
    public void A_message_of_another_program_that_knows_nothing_of_the_ids_finds_its_place()
    {
        Write(_john, "a");
        Write(_mary, "b");

        Raw.Execute(_directory.Database, $"INSERT INTO messages (lead_id, sender, content, sent_at) VALUES ({_john.Id}, 'agent', 'by hand', 1)");

        Contents(_store.GetConversationHistory(_john.Id)).Should().Equal("by hand", "a");
        Contents(_store.GetConversationHistory(_john.Id, last: 1)).Should().Equal("a");
        Contents(_store.GetConversationHistory(_mary.Id)).Should().Equal("b");
        Write(_john, "c");
        Contents(_store.GetConversationHistory(_john.Id)).Should().Equal("by hand", "a", "c");
        _store.Maintenance.Verify().IsSound.Should().BeTrue();
    }

    [Fact]
    public void A_lead_of_another_program_is_in_the_lists_and_its_archive()
    {
        Raw.Execute(
            _directory.Database,
            """
            INSERT INTO leads (id, uid, phone, source, status, progress, created_at)
            SELECT 77, randomblob(16), 447809505999, source, 'new', 0, created_at + 1 FROM leads WHERE id = 1
            """);
        _store.GetLeadByPhone("+447809505999")!.Id.Should().Be(77);
        _store.GetAllLeads().Select(lead => lead.Id).Should().Contain(77);

        Raw.Execute(_directory.Database, "UPDATE leads SET archived_at = 1 WHERE id = 77");
        _store.GetAllLeads().Select(lead => lead.Id).Should().NotContain(77);
        _store.GetAllLeads(includeArchived: true).Select(lead => lead.Id).Should().Contain(77);
    }

    [Fact]
    public void Another_program_cannot_store_a_message_without_a_lead_or_move_one_to_where_it_is_not_found_and_takes_the_messages_with_the_lead()
    {
        Write(_john, "a");
        Write(_mary, "b");
        using SqliteConnection file = Raw.Open(_directory.Database);
        file.Invoking(db => db.Execute("INSERT INTO messages (lead_id, sender, content, sent_at) VALUES (99, 'agent', 'x', 1)"))
            .Should().Throw<SqliteException>();
        file.Invoking(db => db.Execute($"UPDATE messages SET lead_id = {_mary.Id}")).Should().Throw<SqliteException>();
        file.Invoking(db => db.Execute("INSERT INTO leads (id, uid, source, status, progress, created_at) SELECT 549755813888, randomblob(16), source, 'new', 0, 1 FROM leads"))
            .Should().Throw<SqliteException>();

        file.Execute($"DELETE FROM leads WHERE id = {_john.Id}");

        file.Number("SELECT count(*) FROM messages").Should().Be(1);
        file.Number("SELECT count(*) FROM lead_activity").Should().Be(1);
        _store.Maintenance.CheckIntegrity().IsSound.Should().BeTrue();
        Contents(_store.GetConversationHistory(_mary.Id)).Should().Equal("b");
    }

    [Fact]
    public void A_file_whose_messages_lay_in_the_order_of_their_arrival_keeps_its_conversations_and_its_lists()
    {
        string path = _directory.File("older.db");
        MakeVersion2(path);

        using LeadDatabase store = LeadDatabase.Open(path);

        Contents(store.GetConversationHistory(1)).Should().Equal("john 0", "john 1", "john 2");
        Contents(store.GetConversationHistory(2)).Should().Equal("mary 0", "mary 1", "mary 2");
        store.GetAllLeads().Select(lead => lead.Id).Should().Equal(2, 1);
        store.GetAllLeads(includeArchived: true).Select(lead => lead.Id).Should().Equal(3, 2, 1);
        Lead mary = store.GetRequiredLead(2);
        (mary.LastContactAt, mary.LastCustomerMessageAt).Should().Be((DateTimeOffset.UnixEpoch.AddSeconds(20), DateTimeOffset.UnixEpoch.AddSeconds(12)));
        store.IngestInbound(new InboundMessage { From = "+447809505865", Body = "again", Channel = Channel.Sms, SourceId = "SM1" }).IsDuplicate.Should().BeTrue();
        store.Maintenance.Verify().Should().Match<VerificationReport>(report => report.IsSound && report.UnverifiableRowCount == 0);
        store.CreateMessage(1, MessageSender.Agent, "john 3");
        Contents(store.GetConversationHistory(1)).Should().HaveCount(4);
    }

    private static void MakeVersion2(string path)
    {
        using SqliteConnection file = Raw.Open(path);
        RowChecksums.Register(file.Handle!);
        file.Execute("PRAGMA application_id = 0x4C445354");
        file.Execute("CREATE TABLE schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT");
        file.Execute(MigrationScript.All[0].UpSql!);
        file.Execute("INSERT INTO lead_sources (name, display_name, created_at) VALUES ('web', 'Web', 1)");
        file.Execute(
            """
            INSERT INTO leads (uid, phone, source, status, progress, created_at, last_contact_at, last_customer_message_at, archived_at) VALUES
                (randomblob(16), 447809505864, 'web', 'new', 0, 1, 10000000, 2000000, NULL),
                (randomblob(16), 447809505865, 'web', 'new', 0, 1, 20000000, 12000000, NULL),
                (randomblob(16), 447809505866, 'web', 'new', 0, 1, 30000000, NULL, 30000000)
            """);
        file.Execute(
            """
            INSERT INTO messages (lead_id, sender, content, sent_at, channel, source_id) VALUES
                (1, 'customer', 'john 2', 2000000, NULL, NULL), (2, 'customer', 'mary 0', 10000000, NULL, NULL),
                (2, 'customer', 'mary 2', 12000000, 'sms', 'SM1'), (1, 'agent', 'john 0', 0, NULL, NULL),
                (2, 'agent', 'mary 1', 11000000, NULL, NULL), (1, 'agent', 'john 1', 1000000, NULL, NULL)
            """);
        file.Execute(MigrationScript.All[1].UpSql!);
        foreach (Migration script in MigrationScript.All.Take(2))
        {
            file.Execute($"INSERT INTO schema_migrations VALUES ({script.Number}, '{script}', '{script.Checksum}', 0)");
        }
    }

    private Message Write(Lead lead, string content) => _store.CreateMessage(lead.Id, MessageSender.Agent, content);

    private long LateMessages() => (long)Raw.Scalar(_directory.Database, "SELECT count(*) FROM messages WHERE out_of_order IS NOT NULL")!;

    private static IEnumerable<string> Contents(IEnumerable<Message> messages) => messages.Select(message => message.Content);
}
