using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Migrating;

/// <summary>A file with the tables of an application in it, and all that is done to files.</summary>
public sealed class ApplicationTableTests : IDisposable
{
    private const string Up = """
        CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, lead_id INTEGER NOT NULL REFERENCES leads (id), total INTEGER) STRICT;
        CREATE INDEX orders_lead ON orders (lead_id);
        CREATE TABLE orders_log (what TEXT) STRICT;
        CREATE VIEW orders_readable AS SELECT orders.id, leads.name FROM orders JOIN leads ON leads.id = orders.lead_id;
        CREATE TRIGGER orders_logged AFTER INSERT ON orders
        BEGIN
            INSERT INTO orders_log VALUES ('order ' || NEW.id);
        END;
        INSERT INTO orders (lead_id, total) SELECT id, 5 FROM leads;
        """;

    private readonly TempDirectory _directory = new();

    private LeadDatabaseOptions Options
    {
        get
        {
            LeadDatabaseOptions options = new() { Path = _directory.Database };
            options.Migrations.Add(new MigrationSet(
                "billing",
                [
                    Migration.FromSql(1, "orders", Up, "DROP VIEW orders_readable; DROP TABLE orders; DROP TABLE orders_log;"),
                    Migration.FromSql(
                        2,
                        "column",
                        "ALTER TABLE orders RENAME COLUMN total TO pennies",
                        "ALTER TABLE orders RENAME COLUMN pennies TO total"),
                    Migration.FromSql(
                        3,
                        "table",
                        "ALTER TABLE orders_log RENAME TO orders_journal; ANALYZE; REINDEX orders_lead",
                        "ALTER TABLE orders_journal RENAME TO orders_log"),
                ]));
            return options;
        }
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Backups_restores_checks_and_the_doctor_live_with_them()
    {
        string backup = _directory.File("backup.db");
        using (LeadDatabase store = Fill())
        {
            store.Maintenance.Verify().IsSound.Should().BeTrue();
            store.Maintenance.CheckIntegrity().IsSound.Should().BeTrue();
            store.Maintenance.Doctor(new DoctorOptions { CheckContent = true }).Findings
                .Should().NotContain(finding => finding.Severity == DoctorSeverity.Problem);
            store.Maintenance.Backup(backup).Rows.Should().Contain("orders", 2).And.Contain("orders_journal", 2);
            store.Maintenance.Optimize();
            store.InTransaction(tx => tx.CreateLead(new NewLead { Phone = "+447809505867" }));
            store.Maintenance.Restore(backup);
            store.Migrations.GetStatus().IsUpToDate.Should().BeTrue();
            store.GetAllLeads().Should().HaveCount(2);
        }

        StoreMaintenance.VerifyBackup(backup).Rows.Should().Contain("orders", 2);
        LeadDatabase.Restore(backup, Options);
        using LeadDatabase again = LeadDatabase.Open(Options);
        Raw.Scalar(_directory.Database, "SELECT group_concat(pennies) FROM orders").Should().Be("5,5");
        again.Migrations.RollBack("billing", 0).RolledBack.Should().HaveCount(3);
        again.Maintenance.Verify().IsSound.Should().BeTrue();
    }

    [Fact]
    public void A_dump_and_an_export_leave_them_out_and_what_was_loaded_gets_them_anew()
    {
        string loaded = _directory.File("loaded.db");
        string taken = _directory.File("taken.db");
        using (LeadDatabase store = Fill())
        {
            store.Maintenance.Dump(_directory.File("dump.sql")).LeftOut.Should().Contain("table orders");
            store.Export.Json(_directory.File("export.jsonl"));
        }

        StoreMaintenance.LoadDump(_directory.File("dump.sql"), loaded);
        LeadDatabaseOptions options = Options;
        options.Path = loaded;
        using (LeadDatabase store = LeadDatabase.Open(options))
        {
            Raw.Scalar(loaded, "SELECT count(*) FROM orders").Should().Be(2L, "the migration makes them of the leads");
        }

        options.Path = taken;
        using LeadDatabase other = LeadDatabase.Open(options);
        other.Export.Load(_directory.File("export.jsonl"));
        other.GetAllLeads().Should().HaveCount(2);
        other.Migrations.GetStatus().IsUpToDate.Should().BeTrue();
    }

    [Fact]
    public void A_lead_that_they_refer_to_is_not_deleted_from_under_them()
    {
        using LeadDatabase store = Fill();
        store.Invoking(it => it.DeleteLead(1)).Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.InUse);
        Raw.Execute(_directory.Database, "DELETE FROM orders WHERE lead_id = 1");
        store.DeleteLead(1);
    }

    [Fact]
    public void A_backup_of_a_newer_version_of_the_application_is_refused_by_an_open_store_which_goes_on()
    {
        string backup = _directory.File("newer.db");
        using (LeadDatabase newer = Fill())
        {
            newer.Maintenance.Backup(backup);
        }

        string path = _directory.File("older.db");
        LeadDatabaseOptions options = new() { Path = path };
        options.Migrations.Add(new MigrationSet("billing", [Migration.FromSql(1, "orders", Up)]));
        using LeadDatabase store = LeadDatabase.Open(options);
        store.CreateLead(new NewLead { Phone = "+447809505864", Name = "kept" });
        store.Invoking(it => it.Maintenance.Restore(backup)).Should().Throw<MigrationException>().Which.Operation.Should().Be("Restore");
        store.GetRequiredLead(1).Name.Should().Be("kept");
        store.CreateLead(new NewLead { Phone = "+447809505865" }).Id.Should().Be(2);
    }

    private LeadDatabase Fill()
    {
        using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
        {
            store.CreateLead(new NewLead { Phone = "+447809505864", Name = "Ada" });
            store.CreateLead(new NewLead { Phone = "+447809505865" });
        }

        return LeadDatabase.Open(Options);
    }
}
