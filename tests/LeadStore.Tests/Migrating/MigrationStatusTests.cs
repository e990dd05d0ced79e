using LeadStore.Migrations;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Migrating;

public sealed class MigrationStatusTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private LeadDatabaseOptions Options => new() { Path = _directory.Database };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_closed_file_is_read_and_not_a_byte_of_it_is_written()
    {
        LeadDatabase.Open(_directory.Database).Dispose();
        LeadDatabaseOptions options = Options;
        options.Migrations.Add(new MigrationSet("billing", [Migration.FromSql(1, "orders", "CREATE TABLE orders (id INTEGER)")]));
        MigrationStatus status = Unchanged(() => LeadDatabase.GetMigrationStatus(options));
        status.SchemaVersion.Should().Be(MigrationScript.Newest);
        status.Migrations.Select(one => one.State)
            .Should().Equal([.. MigrationScript.All.Select(_ => MigrationState.Applied), MigrationState.Pending]);
        (status.IsTooNew, status.IsUpToDate, status.LogWasNotRead).Should().Be((false, false, false));
        status.Script().Should().Contain("CREATE TABLE orders");
    }

    [Fact]
    public void What_another_process_has_in_the_log_is_read_while_it_runs_and_after_it_was_killed()
    {
        using HostProcess process = HostProcess.Start();
        process.Open(_directory.Database, "app=3").Should().StartWith("opened");
        new FileInfo(_directory.Database + "-wal").Length.Should().BePositive();
        Verify();
        process.Ask("lead +447809505864").Should().StartWith("lead 1");
        process.Kill();
        Verify();
        Directory.GetFiles(_directory.Path).Should().HaveCount(3, "the log and its index are still there");

        File.Delete(_directory.Database + "-shm");
        Unchanged(() => LeadDatabase.GetMigrationStatus(Options)).LogWasNotRead.Should().BeTrue();
        LeadDatabase.Open(_directory.Database).Dispose();

        void Verify()
        {
            MigrationStatus status = Unchanged(() => LeadDatabase.GetMigrationStatus(Options));
            status.Migrations.Where(one => one.Namespace == "host").Select(one => one.State)
                .Should().Equal(Enumerable.Repeat(MigrationState.OfOtherProgram, 3));
            (status.IsUpToDate, status.LogWasNotRead).Should().Be((true, false));
        }
    }

    [Fact]
    public async Task A_file_that_others_open_write_to_and_close_all_the_while_has_always_a_status()
    {
        const int times = 20;
        using HostProcess process = HostProcess.Start();
        process.Open(_directory.Database).Should().StartWith("opened");
        process.Ask("close").Should().Be("closed");
        for (int i = 0; i < times; i++)
        {
            process.Send($"open {_directory.Database}");
            process.Send($"lead +4478095{i:00000}");
            process.Send("close");
        }

        Task<string?[]> end = Background.Run(() => Enumerable.Range(0, 4 * times).Select(_ => process.Read()).ToArray());
        while (!end.IsCompleted)
        {
            MigrationStatus status = LeadDatabase.GetMigrationStatus(Options);
            (status.SchemaVersion, status.IsUpToDate).Should().Be((MigrationScript.Newest, true));
        }

        (await end)[^1].Should().Be("closed");
    }

    [Fact]
    public void A_store_that_this_process_has_open_goes_on_beside_it()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        LeadDatabase.GetMigrationStatus(Options).IsUpToDate.Should().BeTrue();
        using HostProcess process = HostProcess.Start();
        process.Open(_directory.Database).Should().StartWith("opened");
        process.Ask("lead +447809505865").Should().StartWith("lead 2");
        store.CreateLead(new NewLead { Phone = "+447809505866" }).Id.Should().Be(3);
    }

    [Fact]
    public void A_file_of_a_newer_library_is_described_and_stays_identical_also_when_opening_refuses_it()
    {
        LeadDatabase.Open(_directory.Database).Dispose();
        int newer = MigrationScript.Newest + 1;
        Raw.Execute(_directory.Database, $"INSERT INTO schema_migrations VALUES ({newer}, '{newer:0000}_future', 'f00d', 0); PRAGMA user_version = {newer}");
        MigrationStatus status = Unchanged(() => LeadDatabase.GetMigrationStatus(Options));
        (status.SchemaVersion, status.IsTooNew, status.IsUpToDate).Should().Be((newer, true, false));
        (status.Migrations[^1].Name, status.Migrations[^1].State).Should().Be(($"{newer:0000}_future", MigrationState.Newer));
        Unchanged(() => FluentActions.Invoking(() => LeadDatabase.Open(_directory.Database)).Should().Throw<LeadStoreException>()
            .Which.Kind.Should().Be(LeadStoreErrorKind.SchemaTooNew));
    }

    [Fact]
    public void An_older_file_and_an_empty_one_show_what_opening_them_would_run()
    {
        LeadDatabase.Open(_directory.Database).Dispose();
        LeadDatabase.RollBack(Options, 1);
        MigrationStatus status = Unchanged(() => LeadDatabase.GetMigrationStatus(Options));
        status.Migrations.Count(one => one.State == MigrationState.Pending).Should().Be(MigrationScript.Newest - 1);
        status.Script().Should().Be(string.Concat(MigrationScript.All.Skip(1).Select(one => $"-- leadstore/{one}\n{one.UpSql}\n")));
        status.ScriptRollBack("leadstore", 0).Should().StartWith("-- leadstore/0001_leads, down\n");

        File.WriteAllBytes(_directory.Database, []);
        Unchanged(() => LeadDatabase.GetMigrationStatus(Options)).Migrations.Should().OnlyContain(one => one.State == MigrationState.Pending);
    }

    [LinuxFact("users have rights by numbers there")]
    public void A_file_that_may_only_be_read_has_a_status_too()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        LeadDatabase.Open(_directory.Database).Dispose();
        File.SetUnixFileMode(_directory.Database, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        const UnixFileMode enter = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(_directory.Path, enter);
        using (HostProcess other = HostProcess.StartWithoutPrivileges())
        {
            Unchanged(() => other.Ask($"status {_directory.Database}")).Should().StartWith($"status {MigrationScript.Newest} ");
            other.Open(_directory.Database).Should().StartWith("failed ");
        }

        File.SetUnixFileMode(_directory.Path, enter | UnixFileMode.UserWrite);
    }

    [Fact]
    public void One_that_comes_before_an_applied_one_is_out_of_order_and_what_is_refused_has_no_script()
    {
        Migration[] given =
            [.. Enumerable.Range(1, 4).Select(number => Migration.FromSql(number, "t", $"CREATE TABLE t{number} (id INTEGER)"))];
        LeadDatabaseOptions before = Options;
        before.Migrations.Add(new MigrationSet("billing", [given[0], given[2]]));
        LeadDatabase.Open(before).Dispose();
        LeadDatabaseOptions after = Options;
        after.Migrations.Add(new MigrationSet("billing", given));
        MigrationStatus status = Unchanged(() => LeadDatabase.GetMigrationStatus(after));
        status.Migrations.TakeLast(4).Select(one => one.State).Should().Equal(
            MigrationState.Applied, MigrationState.OutOfOrder, MigrationState.Applied, MigrationState.Pending);
        (status.IsUpToDate, status.IsRefused).Should().Be((false, true));
        status.Script().Should().Be("-- Nothing would run: billing/0002_t is OutOfOrder.\n");
        FluentActions.Invoking(() => LeadDatabase.Open(after)).Should().Throw<MigrationException>();
        LeadDatabase.GetMigrationStatus(before).IsRefused.Should().BeFalse();
    }

    [Fact]
    public void A_dry_run_can_be_run()
    {
        LeadDatabaseOptions options = Options;
        options.MigrateOnOpen = false;
        options.Migrations.Add(new MigrationSet("billing",
        [
            Migration.FromSql(1, "a", "CREATE TABLE a (id INTEGER)", "DROP TABLE a"),
            Migration.FromSql(2, "b", "CREATE TABLE b (id INTEGER) -- without an end", "DROP TABLE b -- as well"),
            Migration.FromCode(3, "c", "1", _ => { }, _ => { }),
            Migration.FromSql(4, "d", "CREATE TABLE d (id INTEGER);\n", "DROP TABLE d;\n"),
        ]));
        using LeadDatabase store = LeadDatabase.Open(options);
        Raw.Execute(_directory.Database, store.Migrations.Script());
        Raw.Scalar(_directory.Database, "SELECT count(*) FROM sqlite_schema WHERE name IN ('a', 'b', 'd')").Should().Be(3L);
        Raw.Execute(_directory.Database, "DROP TABLE a; DROP TABLE b; DROP TABLE d");
        store.Migrations.Migrate();
        Raw.Execute(_directory.Database, store.Migrations.ScriptRollBack("billing", 0));
        Raw.Scalar(_directory.Database, "SELECT count(*) FROM sqlite_schema WHERE name IN ('a', 'b', 'd')").Should().Be(0L);
    }

    [Fact]
    public void What_is_no_store_is_refused_and_nothing_is_made()
    {
        Refused(_directory.File("none.db")).Should().Be(LeadStoreErrorKind.CannotOpen);
        Refused(_directory.Path).Should().Be(LeadStoreErrorKind.CannotOpen);
        File.WriteAllText(_directory.File("text.db"), new string('x', 5000));
        Refused(_directory.File("text.db")).Should().Be(LeadStoreErrorKind.NotALeadStore);
        Raw.Execute(_directory.File("foreign.db"), "CREATE TABLE mine (id INTEGER)");
        Refused(_directory.File("foreign.db")).Should().Be(LeadStoreErrorKind.NotALeadStore);

        LeadStoreErrorKind Refused(string path) => Unchanged(() => FluentActions
            .Invoking(() => LeadDatabase.GetMigrationStatus(new LeadDatabaseOptions { Path = path })).Should().Throw<LeadStoreException>().Which.Kind);
    }

    private T Unchanged<T>(Func<T> look)
    {
        Dictionary<string, string> before = FileImage.Of(_directory.Path);
        T result = look();
        FileImage.Of(_directory.Path).Should().Equal(before);
        return result;
    }
}
