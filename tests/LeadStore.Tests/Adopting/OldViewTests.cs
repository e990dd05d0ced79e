using System.Data.Common;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Adopting;

/// <summary>Programs that have not changed over yet find their tables, with what the store holds now.</summary>
public sealed class OldViewTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _db;

    public OldViewTests()
    {
        Foreign.Make(_directory.Database, Foreign.Grown, Foreign.LeadQualificationRows.Replace(
            "INSERT INTO leads VALUES",
            "INSERT INTO leads (id, phone, name, email, source, status, progress, qualified, archived, answers, qualifiedDate, createdAt, lastContact) VALUES",
            StringComparison.Ordinal));
        Raw.Execute(_directory.Database, "UPDATE leads SET returning_customer = 1, reminder_1hr_sent = 1 WHERE id = 1");
        LeadDatabase.Adopt(Foreign.Options(_directory.Database));
        _db = LeadDatabase.Open(Foreign.Options(_directory.Database));
    }

    public void Dispose()
    {
        _db.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_statements_of_the_old_application_find_what_they_found(bool byScript)
    {
        using DbConnection old = byScript ? ByScript(ImportLayouts.LeadQualificationGrown) : _db.OpenForOldReaders(ImportLayouts.LeadQualificationGrown);

        Row(old, "SELECT * FROM leads WHERE phone = '+447809505864'").Should().Equal(
            1L, "+447809505864", "John Smith", "john@example.com", "inbound_sms", "qualified", 100L, 1L, 0L,
            """{"question_1":"Double stable","question_4":"SW1A 1AA"}""", "2025-09-30T10:05:00.000Z", "2025-09-30 10:00:00", "2025-09-30 10:06:00",
            0L, 0L, 1L, 1L, "2025-09-30T10:05:00.000Z", null, "2025-09-30T10:06:00.000Z", 1L, 0L, 0L);
        old.Scalar("SELECT name FROM leads WHERE id = 2").Should().Be("Ann");
        old.Number("SELECT count(*) FROM leads WHERE archived = 0 ORDER BY lastContact DESC").Should().Be(2);
        old.Scalar("SELECT group_concat(sender || ':' || content, '|') FROM (SELECT * FROM messages WHERE leadId = 1 ORDER BY timestamp ASC)")
            .Should().Be("customer:Hello, I need help|assistant:Single or double stable?|customer:Double stable");
        old.Scalar("SELECT value FROM settings WHERE key = 'ai_enabled'").Should().Be("true");
        old.Scalar("SELECT display_name FROM lead_sources WHERE technical_id = 'inbound_sms' AND active = 1").Should().Be("Inbound SMS");
        old.Number("SELECT count(*) FROM messages m JOIN leads l ON m.leadId = l.id").Should().Be(4);
    }

    [Fact]
    public void What_the_store_has_taken_since_is_there_and_nothing_can_be_written()
    {
        using DbConnection old = _db.OpenForOldReaders(ImportLayouts.LeadQualification);
        Lead lead = _db.CreateLead(new NewLead { Phone = "+447700900999", Name = "New" });
        _db.CreateMessage(lead.Id, MessageSender.Customer, "Hello");

        old.Number("SELECT count(*) FROM messages WHERE leadId = (SELECT id FROM leads WHERE phone = '+447700900999')").Should().Be(1);
        foreach (string write in (string[])["UPDATE leads SET name = 'x'", "DELETE FROM main.messages", "CREATE TEMP TABLE t (x)", "DROP VIEW temp.leads"])
        {
            FluentActions.Invoking(() => old.Execute(write)).Should().Throw<SqliteException>(write);
        }
    }

    [Fact]
    public void The_messages_of_a_lead_are_found_without_reading_all_others()
    {
        using DbConnection old = _db.OpenForOldReaders(ImportLayouts.LeadQualification);
        using DbCommand command = old.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN SELECT * FROM messages WHERE leadId = 1 ORDER BY timestamp";
        using DbDataReader reader = command.ExecuteReader();
        List<string> plan = [];
        while (reader.Read())
        {
            plan.Add(reader.GetString(3));
        }

        plan.Should().NotContain(step => step.StartsWith("SCAN", StringComparison.Ordinal));
    }

    [Fact]
    public void The_views_of_every_layout_can_be_read() => ImportLayouts.All.Should().AllSatisfy(layout =>
    {
        using DbConnection old = _db.OpenForOldReaders(layout);
        foreach (string table in layout.Mapping.Tables.Select(table => table.Table))
        {
            old.Execute($"SELECT * FROM \"{table}\"");
        }
    });

    [Fact]
    public void What_the_store_could_not_read_is_shown_as_it_was()
    {
        using TempDirectory directory = new();
        Foreign.Make(directory.Database, Foreign.LeadQualification,
            "INSERT INTO leads (id, phone, email, answers) VALUES (1, 'ask his wife', 'none', 'Double')");
        LeadDatabase.Adopt(Foreign.Options(directory.Database));
        using LeadDatabase db = LeadDatabase.Open(Foreign.Options(directory.Database));

        using DbConnection old = db.OpenForOldReaders(ImportLayouts.LeadQualification);

        Row(old, "SELECT phone, email, answers FROM leads").Should().Equal("ask his wife", "none", "Double");
    }


    private SqliteConnection ByScript(ImportLayout layout)
    {
        SqliteConnection connection = Raw.Open(":memory:");
        connection.Execute(layout.ViewScript(_directory.Database));
        return connection;
    }

    private static List<object?> Row(DbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements of tests are their own.
        command.CommandText = sql;
#pragma warning restore CA2100
        using DbDataReader reader = command.ExecuteReader();
        reader.Read().Should().BeTrue();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? null : reader.GetValue(column))];
    }
}
