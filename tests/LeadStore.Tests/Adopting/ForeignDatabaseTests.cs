using System.Text;
using LeadStore.Importing;
using LeadStore.Maintenance;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Adopting;

/// <summary>The file of another application is read and stays as it is, to the last byte.</summary>
public sealed class ForeignDatabaseTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Tables_columns_and_rows_are_read_and_nothing_changes()
    {
        Foreign.Make(_directory.Database, Foreign.LeadQualification, Foreign.LeadQualificationRows);
        Dictionary<string, string> before = Foreign.Bytes(_directory.Path);

        using (ForeignTables source = ForeignTables.Open([_directory.Database]))
        {
            source.Tables.Select(table => (table.Name, table.Rows)).Should().Equal(("leads", 3), ("messages", 4));
            ImportTable messages = source.Tables[1];
            messages.Columns.Select(column => column.Name).Should().Equal("id", "leadId", "sender", "content", "timestamp");
            messages.Columns.Select(column => column.IsKey).Should().Equal(true, false, false, false, false);
            Foreign.Rows(source, "messages", "timestamp").Select(row => row[3])
                .Should().Equal("Hi", "Hello, I need help", "Single or double stable?", "Double stable");
            Foreign.Bytes(_directory.Path).Should().Equal(before);
        }

        Foreign.Bytes(_directory.Path).Should().Equal(before);
    }

    [Fact]
    public void A_file_in_log_mode_that_was_closed_is_read_without_making_anything_beside_it()
    {
        Foreign.Make(_directory.Database, "PRAGMA journal_mode=WAL;" + Foreign.LeadQualification, Foreign.LeadQualificationRows);
        Dictionary<string, string> before = Foreign.Bytes(_directory.Path);
        before.Keys.Should().Equal("leads.db");

        using (ForeignTables source = ForeignTables.Open([_directory.Database]))
        {
            Foreign.Rows(source, "leads").Should().HaveCount(3);
            Foreign.Bytes(_directory.Path).Should().Equal(before);
        }

        Foreign.Bytes(_directory.Path).Should().Equal(before);
    }

    [Fact]
    public void What_a_crashed_application_left_in_its_log_is_read_and_the_log_stays()
    {
        string live = _directory.File("live.db");
        Foreign.Make(live, Foreign.LeadQualification);
        using (SqliteConnection application = Raw.Open(live))
        {
            application.Execute("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0;");
            application.Execute(Foreign.LeadQualificationRows);
            File.Copy(live, _directory.Database);
            File.Copy(live + "-wal", _directory.Database + "-wal");
        }

        File.Delete(live);
        Dictionary<string, string> before = Foreign.Bytes(_directory.Path);
        before.Keys.Should().BeEquivalentTo("leads.db", "leads.db-wal");

        using (ForeignTables source = ForeignTables.Open([_directory.Database]))
        {
            Foreign.Rows(source, "messages").Should().HaveCount(4);
        }

        Foreign.Bytes(_directory.Path).Should().Equal(before);
    }

    [Fact]
    public void A_transaction_that_a_crash_cut_off_is_not_read_and_its_journal_stays()
    {
        string live = _directory.File("live.db");
        Foreign.Make(live, Foreign.LeadQualification, Foreign.LeadQualificationRows);
        using (SqliteConnection application = Raw.Open(live))
        {
            // A cache of a page makes SQLite write the file before the commit.
            application.Execute("PRAGMA cache_size=1; BEGIN; UPDATE leads SET name = 'changed';");
            application.Execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
                + "INSERT INTO messages (leadId, sender, content) SELECT 1, 'customer', 'more ' || i FROM n");
            File.Copy(live, _directory.Database);
            File.Copy(live + "-journal", _directory.Database + "-journal");
        }

        File.Delete(live);
        Dictionary<string, string> before = Foreign.Bytes(_directory.Path);

        using (ForeignTables source = ForeignTables.Open([_directory.Database]))
        {
            Foreign.Rows(source, "messages").Should().HaveCount(4);
            Foreign.Rows(source, "leads")[0][2].Should().Be("John Smith");
        }

        Foreign.Bytes(_directory.Path).Should().Equal(before);
    }

    [Theory]
    [InlineData("BEGIN EXCLUSIVE")]
    [InlineData("PRAGMA journal_mode=WAL; CREATE TABLE more (x)")]
    public void A_file_that_its_application_holds_is_busy(string hold)
    {
        Foreign.Make(_directory.Database, Foreign.LeadQualification);
        using SqliteConnection application = Raw.Open(_directory.Database);
        application.Execute(hold);

        Kind(_directory.Database).Should().Be(LeadStoreErrorKind.Busy);
    }

    [Fact]
    public void What_is_no_foreign_database_is_refused_as_what_it_is()
    {
        File.WriteAllBytes(_directory.File("empty"), []);
        File.WriteAllText(_directory.File("text"), new string('x', 5000));
        LeadDatabase.Open(_directory.File("store")).Dispose();
        Dictionary<string, string> before = Foreign.Bytes(_directory.Path);

        Kind(_directory.Path).Should().Be(LeadStoreErrorKind.CannotOpen);
        Kind(_directory.File("missing")).Should().Be(LeadStoreErrorKind.CannotOpen);
        Kind(_directory.File("empty")).Should().Be(LeadStoreErrorKind.Validation);
        Kind(_directory.File("text")).Should().Be(LeadStoreErrorKind.Validation);
        Kind(_directory.File("store")).Should().Be(LeadStoreErrorKind.Validation);
        Foreign.Bytes(_directory.Path).Should().Equal(before);
    }

    [Fact]
    public void A_text_that_is_not_UTF8_is_an_error_of_its_row_alone()
    {
        Foreign.Make(
            _directory.Database,
            "CREATE TABLE leads (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO leads VALUES (7, CAST(x'4ac3' AS TEXT)), (8, 'Zoë')");

        using ForeignTables source = ForeignTables.Open([_directory.Database]);
        List<(long, string?, string?)> rows =
            [.. source.Read(source.Tables[0], []).Select(row => (row.Position, row.Error, row.Values[1].Text))];

        rows.Should().Equal((7, "The text in column 'name' is not UTF-8.", "JÃ"), (8, null, "Zoë"));
    }

    [Fact]
    public void A_database_in_UTF16_is_read_as_any_other()
    {
        Foreign.Make(
            _directory.Database, "PRAGMA encoding='UTF-16'; CREATE TABLE \"leads €\" (\"näme\" TEXT); INSERT INTO \"leads €\" VALUES ('Zoë €')");

        using ForeignTables source = ForeignTables.Open([_directory.Database]);

        Foreign.Rows(source, "leads €").Single().Should().Equal("Zoë €");
        source.Tables[0].Columns[0].Name.Should().Be("näme");
    }

    [Fact]
    public void Tables_of_a_second_file_are_called_after_it_where_the_names_collide()
    {
        Foreign.Make(_directory.Database, "CREATE TABLE leads (a); CREATE TABLE x (a); INSERT INTO leads VALUES (1)");
        Foreign.Make(_directory.File("more.db"), "CREATE TABLE leads (b); CREATE TABLE y (a); INSERT INTO leads VALUES (2)");

        using ForeignTables source = ForeignTables.Open([_directory.Database, _directory.File("more.db")]);

        source.Tables.Select(table => table.Name).Should().Equal("leads", "x", "more.leads", "y");
        Foreign.Rows(source, "more.leads").Single().Should().Equal(2L);
    }

    [Fact]
    public void Views_are_not_tables_and_rows_without_a_number_are_counted()
    {
        Foreign.Make(
            _directory.Database,
            "CREATE TABLE t (k TEXT PRIMARY KEY, rowid TEXT) WITHOUT ROWID; CREATE VIEW v AS SELECT * FROM t; INSERT INTO t VALUES ('a', 'b'), ('c', 'd')");

        using ForeignTables source = ForeignTables.Open([_directory.Database]);

        source.Tables.Select(table => table.Name).Should().Equal("t");
        source.Read(source.Tables[0], []).Select(row => row.Position).Should().Equal(1, 2);
    }

    private static LeadStoreErrorKind Kind(string path)
    {
        LeadStoreException failure = FluentActions.Invoking(() => ForeignTables.Open([path])).Should().Throw<LeadStoreException>().Which;
        failure.Message.Should().Contain(path);
        Encoding.UTF8.GetByteCount(failure.Message).Should().BeGreaterThan(path.Length + 10);
        return failure.Kind;
    }
}
