using System.Globalization;
using LeadStore.Migrations;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Migrating;

/// <summary>What comes after a rollback: of one that was killed, of one to nothing, and of one that another process came between.</summary>
public sealed class CutOffRollBackTests : IDisposable
{
    // The last byte of the schema version in the header of a file.
    private const int PlaceOfVersion = 63;

    private readonly TempDirectory _directory = new();

    private LeadDatabaseOptions Options => new() { Path = _directory.Database };

    public void Dispose() => _directory.Dispose();

    [FactWithStrace]
    public void The_status_of_a_file_whose_change_was_cut_off_is_not_guessed_and_nothing_is_written()
    {
        CutOff();
        Dictionary<string, string> before = FileImage.Of(_directory.Path);
        LeadStoreException failure = FluentActions.Invoking(() => LeadDatabase.GetMigrationStatus(Options))
            .Should().Throw<LeadStoreException>().Which;
        failure.Kind.Should().Be(LeadStoreErrorKind.CannotOpen);
        failure.Message.Should().Contain("cut off");
        FileImage.Of(_directory.Path).Should().Equal(before);

        using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
        {
            store.GetAllLeads().Should().HaveCount(1);
        }

        LeadDatabase.GetMigrationStatus(Options).SchemaVersion.Should().Be(MigrationScript.Newest);
    }

    [FactWithStrace]
    public void A_rollback_that_was_cut_off_is_simply_repeated()
    {
        CutOff();
        LeadDatabase.RollBack(Options, 2).RolledBack.Should().HaveCount(MigrationScript.Newest - 2);
        LeadDatabase.GetMigrationStatus(Options).SchemaVersion.Should().Be(2);
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.GetAllLeads().Should().HaveCount(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2000)]
    public void A_journal_that_counts_for_nothing_stands_in_nobodys_way(int length)
    {
        LeadDatabase.Open(_directory.Database).Dispose();

        // Left by a process that was killed before it had changed anything; programs in other modes leave one always.
        string journal = _directory.Database + "-journal";
        byte[] left = [.. Enumerable.Range(0, length).Select(at => (byte)(at < 12 ? 0 : at))];
        File.WriteAllBytes(journal, left);
        LeadDatabase.GetMigrationStatus(Options).IsUpToDate.Should().BeTrue();
        RollBackReport report = LeadDatabase.RollBack(Options, 2);
        LeadDatabase.GetMigrationStatus(Options).SchemaVersion.Should().Be(2);

        File.WriteAllBytes(journal, left);
        LeadDatabase.Restore(report.BackupPath!, Options);
        LeadDatabase.GetMigrationStatus(Options).IsUpToDate.Should().BeTrue();
        LeadDatabase.Open(_directory.Database).Dispose();

        if (length > 0)
        {
            return;
        }

        LeadDatabaseOptions foreign = new() { Path = _directory.File("foreign.db") };
        Raw.Execute(
            foreign.Path,
            "CREATE TABLE leads (id INTEGER PRIMARY KEY, phone TEXT, name TEXT); INSERT INTO leads VALUES (1, '+447809505864', 'A')");
        File.WriteAllBytes(foreign.Path + "-journal", left);
        LeadDatabase.Adopt(foreign, new AdoptOptions { Mapping = ImportMapping.Propose(ImportSource.Sqlite(foreign.Path)).Mapping });
        using LeadDatabase adopted = LeadDatabase.Open(foreign);
        adopted.GetAllLeads().Should().HaveCount(1);
    }

    [Fact]
    public void What_was_rolled_back_to_nothing_is_an_empty_database_whatever_was_measured_in_it_and_takes_its_backup()
    {
        using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
        {
            store.CreateLead(new NewLead { Phone = "+447809505864" });
            store.Maintenance.Optimize();
        }

        Raw.Execute(_directory.Database, "ANALYZE");
        RollBackReport report = LeadDatabase.RollBack(Options, 0);
        LeadDatabase.GetMigrationStatus(Options).SchemaVersion.Should().Be(0);
        LeadDatabase.RollBack(Options, 0).RolledBack.Should().BeEmpty();
        LeadDatabase.Restore(report.BackupPath!, Options);
        using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
        {
            store.GetAllLeads().Should().HaveCount(1);
        }

        LeadDatabase.RollBack(Options, 0);
        using LeadDatabase again = LeadDatabase.Open(_directory.Database);
        again.GetAllLeads().Should().BeEmpty();
    }

    [Fact]
    public void A_migration_that_another_process_has_replaced_meanwhile_is_not_undone_by_the_wrong_way()
    {
        LeadDatabaseOptions options = Options;
        Migration orders = Migration.FromSql(1, "orders", "CREATE TABLE orders (id INTEGER)", "DROP TABLE orders");
        options.Migrations.Add(new MigrationSet("billing", [orders]));
        using LeadDatabase store = LeadDatabase.Open(options);
        MigrationStep step = new(options.Migrations[0], orders);
        Raw.Execute(_directory.Database, "UPDATE application_migrations SET sha256 = 'another'");
        FluentActions.Invoking(() => Inside.Engine(store).Write(Migrator.Revert, step, "RollBack")).Should().Throw<MigrationException>();
        Raw.Scalar(_directory.Database, "SELECT count(*) FROM orders").Should().Be(0L);
    }

