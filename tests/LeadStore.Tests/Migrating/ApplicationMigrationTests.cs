using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Migrating;

public sealed class ApplicationMigrationTests : IDisposable
{
    private const string Orders = "CREATE TABLE orders (id INTEGER PRIMARY KEY, lead_id INTEGER REFERENCES leads (id)) STRICT;";
    private const string Notes = "ALTER TABLE orders ADD COLUMN note TEXT;\n";
    private static readonly DateTimeOffset Now = new(2026, 3, 29, 1, 30, 0, TimeSpan.Zero);

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Opening_runs_them_in_order_and_journals_each_with_its_time()
    {
        using LeadDatabase store = Open(Sql(2, "notes", Notes), Sql(1, "orders", Orders));
        MigrationEntry[] own = [.. store.Migrations.GetStatus().Migrations.Where(one => one.Namespace == "billing")];
        own.Select(one => (one.Name, one.State, one.AppliedAt)).Should().Equal(
            ("0001_orders", MigrationState.Applied, Now), ("0002_notes", MigrationState.Applied, Now));
        own[0].AppliedChecksum.Should().Be(own[0].Checksum);
        store.Migrations.GetStatus().IsUpToDate.Should().BeTrue();
        store.Migrations.Migrate().Should().BeEmpty();
        Number("SELECT count(note) FROM orders").Should().Be(0);
    }

    [Fact]
    public void Opening_again_changes_nothing_and_a_store_without_the_set_opens_too()
    {
        Open(Sql(1, "orders", Orders)).Dispose();
        Dictionary<string, string> before = FileImage.Of(_directory.Path);
        Open(Sql(1, "renamed", Orders.ReplaceLineEndings("\r\n"))).Dispose();
        using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
        {
            store.Migrations.GetStatus().Migrations[^1].State.Should().Be(MigrationState.OfOtherProgram);
        }

        FileImage.Of(_directory.Path).Should().Equal(before);
    }

    [Fact]
    public void With_MigrateOnOpen_off_they_stay_pending_until_they_are_asked_for()
    {
        LeadDatabaseOptions options = Options(Sql(1, "orders", Orders));
        options.MigrateOnOpen = false;
        using LeadDatabase store = LeadDatabase.Open(options);
        store.Migrations.GetStatus().Migrations[^1].State.Should().Be(MigrationState.Pending);
        store.Migrations.Script().Should().Be($"-- billing/0001_orders\n{Orders}\n\n");
        store.Migrations.GetStatus().IsUpToDate.Should().BeFalse();
        store.Migrations.Migrate().Should().Equal("billing/0001_orders");
        store.Migrations.Script().Should().BeEmpty();
    }

    [Fact]
    public void They_run_in_memory_and_roll_back_there_without_a_backup()
    {
        using LeadDatabase store = LeadDatabase.OpenInMemory(Options(Sql(1, "orders", Orders, "DROP TABLE orders")));
        RollBackReport report = store.Migrations.RollBack("billing", 0);
        report.RolledBack.Should().Equal("billing/0001_orders");
        report.BackupPath.Should().BeNull();
        store.Migrations.Migrate().Should().HaveCount(1);
    }

    [Theory]
    [InlineData("changed", "another text")]
    [InlineData("missing", "missing among those given")]
    [InlineData("newer", "newer version of the application")]
    [InlineData("late", "out of order")]
    public void A_journal_that_does_not_fit_is_refused_with_names_and_checksums_and_the_file_stays_identical(string what, string reason)
    {
        Migration first = Sql(2, "orders", Orders);
        Migration second = Sql(4, "notes", Notes);
        Open(first, second).Dispose();
        Migration changed = Sql(2, "orders", Orders + " ");
        Migration late = Sql(3, "late", "CREATE TABLE late (id INTEGER)");
        (Migration[] given, Migration told, string[] checksums) = what switch
        {
            "changed" => ((Migration[])[changed, second], first, (string[])[changed.Checksum, first.Checksum]),
            "missing" => ([second], first, [first.Checksum, second.Checksum]),
            "newer" => ([first], second, [second.Checksum, first.Checksum]),
            _ => ([first, late, second], late, [late.Checksum, second.Checksum]),
        };
        Dictionary<string, string> before = FileImage.Of(_directory.Path);
        MigrationException failure = FluentActions.Invoking(() => Open(given)).Should().Throw<MigrationException>().Which;
        failure.Migration.Should().Be($"billing/{told}");
        failure.Message.Should().Contain(reason).And.ContainAll(checksums);
        FileImage.Of(_directory.Path).Should().Equal(before);
        Open(first, second).Dispose();
    }

