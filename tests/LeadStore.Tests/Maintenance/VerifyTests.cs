using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Maintenance;

public sealed class VerifyTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_store_that_has_seen_every_verb_is_sound_and_every_row_of_it_has_its_checksum()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        new EveryVerb(store).Call();

        VerificationReport report = store.Maintenance.Verify();

        report.IsSound.Should().BeTrue(string.Join("; ", report.Errors) + string.Join("; ", report.DamagedRows));
        report.UnverifiableRowCount.Should().Be(0);
        report.Duration.Should().BePositive();
    }

    [Fact]
    public void A_file_that_says_less_of_its_checksums_than_it_should_is_not_sound()
    {
        MakeStore();
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.Maintenance.Verify().IsSound.Should().BeTrue();
        Raw.Execute(_directory.Database, "DELETE FROM checksummed WHERE table_name = 'messages'");
        VerificationReport report = store.Maintenance.Verify();
        report.Errors.Should().ContainSingle().Which.Should().Contain("checksummed");
        report.IsSound.Should().BeFalse();
    }

    [Fact]
    public void A_store_in_memory_is_verified_too()
    {
        using LeadDatabase store = LeadDatabase.OpenInMemory();
        store.CreateLead(new NewLead { Phone = "+447809505864", Name = "Somebody" });
        store.Maintenance.Verify().Should().Match<VerificationReport>(r => r.IsSound && r.UnverifiableRowCount == 0);
    }

    [Theory]
    [InlineData("leads", "name")]
    [InlineData("leads", "answers")]
    [InlineData("leads", "progress")]
    [InlineData("leads", "version")]
    [InlineData("lead_activity", "last_customer_message_at")]
    [InlineData("lead_activity", "archived")]
    [InlineData("messages", "id")]
    [InlineData("messages", "content")]
    [InlineData("messages", "sender")]
    [InlineData("qualifications", "answers")]
    [InlineData("reminders", "due_at")]
    [InlineData("settings", "value")]
    [InlineData("lead_sources", "display_name")]
    [InlineData("lead_once", "done_at")]
    public void A_value_that_changed_without_anybody_writing_it_is_found(string table, string column)
    {
        MakeStore();
        long before = CountErrors(out _);
        Damage(table, column);

        CountErrors(out VerificationReport report).Should().BeGreaterThan(before);
        report.IsSound.Should().BeFalse();
        report.ToString().Should().NotContainAny("Somebody", "Hello", "budget");
    }

    [Fact]
    public void A_damaged_row_that_is_changed_later_stays_known_as_damaged()
    {
        MakeStore();
        Damage("leads", "name");
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.UpdateLead(1, lead => lead with { Progress = 77 });

        store.Maintenance.Verify().DamagedRows.Should().Equal(new DamagedRow("leads", "id 1"));
    }

    [Fact]
    public void What_another_program_writes_is_no_damage_and_is_counted()
    {
        MakeStore();
        Raw.Execute(_directory.Database, "UPDATE leads SET name = 'Another' WHERE id = 1");
        Raw.Execute(_directory.Database, "INSERT INTO messages (lead_id, sender, content, sent_at) VALUES (1, 'agent', 'by hand', 1)");
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);

        store.Maintenance.Verify().Should().Match<VerificationReport>(r => r.IsSound && r.UnverifiableRowCount == 2);

        store.UpdateLead(1, lead => lead with { Progress = 77 });
        store.Maintenance.Verify().Should().Match<VerificationReport>(r => r.IsSound && r.UnverifiableRowCount == 1, "the store wrote the lead again");
    }

    [Fact]
    public void A_message_that_another_program_has_added_contradicts_nothing_and_one_that_it_has_deleted_stops_no_backup()
    {
        MakeStore();
        Raw.Execute(_directory.Database, "INSERT INTO messages (lead_id, sender, content, sent_at) VALUES (1, 'customer', 'by hand', 9000000000000000)");
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.Maintenance.Verify().Should().Match<VerificationReport>(r => r.IsSound && r.UnverifiableRowCount == 1);

        Raw.Execute(_directory.Database, "DELETE FROM messages");
        store.Maintenance.Verify().DamagedRows.Should().Equal(new DamagedRow("leads", "id 1"));
        store.Maintenance.Backup(_directory.File("backup.db")).Rows["messages"].Should().Be(0);
    }

    [Fact]
    public void A_write_by_another_program_that_changes_nothing_leaves_the_checksum()
    {
        MakeStore();
        Raw.Execute(_directory.Database, "UPDATE leads SET name = name, progress = progress");
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.Maintenance.Verify().Should().Match<VerificationReport>(r => r.IsSound && r.UnverifiableRowCount == 0);
    }

    [Fact]
    public void Rows_that_were_there_before_checksums_were_get_theirs_with_the_migration()
    {
        using (SqliteConnection file = new($"Data Source={_directory.Database};Pooling=False"))
        {
            file.Open();
            file.Execute(Migrations.MigrationScript.All[0].UpSql!);
            file.Execute("PRAGMA application_id = 0x4C445354");
            file.Execute("CREATE TABLE schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT");
            file.Execute($"INSERT INTO schema_migrations VALUES (1, '0001_leads', '{Migrations.MigrationScript.All[0].Checksum}', 0)");
            file.Execute("INSERT INTO lead_sources (name, display_name, created_at) VALUES ('web', 'Web', 1)");
            file.Execute("INSERT INTO leads (uid, phone, source, status, progress, created_at, last_contact_at) VALUES (randomblob(16), 447809505864, 'web', 'new', 0, 1, 1)");
            file.Execute("INSERT INTO messages (lead_id, sender, content, sent_at) VALUES (1, 'agent', 'Hello', 1)");
        }

        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.GetConversationHistory(1).Should().ContainSingle();
        store.Maintenance.Verify().Should().Match<VerificationReport>(r => r.IsSound && r.UnverifiableRowCount == 0);
    }

    [Fact]
    public void A_page_that_cannot_be_read_is_an_error_and_the_other_tables_are_verified_all_the_same()
    {
        MakeStore();
        Damage("settings", "value");
        long root = Convert.ToInt64(Raw.Scalar(_directory.Database, "SELECT rootpage FROM sqlite_schema WHERE name = 'messages'"), System.Globalization.CultureInfo.InvariantCulture);
        using (FileStream file = File.OpenWrite(_directory.Database))
        {
            file.Position = (root - 1) * 4096;
            file.Write(new byte[16]);
        }

        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        VerificationReport report = store.Maintenance.Verify();
        report.Errors.Should().NotBeEmpty();
        report.DamagedRows.Should().Contain(row => row.Table == "settings");
    }

    private void MakeStore()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        Lead lead = store.CreateLead(new NewLead { Phone = "+447809505864", Name = "Somebody", Source = "web" });
        store.CreateMessage(lead.Id, MessageSender.Customer, "Hello");
        store.SetAnswer(lead.Id, "budget", "plenty");
        store.QualifyLead(lead.Id);
        store.TryOnce(lead.Id, "welcome");
        store.Settings.Set(Setting.Text("greeting", ""), "Hello");
    }

    private void Damage(string table, string column) => FailingDisk.Damage(_directory.Database, table, column);

    private long CountErrors(out VerificationReport report)
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        report = store.Maintenance.Verify();
        return report.Errors.Count + report.DamagedRowCount;
    }
}
