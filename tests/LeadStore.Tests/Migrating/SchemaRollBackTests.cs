using System.Globalization;
using LeadStore.Maintenance;
using LeadStore.Migrations;
using LeadStore.Tests.Contract;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Migrating;

public sealed class SchemaRollBackTests : IDisposable
{
    // There are some more to the file while it is rolled back: each kill is one.
    private const int FewestWrites = 25;

    private readonly TempDirectory _directory = new();

    private LeadDatabaseOptions Options => new() { Path = _directory.Database };

    public static TheoryData<int> Versions => [.. Enumerable.Range(0, MigrationScript.Newest)];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Down_to_any_version_and_up_again_keeps_every_row_and_every_checksum(int version)
    {
        string before = await Fill();
        RollBackReport report = LeadDatabase.RollBack(Options, version);
        report.RolledBack.Should().HaveCount(MigrationScript.Newest - version);
        StoreMaintenance.VerifyBackup(report.BackupPath!).SchemaVersion.Should().Be(MigrationScript.Newest);
        using (SqliteConnection file = Raw.Open(_directory.Database))
        {
            file.Number("PRAGMA user_version").Should().Be(version);
            file.Scalar("PRAGMA integrity_check").Should().Be("ok");
            SchemaObject[] objects = [.. SchemaObject.ReadAll(file.Handle!).Where(one => version > 0 || one.Name != "sqlite_sequence")];
            objects.Should().BeEquivalentTo(SchemaModel.Of(version).Objects);
            SchemaModel.ReadMigrations(file.Handle!).Should().Equal(SchemaModel.Of(version).Migrations);
            SchemaModel.ReadChecksummed(file.Handle!).Should().Equal(SchemaModel.Of(version).Checksummed);
            if (version > 0)
            {
                file.Number("SELECT count(*) FROM leads").Should().Be(12);
                file.Number("SELECT count(*) FROM messages").Should().Be(60);
                file.Number("SELECT count(*) FROM qualifications").Should().Be(4);
                file.Number("SELECT seq FROM sqlite_sequence WHERE name = 'leads'").Should().Be(13);
            }
            else
            {
                file.Number("PRAGMA application_id").Should().Be(0);
            }
        }

        if (version > 1)
        {
            // Every checksum is right in the older schema too.
            StoreMaintenance.VerifyBackup(_directory.Database).DamagedRows.Should().Be(0);
        }

        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.Maintenance.Verify().IsSound.Should().BeTrue();
        if (version > 0)
        {
            (await StoreContent.Of(store)).Should().Be(before);
            store.CreateLead(new NewLead { Phone = "+447700900999" }).Id.Should().Be(14, "an id that was used and deleted is not used again");
        }
        else
        {
            store.GetAllLeads().Should().BeEmpty();
            store.CreateLead(new NewLead { Phone = "+447700900999" }).Should().NotBeNull();
        }
    }

    [Fact]
    public async Task A_row_that_was_damaged_is_found_out_before_anything_is_changed()
    {
        await Fill();
        Raw.Execute(_directory.Database, "DROP TRIGGER messages_edited; UPDATE messages SET content = 'x' WHERE id = (SELECT min(id) FROM messages)");
        string before = Schema();
        FluentActions.Invoking(() => LeadDatabase.RollBack(Options, 2)).Should().Throw<LeadStoreException>();
        Schema().Should().Be(before);
        Directory.GetFiles(_directory.Path, "*before-rollback*").Should().BeEmpty();
    }

