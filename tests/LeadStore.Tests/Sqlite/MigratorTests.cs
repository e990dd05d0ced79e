using LeadStore.Engine;
using LeadStore.Migrations;
using LeadStore.Sqlite;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Sqlite;

public sealed class MigratorTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 29, 1, 30, 0, TimeSpan.Zero);

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_journal_has_the_name_the_checksum_and_the_UTC_time_of_each_migration()
    {
        Open(new FakeTimeProvider(Now)).Dispose();
        using SqliteConnection file = Raw.Open(_directory.Database);
        foreach (Migration script in MigrationScript.All)
        {
            string row = $"FROM schema_migrations WHERE number = {script.Number}";
            file.Scalar($"SELECT name {row}").Should().Be(script.ToString());
            file.Scalar($"SELECT sha256 {row}").Should().Be(script.Checksum);
            file.Number($"SELECT applied_at {row}").Should().Be(Instant.ToMicroseconds(Now));
            script.Checksum.Should().MatchRegex("^[0-9a-f]{64}$");
        }

        file.Number("SELECT count(*) FROM schema_migrations").Should().Be(MigrationScript.All.Count);
        file.Number("PRAGMA user_version").Should().Be(MigrationScript.All.Count);
    }

    [Fact]
    public void Every_script_sets_its_own_number_as_the_schema_version()
    {
        using SqliteConnection file = Raw.Open(_directory.Database);
        RowChecksums.Register(file.Handle!);
        foreach (Migration script in MigrationScript.All)
        {
            file.Execute(script.UpSql!);
            file.Number("PRAGMA user_version").Should().Be(script.Number, script.ToString());
        }
    }

    [Fact]
    public void The_scripts_make_strict_tables_with_valid_foreign_keys()
    {
        Open().Dispose();
        using SqliteConnection file = Raw.Open(_directory.Database);
        file.Scalar("PRAGMA foreign_key_check").Should().BeNull();
        file.Scalar("PRAGMA integrity_check").Should().Be("ok");
        file.Scalar("SELECT group_concat(name) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'")
            .Should().Be(DBNull.Value);
    }

    [Fact]
    public void A_checksum_does_not_depend_on_line_endings()
    {
        Migration unix = Migration.FromSql(1, "x", "CREATE TABLE x (id);\nSELECT 1;\n");
        Migration.FromSql(1, "x", unix.UpSql!.Replace("\n", "\r\n", StringComparison.Ordinal)).Checksum.Should().Be(unix.Checksum);
        Migration.FromSql(1, "x", unix.UpSql + " ").Checksum.Should().NotBe(unix.Checksum);
    }

    [Fact]
    public void Opening_again_applies_nothing_and_changes_nothing()
    {
        Open().Dispose();
        Dictionary<string, string> before = FileImage.Of(_directory.Path);
        Open().Dispose();
        FileImage.Of(_directory.Path).Should().Equal(before);
    }

    [Fact]
    public void A_migration_that_was_changed_after_it_was_applied_is_refused_unchanged()
    {
        Open().Dispose();
        Raw.Execute(_directory.Database, "UPDATE schema_migrations SET sha256 = 'another' WHERE number = 1");
        Dictionary<string, string> before = FileImage.Of(_directory.Path);
        Action open = () => Open().Dispose();
        MigrationException failure = open.Should().Throw<MigrationException>().Which;
        failure.Kind.Should().Be(LeadStoreErrorKind.Migration);
        failure.Migration.Should().Be("0001_leads");
        failure.Message.Should().Contain("another").And.Contain(MigrationScript.All[0].Checksum);
        FileImage.Of(_directory.Path).Should().Equal(before);

        Raw.Execute(_directory.Database, $"UPDATE schema_migrations SET sha256 = '{MigrationScript.All[0].Checksum}' WHERE number = 1");
        Open().Dispose();
    }

    [Fact]
    public void A_script_that_fails_leaves_the_file_as_before_and_can_be_repeated_when_it_is_mended()
    {
        using LeadDatabase store = Open();
        StoreEngine engine = Inside.Engine(store);
        string before = Schema();
        int next = MigrationScript.Newest + 1;
        Migration broken = Migration.FromSql(
            next, "broken", "CREATE TABLE half (id INTEGER); PRAGMA user_version = 0; DELETE FROM settings; INSERT INTO nowhere VALUES (1);");
        FluentActions.Invoking(() => Migrator.Migrate(engine, [.. MigrationScript.All, broken])).Should().Throw<MigrationException>()
            .Which.Migration.Should().Be(broken.ToString());
        Schema().Should().Be(before);

        Migration mended = Migration.FromSql(next, "mended", "CREATE TABLE whole (id INTEGER);");
        Migrator.Migrate(engine, [.. MigrationScript.All, mended]).Should().Equal(mended);
        Migrator.Migrate(engine, [.. MigrationScript.All, mended]).Should().BeEmpty();
        store.CreateLead(new NewLead { Phone = "+447809505864" }).Id.Should().Be(1);
    }

    [Fact]
    public void Scripts_before_one_that_fails_stay_applied()
    {
        using LeadDatabase store = Open();
        int next = MigrationScript.Newest + 1;
        Migration[] scripts =
        [
            .. MigrationScript.All,
            Migration.FromSql(next, "good", "CREATE TABLE good (id INTEGER);"),
            Migration.FromSql(next + 1, "broken", "CREATE TABLE bad (id INTEGER); nonsense;"),
        ];
        FluentActions.Invoking(() => Migrator.Migrate(Inside.Engine(store), scripts)).Should().Throw<MigrationException>();
        using SqliteConnection file = Raw.Open(_directory.Database);
        file.Number("SELECT count(*) FROM sqlite_schema WHERE name = 'good'").Should().Be(1);
        file.Number("SELECT count(*) FROM sqlite_schema WHERE name = 'bad'").Should().Be(0);
        file.Number("SELECT count(*) FROM schema_migrations").Should().Be(next);
    }

    [Fact]
    public void A_script_that_ends_its_transaction_is_reported_and_does_not_stop_the_store()
    {
        using LeadDatabase store = Open();
        Migration[] scripts = [.. MigrationScript.All, Migration.FromSql(MigrationScript.Newest + 1, "commits", "COMMIT; SELECT nonsense;")];
        FluentActions.Invoking(() => Migrator.Migrate(Inside.Engine(store), scripts)).Should().Throw<MigrationException>();
        store.CreateLead(new NewLead { Phone = "+447809505864" }).Id.Should().Be(1);
    }

    private LeadDatabase Open(TimeProvider? clock = null) =>
        LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, TimeProvider = clock ?? TimeProvider.System });

    private string Schema()
    {
        using SqliteConnection file = Raw.Open(_directory.Database);
        object? objects = file.Scalar("SELECT group_concat(name || sql) FROM sqlite_schema");
        return $"{objects} {file.Number("PRAGMA user_version")} {file.Scalar("SELECT group_concat(name) FROM schema_migrations")}";
    }
}