    [Fact]
    public void A_set_that_does_not_fit_is_found_before_the_migrations_of_another_run()
    {
        Open(Sql(1, "orders", Orders)).Dispose();
        LeadDatabaseOptions options = new() { Path = _directory.Database };
        options.Migrations.Add(new MigrationSet("a", [Sql(1, "a", "CREATE TABLE a (id INTEGER)")]));
        options.Migrations.Add(new MigrationSet("billing", [Sql(1, "orders", "CREATE TABLE other (id INTEGER)")]));
        FluentActions.Invoking(() => LeadDatabase.Open(options)).Should().Throw<MigrationException>();
        Number("SELECT count(*) FROM sqlite_schema WHERE name = 'a'").Should().Be(0);
    }

    [Fact]
    public void Numbers_and_namespaces_that_come_twice_are_refused_with_both_checksums()
    {
        Migration one = Sql(1, "one", Orders);
        Migration other = Sql(1, "other", Notes);
        FluentActions.Invoking(() => new MigrationSet("billing", [one, other])).Should().Throw<MigrationException>()
            .Which.Message.Should().ContainAll("0001_one", "0001_other", one.Checksum, other.Checksum);
        LeadDatabaseOptions options = Options(one);
        options.Migrations.Add(new MigrationSet("billing", [other]));
        FluentActions.Invoking(() => LeadDatabase.Open(options)).Should().Throw<MigrationException>()
            .Which.Message.Should().ContainAll("billing", one.Checksum, other.Checksum);
        File.Exists(_directory.Database).Should().BeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("leadstore")]
    [InlineData("Billing")]
    [InlineData("1st")]
    [InlineData("a b")]
    public void A_namespace_that_is_none_is_refused(string ns) =>
        FluentActions.Invoking(() => new MigrationSet(ns, [])).Should().Throw<ArgumentException>();

    [Theory]
    [InlineData("COMMIT")]
    [InlineData("CREATE TABLE half (id INTEGER); COMMIT; BEGIN")]
    [InlineData("ROLLBACK; BEGIN")]
    [InlineData("SAVEPOINT mine")]
    [InlineData("RELEASE member")]
    [InlineData("ATTACH ':memory:' AS other")]
    [InlineData("DETACH main")]
    [InlineData("VACUUM")]
    [InlineData("PRAGMA user_version = 99")]
    [InlineData("PRAGMA application_id = 0")]
    [InlineData("PRAGMA foreign_keys = OFF")]
    [InlineData("PRAGMA journal_mode = DELETE")]
    [InlineData("PRAGMA writable_schema = ON")]
    [InlineData("CREATE TEMP TABLE leads (id INTEGER)")]
    [InlineData("CREATE TEMP TRIGGER t AFTER INSERT ON leads BEGIN SELECT 1; END")]
    [InlineData("CREATE VIRTUAL TABLE v USING fts5 (text)")]
    [InlineData("DROP TABLE messages")]
    [InlineData("DROP VIEW LEADS_readable")]
    [InlineData("ALTER TABLE leads ADD COLUMN mine TEXT")]
    [InlineData("ALTER TABLE leads RENAME TO mine")]
    [InlineData("CREATE UNIQUE INDEX mine ON leads (name)")]
    [InlineData("CREATE TRIGGER mine AFTER INSERT ON leads BEGIN SELECT 1; END")]
    [InlineData("DROP INDEX leads_source")]
    [InlineData("DROP TRIGGER leads_edited")]
    [InlineData("DELETE FROM application_migrations")]
    [InlineData("UPDATE schema_migrations SET sha256 = ''")]
    [InlineData("UPDATE store SET commits = 0")]
    [InlineData("INSERT INTO checksummed VALUES ('x', 'y')")]
    public void Sql_that_would_leave_its_transaction_or_change_what_is_the_stores_own_is_refused_and_nothing_is_changed(string sql)
    {
        LeadDatabase.Open(_directory.Database).Dispose();
        string before = Schema();
        Migration[] given = [Sql(1, "orders", Orders), Sql(2, "bad", $"CREATE TABLE before_it (id INTEGER); {sql};")];
        FluentActions.Invoking(() => Open(given)).Should().Throw<MigrationException>()
            .Where(failure => failure.Migration == "billing/0002_bad")
            .Which.Message.Should().MatchRegex("It may not|cannot VACUUM");
        Schema().Should().NotBe(before, "the one before it stays").And.NotContain("before_it").And.NotContain("half");

        // In code it may be caught, and has done nothing all the same.
        given[1] = Migration.FromCode(2, "caught", "1", context => FluentActions.Invoking(() => context.Run(sql)).Should().Throw<LeadStoreException>());
        using LeadDatabase store = Open(given);
        store.CreateLead(new NewLead { Phone = "+447809505864" }).Id.Should().Be(1);
        store.Maintenance.Verify().IsSound.Should().BeTrue();
        Number("PRAGMA user_version").Should().Be(store.Migrations.GetStatus().NewestSchemaVersion);
    }