    [Fact]
    public async Task A_store_that_somebody_has_open_is_refused_and_works_on()
    {
        await Fill();
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        FluentActions.Invoking(() => LeadDatabase.RollBack(Options, 2)).Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.Busy);
        Directory.GetFiles(_directory.Path, "*before-rollback*").Should().BeEmpty();
        store.CreateLead(new NewLead { Phone = "+447700900999" }).Should().NotBeNull();
    }

    [Fact]
    public async Task Migrations_of_applications_are_to_be_rolled_back_first()
    {
        await Fill();
        LeadDatabaseOptions options = Options;
        options.Migrations.Add(new MigrationSet("billing", [Migration.FromSql(1, "orders", "CREATE TABLE orders (id INTEGER)", "DROP TABLE orders")]));
        LeadDatabase.Open(options).Dispose();
        Dictionary<string, string> before = Image();
        FluentActions.Invoking(() => LeadDatabase.RollBack(Options, 3)).Should().Throw<MigrationException>().WithMessage("*billing*");
        Image().Should().Equal(before);
        using (LeadDatabase store = LeadDatabase.Open(options))
        {
            store.Migrations.RollBack("billing", 0);
        }

        LeadDatabase.RollBack(Options, 3).RolledBack.Should().Equal(
            [.. MigrationScript.All.Where(it => it.Number > 3).Select(it => MigrationScript.Set.Name(it)).Reverse()]);
    }

    [Fact]
    public async Task What_another_program_hung_on_a_table_that_is_made_anew_is_not_lost_in_silence()
    {
        await Fill();
        Raw.Execute(_directory.Database, "CREATE INDEX mine ON messages (sender)");
        string before = Schema();
        FluentActions.Invoking(() => LeadDatabase.RollBack(Options, 2)).Should().Throw<MigrationException>().WithMessage("*index mine*");
        Schema().Should().Be(before);
        FluentActions.Invoking(() => LeadDatabase.RollBack(Options, 0)).Should().Throw<MigrationException>().WithMessage("*index mine*");
        LeadDatabase.RollBack(Options, 3).RolledBack.Should().HaveCount(MigrationScript.Newest - 3, "messages is left as it is");
    }

    [Fact]
    public async Task Nothing_is_done_where_nothing_is_to_be_done_and_other_files_are_refused()
    {
        await Fill();
        RollBackReport report = LeadDatabase.RollBack(Options, MigrationScript.Newest);
        (report.RolledBack.Count, report.BackupPath).Should().Be((0, null));
        FluentActions.Invoking(() => LeadDatabase.RollBack(Options, MigrationScript.Newest + 1)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => LeadDatabase.RollBack(Options, -1)).Should().Throw<ArgumentException>();
        LeadDatabaseOptions none = new() { Path = _directory.File("none.db") };
        FluentActions.Invoking(() => LeadDatabase.RollBack(none, 1)).Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.CannotOpen);
        File.Exists(none.Path).Should().BeFalse();
        Raw.Execute(_directory.Database, "PRAGMA user_version = 99");
        Dictionary<string, string> before = Image();
        FluentActions.Invoking(() => LeadDatabase.RollBack(Options, 1)).Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.SchemaTooNew);
        Image().Should().Equal(before);
    }

    [FactWithStrace]
    public async Task A_process_that_is_killed_at_any_write_to_the_file_leaves_the_old_schema_or_the_new_one()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), CultureInfo.InvariantCulture, out int given) ? given : Random.Shared.Next();
        Random random = new(seed);
        string content = await Fill();
        byte[] filled = await File.ReadAllBytesAsync(_directory.Database);
        for (int round = 0; round < 6; round++)
        {
            int write = random.Next(1, FewestWrites + 1);
            string fault = string.Create(CultureInfo.InvariantCulture, $"pwrite64:signal=KILL:when={write}");
            using (HostProcess process = HostProcess.StartWithFault(_directory.Database, fault))
            {
                process.Send($"rollback {_directory.Database} 1");
                process.Read().Should().BeNull("it was killed at write {0}, seed {1}", write, seed);
            }

            using (SqliteConnection file = Raw.Open(_directory.Database))
            {
                int version = (int)file.Number("PRAGMA user_version");
                version.Should().Match(it => it == 1 || it == MigrationScript.Newest, "seed {0}", seed);
                SchemaObject.ReadAll(file.Handle!).Should().BeEquivalentTo(SchemaModel.Of(version).Objects);
            }

            using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
            {
                (await StoreContent.Of(store)).Should().Be(content);
            }

            Array.ForEach(Directory.GetFiles(_directory.Path), File.Delete);
            await File.WriteAllBytesAsync(_directory.Database, filled);
        }
    }

    private async Task<string> Fill()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        for (int i = 0; i < 12; i++)
        {
            Lead lead = store.CreateLead(new NewLead
            {
                Phone = $"+4477009000{i:00}",
                Name = i % 3 == 0 ? null : $"Name {i}",
                Source = $"source{i % 2}",
                Answers = new Dictionary<string, string> { ["budget"] = $"{i}" },
            });
            for (int n = 0; n < 5; n++)
            {
                store.IngestInbound(new InboundMessage { From = lead.Phone, Body = $"Message {n} of {i}", SourceId = $"{i}-{n}", Channel = Channel.Sms });
            }

            if (i % 3 == 0)
            {
                store.QualifyLead(lead.Id);
            }

            if (i % 4 == 0)
            {
                store.ArchiveLead(lead.Id);
            }
        }

        store.DeleteLead(store.CreateLead(new NewLead { Phone = "+447700900099" }).Id);
        store.Settings.Set(Setting.Text("crm", ""), "on");
        return await StoreContent.Of(store);
    }

    private Dictionary<string, string> Image() => FileImage.Of(_directory.Path).Where(file => file.Key == "leads.db").ToDictionary();

    private string Schema()
    {
        using SqliteConnection file = Raw.Open(_directory.Database);
        return $"{file.Scalar("SELECT group_concat(name || sql) FROM sqlite_schema")} {file.Number("PRAGMA user_version")}";
    }
}
