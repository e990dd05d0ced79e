using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Migrating;

/// <summary>What a migration that goes wrong is told as, and what it does to those beside it.</summary>
public sealed class MigrationFailureTests : IDisposable
{
    private const string MakeParentsAnew = """
        CREATE TABLE anew (id INTEGER PRIMARY KEY, note TEXT);
        INSERT INTO anew (id) SELECT id FROM parents;
        DROP TABLE parents;
        ALTER TABLE anew RENAME TO parents;
        """;

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_table_that_a_migration_names_wrongly_is_no_damage_of_the_file()
    {
        MigrationException failure = FluentActions.Invoking(() => Open(Migration.FromSql(1, "typo", "INSERT INTO ordrs VALUES (1)")))
            .Should().Throw<MigrationException>().Which;
        failure.Message.Should().Contain("no such table: ordrs").And.NotContain("damaged").And.NotContain("restore");
        LeadStoreErrorKind? kind = null;
        using LeadDatabase store = Open(Migration.FromCode(1, "typo", "1", context =>
            kind = context.Invoking(it => it.Query("SELECT nothing FROM leads")).Should().Throw<LeadStoreException>().Which.Kind));
        kind.Should().Be(LeadStoreErrorKind.Unknown);
    }

    [Fact]
    public void Code_that_is_async_is_refused_because_it_would_be_journalled_at_its_first_wait()
    {
        Action<MigrationContext> code = async context =>
        {
            await Task.Yield();
            context.Run("CREATE TABLE late (id INTEGER)");
        };
        Action<MigrationContext> plain = context => context.Run("SELECT 1");
        FluentActions.Invoking(() => Migration.FromCode(1, "late", "1", code)).Should().Throw<ArgumentException>().WithMessage("*async*");
        FluentActions.Invoking(() => Migration.FromCode(1, "late", "1", plain, code)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Migration.FromCode(1, "late", "1", plain + code)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Code_that_goes_on_on_another_thread_is_undone()
    {
        Migration bad = Migration.FromCode(1, "wanders", "1", context =>
        {
            context.Run("CREATE TABLE half (id INTEGER)");
            Background.Run(() => context.Run("CREATE TABLE elsewhere (id INTEGER)")).GetAwaiter().GetResult();
        });
        FluentActions.Invoking(() => Open(bad)).Should().Throw<MigrationException>().WithMessage("*InvalidOperationException*");
        Schema().Should().NotContain("half").And.NotContain("elsewhere");
    }

    [Fact]
    public void Code_that_uses_the_store_itself_is_turned_away()
    {
        LeadDatabase? store = null;
        NewLead lead = new() { Phone = "+447809505864" };
        LeadDatabaseOptions options = Options(Migration.FromCode(1, "outer", "1", _ => store!.CreateLead(lead)));
        options.MigrateOnOpen = false;
        store = LeadDatabase.Open(options);
        using (store)
        {
            store.Invoking(it => it.Migrations.Migrate()).Should().Throw<MigrationException>().WithMessage("*InvalidOperationException*");
            store.CreateLead(lead).Id.Should().Be(1);
        }
    }

    [Fact]
    public void A_statement_that_returns_rows_and_is_given_up_leaves_nothing_open()
    {
        using LeadDatabase store = Open(Migration.FromCode(1, "reads", "1", context =>
        {
            context.Run("CREATE TABLE mine (id INTEGER PRIMARY KEY); INSERT INTO mine VALUES (1), (2), (3)");
            context.Execute("SELECT * FROM mine").Should().Be(0);
            context.Execute("DELETE FROM mine RETURNING id").Should().Be(3);
            context.Invoking(it => it.Query("SELECT abs(-9223372036854775807 - id) FROM (SELECT 0 AS id UNION ALL SELECT 1)"))
                .Should().Throw<LeadStoreException>("the second row is too much for it");
            context.Run("DROP TABLE mine; CREATE TABLE other (id INTEGER)");
        }));
        Schema().Should().Contain("other").And.NotContain("mine");
        store.CreateLead(new NewLead { Phone = "+447809505864" }).Id.Should().Be(1);
    }

    [Fact]
    public void A_reference_that_is_mended_too_late_fails_its_own_write_and_no_neighbours()
    {
        using LeadDatabase store = Open(Migration.FromSql(
            1, "late", "CREATE TABLE late (lead_id INTEGER REFERENCES leads (id) DEFERRABLE INITIALLY DEFERRED) STRICT"));
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        Raw.Execute(_directory.Database, "INSERT INTO late VALUES (1)");
        Task<Lead> neighbour;
        Task<DeleteSummary> deleted;
        using (HeldTransaction held = new(store))
        {
            neighbour = Background.Run(() => store.CreateLead(new NewLead { Phone = "+447809505865" }));
            Background.Until(() => Inside.Waiting(store) == 1);
            deleted = Background.Run(() => store.DeleteLead(1));
            Background.Until(() => Inside.Waiting(store) == 2);
        }

        neighbour.Invoking(it => it.Wait()).Should().NotThrow("it has nothing to do with the other");
        deleted.Invoking(it => it.GetAwaiter().GetResult()).Should().Throw<LeadStoreException>()
            .Which.Kind.Should().Be(LeadStoreErrorKind.InUse);
        store.GetAllLeads().Should().HaveCount(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("DEFERRABLE INITIALLY DEFERRED")]
    public void A_table_that_others_refer_to_can_be_made_anew(string kind)
    {
        Migration tables = Migration.FromSql(
            1,
            "tables",
            "CREATE TABLE parents (id INTEGER PRIMARY KEY); INSERT INTO parents VALUES (1);"
            + $"CREATE TABLE children (parent INTEGER REFERENCES parents (id) {kind}); INSERT INTO children VALUES (1);");
        Migration rebuild = Migration.FromSql(2, "rebuild", $"PRAGMA defer_foreign_keys=ON; {MakeParentsAnew}");
        using LeadDatabase store = Open(tables, rebuild);
        Raw.Scalar(_directory.Database, "SELECT count(*) FROM children JOIN parents ON parents.id = parent").Should().Be(1L);
        Schema().Should().Contain("REFERENCES parents").And.Contain("note");
        FluentActions.Invoking(() => Raw.Execute(_directory.Database, "DELETE FROM parents")).Should().Throw<SqliteException>();
    }

    [Fact]
    public void A_deferred_reference_that_a_migration_leaves_without_its_row_fails_it_and_no_neighbour()
    {
        LeadDatabaseOptions options = Options(Migration.FromSql(
            1,
            "orphan",
            "CREATE TABLE orphans (lead_id INTEGER REFERENCES leads (id) DEFERRABLE INITIALLY DEFERRED); INSERT INTO orphans VALUES (7);"));
        options.MigrateOnOpen = false;
        using LeadDatabase store = LeadDatabase.Open(options);
        Task<Lead> neighbour;
        Task migration;
        using (HeldTransaction held = new(store))
        {
            neighbour = Background.Run(() => store.CreateLead(new NewLead { Phone = "+447809505865" }));
            Background.Until(() => Inside.Waiting(store) == 1);
            migration = Background.Run(() => store.Migrations.Migrate());
            Background.Until(() => Inside.Waiting(store) == 2);
        }

        neighbour.Invoking(it => it.Wait()).Should().NotThrow();
        migration.Invoking(it => it.GetAwaiter().GetResult()).Should().Throw<MigrationException>().WithMessage("*orphans*");
        Schema().Should().NotContain("orphans");
    }

    [Fact]
    public void A_second_broken_reference_in_a_table_without_rowids_is_told_from_the_first()
    {
        Migration tables = Migration.FromSql(
            1,
            "tables",
            "CREATE TABLE parents (id INTEGER PRIMARY KEY);"
            + "CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents (id)) WITHOUT ROWID;");
        Open(tables).Dispose();
        Raw.Execute(_directory.Database, "PRAGMA foreign_keys = OFF; INSERT INTO children VALUES (1, 7)");
        Migration second = Migration.FromSql(2, "second", "PRAGMA defer_foreign_keys=ON; INSERT INTO children VALUES (2, 7)");
        FluentActions.Invoking(() => Open(tables, second)).Should().Throw<MigrationException>()
            .Which.Migration.Should().Be("billing/0002_second");
        Migration good = Migration.FromSql(2, "good", "INSERT INTO parents VALUES (8); INSERT INTO children VALUES (3, 8)");
        Open(tables, good).Dispose();
    }

    [Fact]
    public void A_reference_that_fits_no_key_keeps_no_file_from_being_brought_up_to_date_and_is_refused_of_a_migration()
    {
        LeadDatabase.Open(_directory.Database).Dispose();
        Raw.Execute(
            _directory.Database,
            "PRAGMA foreign_keys=OFF; CREATE TABLE theirs (email TEXT REFERENCES leads (email)); INSERT INTO theirs VALUES ('x')");
        Migration orders = Migration.FromSql(1, "orders", "CREATE TABLE orders (id INTEGER)");
        Open(orders).Dispose();
        Migration mine = Migration.FromSql(2, "mine", "CREATE TABLE mine (name TEXT REFERENCES leads (name))");
        MigrationException failure = FluentActions.Invoking(() => Open(orders, mine)).Should().Throw<MigrationException>().Which;
        failure.Migration.Should().Be("billing/0002_mine");
        Schema().Should().NotContain("mine");
    }

    [FactWithStrace]
    public void A_full_disk_is_told_as_one_and_the_migration_runs_when_there_is_room()
    {
        // In the commit of a small one, and in a statement of one that is larger than what is kept in memory.
        foreach (string size in (string[])["app=5", "app=5 rows=600000"])
        {
            LeadDatabase.Open(_directory.Database).Dispose();
            using (HostProcess process = HostProcess.StartWithFault(_directory.Database + "-wal", "pwrite64:error=ENOSPC:when=12+"))
            {
                process.Open(_directory.Database, size).Should().StartWith("failed StorageFull", size);
            }

            Schema().Should().NotContain("host_5");
        }

        using HostProcess next = HostProcess.Start();
        next.Open(_directory.Database, "app=5").Should().StartWith("opened");
        next.Ask("lead +447809505864").Should().StartWith("lead 1");
    }

    [Fact]
    public void A_set_or_a_resource_that_is_not_well_made_is_named()
    {
        FluentActions.Invoking(() => new MigrationSet("billing", [null!])).Should().Throw<ArgumentException>();
        Invoking("Blank").Should().Throw<ArgumentException>().WithMessage("*0001_blank.sql*");
        Invoking("Zero").Should().Throw<ArgumentException>().WithMessage("*0000_zero.sql*");

        static Func<MigrationSet> Invoking(string directory) => () => MigrationSet.FromResources(
            "billing", typeof(MigrationFailureTests).Assembly, $"LeadStore.Tests.Migrating.Scripts.{directory}");
    }

    private LeadDatabaseOptions Options(params Migration[] migrations)
    {
        LeadDatabaseOptions options = new() { Path = _directory.Database };
        options.Migrations.Add(new MigrationSet("billing", migrations));
        return options;
    }

    private LeadDatabase Open(params Migration[] migrations) => LeadDatabase.Open(Options(migrations));

    private string Schema()
    {
        using SqliteConnection file = Raw.Open(_directory.Database);
        object? applied = file.Scalar("SELECT group_concat(namespace || number) FROM application_migrations");
        return $"{file.Scalar("SELECT group_concat(name || sql) FROM sqlite_schema")} {applied}";
    }
}