    [Fact]
    public void Code_reads_and_writes_with_arguments_in_its_transaction_and_rows_it_changes_keep_their_checksums()
    {
        Guid uid = Guid.NewGuid();
        using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
        {
            store.CreateLead(new NewLead { Phone = "+447809505864", Name = "John" });
        }

        MigrationContext? kept = null;
        using LeadDatabase migrated = Open(Migration.FromCode(1, "fill", "1", context =>
        {
            kept = context;
            context.Run("CREATE TABLE mine (a, b, c, d, e, f); CREATE TABLE more (id INTEGER);");
            context.Execute("INSERT INTO mine VALUES ($1, $2, $3, $4, $5, $6)", 1L, 2.5, "text; $1", new byte[] { 1, 2 }, null, uid).Should().Be(1);
            IReadOnlyList<object?> row = context.Query("SELECT * FROM mine WHERE a = $1", 1)[0];
            row.Take(3).Should().Equal(1L, 2.5, "text; $1");
            row[3].Should().BeEquivalentTo(new byte[] { 1, 2 });
            row[4].Should().BeNull();
            row[5].Should().BeEquivalentTo(uid.ToByteArray(bigEndian: true));
            context.Execute("UPDATE leads SET name = $1", "Jane").Should().Be(1);
            context.Invoking(it => it.Execute("SELECT 1; SELECT 2")).Should().Throw<ArgumentException>();
            context.Invoking(it => it.Execute("SELECT $1")).Should().Throw<ArgumentException>();
            context.Invoking(it => it.Execute("SELECT $1", new object())).Should().Throw<ArgumentException>();
        }));
        migrated.GetRequiredLead(1).Name.Should().Be("Jane");
        migrated.Maintenance.Verify().IsSound.Should().BeTrue();
        kept!.Invoking(context => context.Run("SELECT 1")).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Code_that_throws_is_undone_and_its_message_is_not_repeated()
    {
        Migration[] given =
        [
            Sql(1, "orders", Orders),
            Migration.FromCode(2, "fails", "1", context =>
            {
                context.Run("CREATE TABLE half (id INTEGER)");
                throw new InvalidOperationException("+447809505864");
            }),
        ];
        MigrationException failure = FluentActions.Invoking(() => Open(given)).Should().Throw<MigrationException>().Which;
        failure.Message.Should().Contain("InvalidOperationException").And.NotContain("+44");
        Schema().Should().Contain("orders").And.NotContain("half");
        Open(given[0]).Dispose();
    }

    [Fact]
    public void Code_that_goes_on_after_a_failure_that_has_undone_everything_does_nothing_outside_of_its_transaction()
    {
        Migration bad = Migration.FromCode(1, "rollback", "1", context =>
        {
            context.Run("CREATE TABLE mine (id INTEGER PRIMARY KEY); INSERT INTO mine VALUES (1)");
            context.Invoking(it => it.Execute("INSERT OR ROLLBACK INTO mine VALUES (1)")).Should().Throw<LeadStoreException>();
            context.Invoking(it => it.Run("CREATE TABLE outside (id INTEGER)")).Should().Throw<LeadStoreException>();
        });
        FluentActions.Invoking(() => Open(bad)).Should().Throw<LeadStoreException>();
        Schema().Should().NotContain("outside").And.NotContain("mine");
        Open(Sql(1, "orders", Orders)).Dispose();
    }

    [Fact]
    public void A_migration_that_leaves_a_reference_without_its_row_is_undone_and_one_that_was_broken_before_is_not_its_doing()
    {
        Open(Sql(1, "orders", "CREATE TABLE parents (id INTEGER PRIMARY KEY); CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)")).Dispose();
        Migration first = Sql(1, "orders", "CREATE TABLE parents (id INTEGER PRIMARY KEY); CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)");
        MigrationException failure = FluentActions.Invoking(() => Open(first, Sql(2, "orphan", "INSERT INTO children VALUES (1, 7)")))
            .Should().Throw<MigrationException>().Which;
        failure.Message.Should().Contain("children").And.Contain("parents");
        Number("SELECT count(*) FROM children").Should().Be(0);

        Raw.Execute(_directory.Database, "PRAGMA foreign_keys = OFF; INSERT INTO children VALUES (1, 7)");
        Open(first, Sql(2, "good", "INSERT INTO parents VALUES (1); INSERT INTO children VALUES (2, 1)")).Dispose();
    }

    [Fact]
    public void A_rollback_backs_up_first_and_undoes_the_newest_first()
    {
        Migration[] given = [Sql(1, "orders", Orders, "DROP TABLE orders"), Sql(2, "notes", Notes, "ALTER TABLE orders DROP COLUMN note"), Sql(3, "more", "CREATE TABLE more (id INTEGER)", "DROP TABLE more")];
        using LeadDatabase store = Open(given);
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        store.Migrations.ScriptRollBack("billing", 1).Should()
            .Be("-- billing/0003_more, down\nDROP TABLE more;\n\n-- billing/0002_notes, down\nALTER TABLE orders DROP COLUMN note;\n\n");
        RollBackReport report = store.Migrations.RollBack("billing", 1);
        report.RolledBack.Should().Equal("billing/0003_more", "billing/0002_notes");
        report.BackupPath.Should().Be($"{_directory.Database}.before-rollback-20260329T013000Z.db");
        StoreMaintenance.VerifyBackup(report.BackupPath!).Rows.Should().ContainKey("more");
        store.Migrations.GetStatus().Migrations.Select(one => one.State).TakeLast(3)
            .Should().Equal(MigrationState.Applied, MigrationState.Pending, MigrationState.Pending);

        store.Migrations.RollBack("billing", 0).BackupPath.Should().EndWith("Z-2.db");
        store.Migrations.RollBack("billing", 0).BackupPath.Should().BeNull("nothing is left to undo");
        Schema().Should().NotContain("orders");
        store.Migrations.Migrate().Should().HaveCount(3);
    }

    [Fact]
    public void A_rollback_that_lacks_a_way_down_is_refused_before_any_change()
    {
        using LeadDatabase store = Open(Sql(1, "orders", Orders), Sql(2, "notes", Notes, "ALTER TABLE orders DROP COLUMN note"));
        string before = Schema();
        store.Invoking(it => it.Migrations.RollBack("billing", 0)).Should().Throw<MigrationException>().Which.Migration.Should().Be("billing/0001_orders");
        store.Invoking(it => it.Migrations.RollBack("unknown", 0)).Should().Throw<ArgumentException>();
        store.Invoking(it => it.Migrations.RollBack("billing", -1)).Should().Throw<ArgumentException>();
        Schema().Should().Be(before);
        Directory.GetFiles(_directory.Path, "*before-rollback*").Should().BeEmpty();
        store.Migrations.RollBack("billing", 1).RolledBack.Should().HaveCount(1);
    }

    [Fact]
    public void A_way_down_that_fails_leaves_its_migration_applied()
    {
        using LeadDatabase store = Open(Sql(1, "orders", Orders, "DROP TABLE orders; DROP TABLE nothing"), Sql(2, "notes", Notes, "ALTER TABLE orders DROP COLUMN note"));
        store.Invoking(it => it.Migrations.RollBack("billing", 0)).Should().Throw<MigrationException>().Which.Migration.Should().Be("billing/0001_orders");
        store.Migrations.GetStatus().Migrations.TakeLast(2).Select(one => one.State).Should().Equal(MigrationState.Applied, MigrationState.Pending);
        Number("SELECT count(*) FROM orders").Should().Be(0);
    }

    [Fact]
    public void A_set_is_read_from_resources_with_its_ways_down()
    {
        MigrationSet set = MigrationSet.FromResources("orders", typeof(ApplicationMigrationTests).Assembly, "LeadStore.Tests.Migrating.Scripts.Orders");
        set.Migrations.Select(one => (one.ToString(), one.HasDown)).Should().Equal(("0001_orders", true), ("0002_notes", false));
        LeadDatabaseOptions options = new() { Path = _directory.Database };
        options.Migrations.Add(set);
        LeadDatabase.Open(options).Dispose();
        Number("SELECT count(*) FROM orders").Should().Be(0);
        FluentActions.Invoking(() => MigrationSet.FromResources("orders", typeof(ApplicationMigrationTests).Assembly, "Nothing"))
            .Should().Throw<ArgumentException>().WithMessage("*Nothing.*0001_orders.sql*");
    }

    [Fact]
    public void Migrations_are_not_reached_inside_a_transaction()
    {
        using LeadDatabase store = Open(Sql(1, "orders", Orders));
        store.Invoking(it => it.InTransaction(tx => tx.Migrations.Migrate())).Should().Throw<InvalidOperationException>();
        store.Invoking(it => it.InTransaction(_ => it.Migrations.Migrate())).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_backup_that_is_restored_into_an_open_store_gets_its_migrations()
    {
        string backup = _directory.File("old.db");
        using (LeadDatabase before = LeadDatabase.Open(_directory.Database))
        {
            before.Maintenance.Backup(backup);
        }

        using LeadDatabase store = Open(Sql(1, "orders", Orders));
        store.Maintenance.Restore(backup);
        store.Migrations.GetStatus().IsUpToDate.Should().BeTrue();
        Number("SELECT count(*) FROM orders").Should().Be(0);
    }

    [Fact]
    public void A_dump_leaves_out_the_tables_of_applications_and_that_they_were_made()
    {
        string loaded = _directory.File("loaded.db");
        using (LeadDatabase store = Open(Sql(1, "orders", Orders)))
        {
            store.Maintenance.Dump(_directory.File("dump.sql"));
        }

        StoreMaintenance.LoadDump(_directory.File("dump.sql"), loaded);
        LeadDatabaseOptions options = Options(Sql(1, "orders", Orders));
        options.Path = loaded;
        using LeadDatabase again = LeadDatabase.Open(options);
        again.Migrations.GetStatus().IsUpToDate.Should().BeTrue();
        ((long)Raw.Scalar(loaded, "SELECT count(*) FROM orders")!).Should().Be(0);
    }

    private static Migration Sql(int number, string name, string up, string? down = null) => Migration.FromSql(number, name, up, down);

    private LeadDatabaseOptions Options(params Migration[] migrations)
    {
        LeadDatabaseOptions options = new() { Path = _directory.Database, TimeProvider = new FakeTimeProvider(Now) };
        options.Migrations.Add(new MigrationSet("billing", migrations));
        return options;
    }

    private LeadDatabase Open(params Migration[] migrations) => LeadDatabase.Open(Options(migrations));

    private long Number(string sql) => (long)Raw.Scalar(_directory.Database, sql)!;

    private string Schema()
    {
        using SqliteConnection file = Raw.Open(_directory.Database);
        return $"{file.Scalar("SELECT group_concat(name || sql) FROM sqlite_schema")} {file.Scalar("SELECT group_concat(namespace || number) FROM application_migrations")} {file.Number("PRAGMA user_version")}";
    }
}