    [Fact]
    public void Another_store_that_has_the_file_open_sees_a_rollback_of_the_application_and_goes_on()
    {
        LeadDatabaseOptions options = Options;
        options.Migrations.Add(new MigrationSet(
            "billing", [Migration.FromSql(1, "orders", "CREATE TABLE orders (id INTEGER)", "DROP TABLE orders")]));
        using LeadDatabase one = LeadDatabase.Open(options);
        using LeadDatabase other = LeadDatabase.Open(options);
        other.CreateLead(new NewLead { Phone = "+447809505864" });
        one.Migrations.RollBack("billing", 0).RolledBack.Should().HaveCount(1);
        other.Migrations.GetStatus().Migrations[^1].State.Should().Be(MigrationState.Pending);
        other.Migrations.RollBack("billing", 0).BackupPath.Should().BeNull();
        other.CreateLead(new NewLead { Phone = "+447809505865" }).Id.Should().Be(2);
        other.Migrations.Migrate().Should().Equal("billing/0001_orders");
        one.Migrations.GetStatus().IsUpToDate.Should().BeTrue();
    }

    [Fact]
    public async Task Two_that_roll_back_in_the_same_second_both_succeed_and_undo_it_once()
    {
        LeadDatabaseOptions options = Options;
        options.TimeProvider = new FakeTimeProvider();
        options.Migrations.Add(new MigrationSet(
            "billing", [Migration.FromSql(1, "orders", "CREATE TABLE orders (id INTEGER)", "DROP TABLE orders")]));
        using LeadDatabase one = LeadDatabase.Open(options);
        using LeadDatabase other = LeadDatabase.Open(options);
        for (int round = 0; round < 5; round++)
        {
            using Barrier barrier = new(2);
            RollBackReport[] reports = await Task.WhenAll(new[] { one, other }.Select(store => Background.Run(() =>
            {
                barrier.SignalAndWait(Background.Patience).Should().BeTrue();
                return store.Migrations.RollBack("billing", 0);
            })).ToArray()).WaitAsync(Background.Patience);
            reports.Sum(report => report.RolledBack.Count).Should().Be(1);
            one.Migrations.Migrate().Should().HaveCount(1);
        }
    }

    [Fact]
    public void A_view_of_another_program_that_a_newer_schema_has_no_column_for_is_named_and_nothing_is_changed()
    {
        LeadDatabase.Open(_directory.Database).Dispose();
        LeadDatabase.RollBack(Options, 2);
        Raw.Execute(_directory.Database, "CREATE VIEW theirs AS SELECT last_contact_at FROM leads");
        MigrationException failure = FluentActions.Invoking(() => LeadDatabase.Open(_directory.Database))
            .Should().Throw<MigrationException>().Which;
        failure.Migration.Should().Be(MigrationScript.All[2].ToString());
        failure.Message.Should().Contain("view theirs");
        LeadDatabase.GetMigrationStatus(Options).SchemaVersion.Should().Be(2);
        Raw.Execute(_directory.Database, "DROP VIEW theirs");
        LeadDatabase.Open(_directory.Database).Dispose();
    }

    [Fact]
    public void A_store_that_another_process_has_open_is_not_rolled_back_and_works_on()
    {
        using HostProcess process = HostProcess.Start();
        process.Open(_directory.Database).Should().StartWith("opened");
        FluentActions.Invoking(() => LeadDatabase.RollBack(Options, 2)).Should().Throw<LeadStoreException>()
            .Which.Kind.Should().Be(LeadStoreErrorKind.Busy);
        process.Ask("lead +447809505864").Should().StartWith("lead 1");
        process.Ask("close").Should().Be("closed");
        Directory.GetFiles(_directory.Path, "*before-rollback*").Should().BeEmpty();
        LeadDatabase.RollBack(Options, 2).RolledBack.Should().HaveCount(MigrationScript.Newest - 2);
    }

    // Killed at the last call of its commit: every page is in the file already, and the journal that takes them back is still there.
    private void CutOff()
    {
        for (int unlink = 1; unlink < 10; unlink++)
        {
            Array.ForEach(Directory.GetFiles(_directory.Path), File.Delete);
            using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
            {
                store.CreateLead(new NewLead { Phone = "+447809505864" });
            }

            using HostProcess process = HostProcess.StartWithFault(
                _directory.Database + "-journal", string.Create(CultureInfo.InvariantCulture, $"unlink:signal=KILL:when={unlink}"));
            process.Send($"rollback {_directory.Database} 1");
            if (process.Read() is null && File.ReadAllBytes(_directory.Database)[PlaceOfVersion] == 1)
            {
                File.Exists(_directory.Database + "-journal").Should().BeTrue();
                return;
            }
        }

        throw new InvalidOperationException("No call was the last one.");
    }
}
