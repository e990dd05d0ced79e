using System.Data.Common;
using LeadStore.Sqlite;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LeadStore.Tests.Sqlite;

public sealed class ConnectionTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(Durability.Full, "2")]
    [InlineData(Durability.Normal, "1")]
    public void Every_pragma_that_the_store_relies_on_is_in_force_on_the_writer_and_the_readers(Durability durability, string synchronous)
    {
        using LeadDatabase store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, Durability = durability });
        Dictionary<string, string> expected = new()
        {
            ["foreign_keys"] = "1",
            ["synchronous"] = synchronous,
            ["wal_autocheckpoint"] = "0",
            ["mmap_size"] = "0",

            // The connections wait in their own way, which SQLite does not know as a number.
            ["busy_timeout"] = "0",
            ["journal_mode"] = "wal",
            ["trusted_schema"] = "0",
            ["cell_size_check"] = "1",
            ["temp_store"] = "2",
            ["locking_mode"] = "normal",
            ["query_only"] = "0",
        };
        Pragmas(Inside.Writer(store), expected.Keys).Should().Equal(expected);
        expected["query_only"] = "1";
        Inside.OnReader(store, session => Pragmas(session, expected.Keys)).Should().Equal(expected);
    }

    [Fact]
    public void The_file_says_that_it_is_ours_and_of_which_schema()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        Dictionary<string, string> values = Pragmas(Inside.Writer(store), ["application_id", "user_version", "encoding"]);
        values["application_id"].Should().Be(((int)0x4C445354).ToString(System.Globalization.CultureInfo.InvariantCulture));
        values["user_version"].Should().Be(Migrations.MigrationScript.Newest.ToString(System.Globalization.CultureInfo.InvariantCulture));
        values["encoding"].Should().Be("UTF-8");
    }

    [Fact]
    public void A_store_in_memory_enforces_foreign_keys_too()
    {
        using LeadDatabase store = LeadDatabase.OpenInMemory();
        Pragmas(Inside.Writer(store), ["foreign_keys", "journal_mode", "trusted_schema"]).Values.Should().Equal("1", "memory", "0");
    }

    [Fact]
    public void A_reader_cannot_write()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        Inside.OnReader(store, session => session.Invoking(s => s.RunScript("DELETE FROM leads")).Should().Throw<LeadStoreException>().Which.Kind)
            .Should().Be(LeadStoreErrorKind.ReadOnly);
        store.GetAllLeads().Should().BeEmpty();
    }

    [Theory]
    [InlineData(3007000, true)]
    [InlineData(3040001, true)]
    [InlineData(3044005, true)]
    [InlineData(3044006, false)]
    [InlineData(3044999, false)]
    [InlineData(3045000, true)]
    [InlineData(3050004, true)]
    [InlineData(3050006, true)]
    [InlineData(3050007, false)]
    [InlineData(3050999, false)]
    [InlineData(3051000, true)]
    [InlineData(3051002, true)]
    [InlineData(3051003, false)]
    [InlineData(3051999, false)]
    [InlineData(3052000, true)]
    [InlineData(3053000, false)]
    [InlineData(3054001, false)]
    [InlineData(4000000, false)]
    public void The_WAL_reset_bug_is_known_by_the_version(int version, bool hasBug) => NativeSqlite.HasWalResetBug(version).Should().Be(hasBug);

    [Fact]
    public void The_native_library_is_no_older_than_the_one_that_was_tested() =>
        NativeSqlite.VersionNumber.Should().BeGreaterThanOrEqualTo(3050004, "an older package has crept in; see Directory.Packages.props");

    [Fact]
    public void The_connection_for_reports_reads_the_views_as_people_write_numbers_and_times()
    {
        DateTimeOffset time = new(2026, 3, 29, 1, 30, 5, 123, TimeSpan.Zero);
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        Lead lead = store.CreateLead(new NewLead { Phone = "+447809505864", CreatedAt = time, QualifiedAt = time.AddDays(1) });
        store.CreateMessage(lead.Id, MessageSender.Customer, "Hi", time.AddYears(1));
        using DbConnection reports = store.OpenReadOnlyConnection();
        reports.Scalar("SELECT phone FROM leads_readable").Should().Be("+447809505864");
        reports.Scalar("SELECT created_at FROM leads_readable").Should().Be("2026-03-29T01:30:05.123Z");
        reports.Scalar("SELECT qualified_at FROM leads_readable").Should().Be("2026-03-30T01:30:05.123Z");
        reports.Scalar("SELECT archived_at FROM leads_readable").Should().Be(DBNull.Value);
        reports.Scalar("SELECT last_contact_at FROM leads_readable").Should().Be("2027-03-29T01:30:05.123Z");
        reports.Scalar("SELECT phone || ' ' || sent_at || ' ' || sender FROM messages_readable").Should().Be("+447809505864 2027-03-29T01:30:05.123Z customer");
        store.ArchiveLead(lead.Id);
        reports.Number("SELECT archived FROM leads_readable").Should().Be(1, "it sees what was committed after it was opened");
    }

    [Fact]
    public void The_connection_for_reports_cannot_write_or_be_made_to()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        using DbConnection reports = store.OpenReadOnlyConnection();
        foreach (string sql in (string[])["DELETE FROM leads", "PRAGMA query_only=OFF; DELETE FROM leads", "CREATE TABLE x (id)", "PRAGMA user_version=9"])
        {
            reports.Invoking(c => c.Execute(sql)).Should().Throw<SqliteException>(sql);
        }

        store.GetAllLeads().Should().HaveCount(1);
    }

    [Fact]
    public void The_connection_for_reports_outlives_the_store_and_leaves_the_file_whole()
    {
        LeadDatabase store = LeadDatabase.Open(_directory.Database);
        using (DbConnection reports = store.OpenReadOnlyConnection())
        {
            store.CreateLead(new NewLead { Phone = "+447809505864" });
            store.Dispose();
            reports.Number("SELECT count(*) FROM leads").Should().Be(1);
        }

        using LeadDatabase again = LeadDatabase.Open(_directory.Database);
        again.GetAllLeads().Should().HaveCount(1);
    }

    [Fact]
    public void A_connection_that_cannot_be_opened_is_an_error_of_the_store()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        File.Move(_directory.Database, _directory.File("moved.db"));
        store.Invoking(s => s.OpenReadOnlyConnection()).Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.FileReplaced);

        // A second reader, while the first is in use.
        Inside.OnReader(store, _ => Inside.Engine(store).Invoking(e => e.Read((session, id) => session.First(Leads.LeadSql.ById, [id]), 1L, "Nested"))
            .Should().Throw<LeadStoreException>().Which.Kind).Should().Be(LeadStoreErrorKind.FileReplaced);
        File.Move(_directory.File("moved.db"), _directory.Database);
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        store.GetAllLeads().Should().HaveCount(1);
        using DbConnection reports = store.OpenReadOnlyConnection();
        reports.Number("SELECT count(*) FROM leads").Should().Be(1);
    }

    private static Dictionary<string, string> Pragmas(SqliteSession session, IEnumerable<string> names)
    {
        Dictionary<string, string> values = [];
        foreach (string name in names)
        {
            raw.sqlite3_prepare_v2(session.Handle, $"PRAGMA {name}", out sqlite3_stmt statement).Should().Be(raw.SQLITE_OK);
            using (statement)
            {
                raw.sqlite3_step(statement).Should().Be(raw.SQLITE_ROW, name);
                values[name] = raw.sqlite3_column_text(statement, 0).utf8_to_string();
            }
        }

        return values;
    }
}
