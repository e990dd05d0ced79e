using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;
using Xunit.Abstractions;

namespace LeadStore.Tests.Maintenance;

/// <summary>A dump that was cut, damaged or made up is refused by its kind, and nothing is made of it.</summary>
public sealed class DumpRefusalTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly ITestOutputHelper _output;
    private readonly string _dump;
    private readonly string _text;
    private readonly Lead[] _leads;

    public DumpRefusalTests(ITestOutputHelper output)
    {
        _output = output;
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        for (int i = 0; i < 40; i++)
        {
            Lead lead = store.CreateLead(new NewLead { Phone = $"+4478095058{i:00}", Name = $"Secretname {i}" });
            store.CreateMessage(lead.Id, MessageSender.Customer, $"secrettext {i}\n");
        }

        _leads = [.. store.GetAllLeads()];
        _dump = store.Maintenance.Dump(_directory.File("leads.sql")).Path!;
        _text = DumpFile.Read(_dump);
    }

    // A line that is put before the last insert, in a dump that is otherwise true.
    public static TheoryData<string> Foreign => new(
        "ATTACH '{0}/other.db' AS other;",
        "PRAGMA writable_schema=ON;",
        "PRAGMA user_version=99;",
        "PRAGMA application_id=1;",
        "SELECT load_extension('x');",
        "CREATE TABLE stranger (a);",
        "CREATE TRIGGER stranger AFTER INSERT ON messages BEGIN DELETE FROM leads; END;",
        "CREATE VIEW stranger AS SELECT 1;",
        "CREATE TEMP TABLE stranger (a);",
        "CREATE VIRTUAL TABLE stranger USING fts5(a);",
        "DROP TABLE leads;",
        "DELETE FROM leads;",
        "UPDATE leads SET name = 'x';",
        "VACUUM INTO '{0}/other.db';",
        "ALTER TABLE leads ADD COLUMN stranger;",
        "INSERT INTO \"settings\" VALUES('a','b',1); ATTACH '{0}/other.db' AS other;",
        "INSERT INTO \"settings\" VALUES('a','b',1); DELETE FROM leads;",
        "INSERT INTO \"settings\" VALUES('a',load_extension('x'),1);",
        "INSERT INTO \"settings\" VALUES('a',(SELECT name FROM leads),1);",
        "INSERT INTO \"settings\" SELECT 'a','b',1;",
        "INSERT INTO \"settings\" WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i FROM r) SELECT i,i,i FROM r;",
        "INSERT INTO \"settings\" VALUES('a',randomblob(10),1);",
        "INSERT INTO \"settings\" VALUES('a','b',1) ON CONFLICT DO UPDATE SET value = 'x';",
        "INSERT INTO \"settings\" VALUES('a','b',1) RETURNING (SELECT 1);",
        "INSERT INTO \"sqlite_schema\" VALUES('table','x','x',0,'');",
        "INSERT INTO \"sqlite_schema\"(type) VALUES('table');",
        "INSERT INTO \"settings\" VALUES('a','b',1",
        "INSERT INTO \"settings\" VALUES('a','b','not a number');",
        "INSERT INTO \"leads\" VALUES(1);",
        "COMMIT; BEGIN;",
        ".shell touch '{0}/other.db'",
        "hello");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Foreign))]
    public void A_line_that_no_dump_has_is_refused_however_well_the_dump_is_signed(string line)
    {
        string foreign = line.Replace("{0}", _directory.Path, StringComparison.Ordinal);
        int at = _text.LastIndexOf("\nINSERT INTO \"messages\"", StringComparison.Ordinal) + 1;
        Refuse(DumpFile.Signed(_text.Insert(at, foreign + "\n"))).Should().Be(LeadStoreErrorKind.Corrupt);
        File.Exists(_directory.File("other.db")).Should().BeFalse();
    }

    [Fact]
    public void A_signed_dump_that_is_true_is_loaded_so_that_the_refusals_mean_something()
    {
        DumpFile.Write(_directory.File("signed.sql"), DumpFile.Signed(_text));
        DumpFile.Signed(_text).Should().Be(_text);
        StoreMaintenance.LoadDump(_directory.File("signed.sql"), _directory.File("signed.db"));
    }

    [Fact]
    public void A_dump_that_lacks_something_is_refused_however_well_it_is_signed()
    {
        string[] starts = ["INSERT INTO \"messages\"", "PRAGMA user_version", "PRAGMA application_id", "COMMIT", "CREATE INDEX", "BEGIN"];
        foreach (string start in starts)
        {
            int at = _text.IndexOf("\n" + start, StringComparison.Ordinal) + 1;
            Refuse(DumpFile.Signed(_text.Remove(at, _text.IndexOf('\n', at) + 1 - at))).Should().Be(LeadStoreErrorKind.Corrupt, start);
        }
    }

    [Fact]
    public void A_row_that_refers_to_nothing_is_refused_however_well_the_dump_is_signed() =>
        RefuseSigned("INSERT INTO \"messages\" VALUES(83886081,5,", "INSERT INTO \"messages\" VALUES(83886081,55,").Should().Be(LeadStoreErrorKind.Corrupt);

    [Fact]
    public void What_the_migrations_have_written_cannot_be_changed_however_well_the_dump_is_signed()
    {
        RefuseSigned("INSERT INTO \"schema_migrations\" VALUES(1,", "INSERT INTO \"schema_migrations\" VALUES(7,")
            .Should().Be(LeadStoreErrorKind.Corrupt);
        RefuseSigned("VALUES('settings','key, value, updated_at')", "VALUES('settings','key, stranger')").Should().Be(LeadStoreErrorKind.Corrupt);
    }

    [Fact]
    public void A_row_that_was_changed_is_counted_however_well_the_dump_is_signed()
    {
        DumpFile.Write(_directory.File("changed.sql"), DumpFile.Signed(_text.Replace("'Secretname 3'", "'Secretname 4'", StringComparison.Ordinal)));
        StoreMaintenance.LoadDump(_directory.File("changed.sql"), _directory.File("changed.db")).DamagedRowCount.Should().Be(1);
        StoreMaintenance.LoadDump(_dump, _directory.File("true.db")).DamagedRowCount.Should().Be(0);
    }

    [Fact]
    public void A_cut_dump_is_refused_wherever_it_was_cut()
    {
        int step = Math.Max(1, _text.Length / 100);
        for (int length = 200; length < _text.Length; length += step)
        {
            Refuse(_text[..length]).Should().Be(LeadStoreErrorKind.Corrupt, "cut at {0}", length);
        }

        Refuse(_text[..^1]).Should().Be(LeadStoreErrorKind.Corrupt);
        Refuse(_text + "x").Should().Be(LeadStoreErrorKind.Corrupt);
        Refuse(_text + "\n").Should().Be(LeadStoreErrorKind.Corrupt);
    }

    [Fact]
    public void A_cut_compressed_dump_is_refused_too()
    {
        using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
        {
            store.Maintenance.Dump(_directory.File("leads.sql.gz"));
        }

        byte[] whole = File.ReadAllBytes(_directory.File("leads.sql.gz"));
        for (int length = 2; length < whole.Length - 100; length += whole.Length / 20)
        {
            File.WriteAllBytes(_directory.File("cut.gz"), whole[..length]);
            RefuseFile(_directory.File("cut.gz")).Should().BeOneOf(LeadStoreErrorKind.Corrupt, LeadStoreErrorKind.NotALeadStore);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("PRAGMA foreign_keys=OFF;\nBEGIN;\nCOMMIT;\n")]
    [InlineData("-- another comment\n")]
    [InlineData("SQLite format 3\0")]
    public void What_is_no_dump_is_refused_as_that(string text) => Refuse(text).Should().Be(LeadStoreErrorKind.NotALeadStore);

    [Fact]
    public void A_newer_dump_is_refused_as_that()
    {
        string newerFormat = _text.Replace("-- LeadStore dump 1:", "-- LeadStore dump 2:", StringComparison.Ordinal);
        Refuse(newerFormat).Should().Be(LeadStoreErrorKind.SchemaTooNew);
        string newer = _text.Replace($"-- Schema {Migrations.MigrationScript.Newest},", "-- Schema 9999,", StringComparison.Ordinal);
        Refuse(DumpFile.Signed(newer)).Should().Be(LeadStoreErrorKind.SchemaTooNew);
        Refuse(DumpFile.Signed(_text.Replace($"-- Schema {Migrations.MigrationScript.Newest},", "-- Schema x,", StringComparison.Ordinal)))
            .Should().Be(LeadStoreErrorKind.Corrupt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_dump_that_was_changed_at_random_is_refused_or_makes_the_same_or_a_sound_store(bool isSigned)
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), out int given) ? given : Random.Shared.Next();
        _output.WriteLine($"SEED={seed}");
        Random random = new(seed);
        int loaded = 0;
        for (int round = 0; round < 200; round++)
        {
            string changed = Mutation.Of(_text, random);
            int lastLine = changed.LastIndexOf("\n-- End of the dump", StringComparison.Ordinal);
            if (isSigned && lastLine >= 0 && changed.Length - lastLine > 100)
            {
                changed = DumpFile.Signed(changed);
            }

            DumpFile.Write(_directory.File("changed.sql"), changed);
            string target = _directory.File("changed.db");
            try
            {
                StoreMaintenance.LoadDump(_directory.File("changed.sql"), target);
                loaded++;
                using LeadDatabase store = LeadDatabase.Open(target);
                store.Maintenance.CheckIntegrity().IsSound.Should().BeTrue("round {0}, SEED={1}", round, seed);
                if (!isSigned)
                {
                    store.GetAllLeads().Should().Equal(_leads, "round {0}, SEED={1}", round, seed);
                }
            }
            catch (LeadStoreException failure)
            {
                failure.Kind.Should().BeOneOf(
                    [LeadStoreErrorKind.Corrupt, LeadStoreErrorKind.NotALeadStore, LeadStoreErrorKind.SchemaTooNew],
                    "round {0}, SEED={1}",
                    round,
                    seed);
                failure.ToString().Should().NotContain("Secretname").And.NotContain("secrettext");
            }

            foreach (string left in Directory.GetFiles(_directory.Path, "changed.db*"))
            {
                left.Should().NotContain(".tmp");
                File.Delete(left);
            }
        }

        _output.WriteLine($"{loaded} of 200 were loaded.");
    }

    private LeadStoreErrorKind RefuseSigned(string from, string to)
    {
        _text.Should().Contain(from);
        return Refuse(DumpFile.Signed(_text.Replace(from, to, StringComparison.Ordinal)));
    }

    private LeadStoreErrorKind Refuse(string text)
    {
        DumpFile.Write(_directory.File("refused.sql"), text);
        return RefuseFile(_directory.File("refused.sql"));
    }

    private LeadStoreErrorKind RefuseFile(string file)
    {
        LeadStoreException failure = FluentActions.Invoking(() => StoreMaintenance.LoadDump(file, _directory.File("refused.db")))
            .Should().Throw<LeadStoreException>().Which;
        failure.ToString().Should().NotContain("Secretname").And.NotContain("secrettext");
        Directory.GetFiles(_directory.Path, "refused.db*").Should().BeEmpty();
        return failure.Kind;
    }
}
