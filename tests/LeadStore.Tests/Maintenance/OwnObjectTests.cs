using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Maintenance;

/// <summary>
/// What an application has added to the store's file: a backup, which is a copy of the file, has it; a dump, which is one of the store, has
/// it not and says so. Nothing of the care for the file fails because of it.
/// </summary>
public sealed class OwnObjectTests : IDisposable
{
    private static readonly string[] Own =
    [
        "table orders", "table prices", "index orders_by_lead", "index leads_by_name", "view customers", "trigger orders_counted",
        "trigger lead_seen",
    ];

    private readonly TempDirectory _directory = new();
    private LeadDatabase _store;

    public OwnObjectTests()
    {
        using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
        {
            StoreData.Fill(store, leads: 3, messages: 2);
        }

        Raw.Execute(
            _directory.Database,
            """
            CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, lead_id INTEGER, note TEXT UNIQUE);
            CREATE TABLE prices (item TEXT PRIMARY KEY, price REAL) WITHOUT ROWID;
            CREATE INDEX orders_by_lead ON orders (lead_id);
            CREATE INDEX leads_by_name ON leads (name);
            CREATE VIEW customers AS SELECT id, name FROM leads WHERE qualified_at IS NOT NULL;
            CREATE TRIGGER orders_counted AFTER INSERT ON orders BEGIN INSERT INTO prices VALUES (NEW.note, 1.5); END;
            CREATE TRIGGER lead_seen AFTER INSERT ON leads BEGIN INSERT INTO orders (lead_id, note) VALUES (NEW.id, NEW.uid); END;
            INSERT INTO orders (lead_id, note) VALUES (1, 'Privatenote');
            """);
        _store = LeadDatabase.Open(_directory.Database);
    }

    private string Dumped => _directory.File("leads.sql");

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_dump_leaves_them_out_and_says_so_and_is_loaded()
    {
        DumpReport report = _store.Maintenance.Dump(Dumped);
        report.LeftOut.Should().BeEquivalentTo(Own);
        report.Rows.Should().NotContainKeys("orders", "prices").And.ContainKey("leads");
        File.ReadAllText(Dumped).Should().NotContainAny("orders", "prices", "leads_by_name", "customers", "lead_seen", "Privatenote");

        DumpLoadReport loaded = StoreMaintenance.LoadDump(Dumped, _directory.File("loaded.db"));
        loaded.Rows.Should().Equal(report.Rows);
        loaded.DamagedRowCount.Should().Be(0);
        StoreData.DescribeFile(_directory.File("loaded.db")).Should().Be(StoreData.Describe(_store));
    }

    [Fact]
    public void A_dump_of_a_store_that_has_nothing_else_leaves_nothing_out()
    {
        using LeadDatabase plain = LeadDatabase.Open(_directory.File("plain.db"));
        plain.Maintenance.Dump(Dumped).LeftOut.Should().BeEmpty();
        plain.Maintenance.Optimize();
        plain.Maintenance.Dump(_directory.File("analysed.sql")).LeftOut.Should().BeEmpty("the statistics are SQLite's own");
        using LeadDatabase memory = LeadDatabase.OpenInMemory();
        memory.Maintenance.Dump(new MemoryStream()).LeftOut.Should().BeEmpty();
    }

    [Theory]
    [InlineData(BackupCompression.None)]
    [InlineData(BackupCompression.Gzip)]
    public void A_backup_has_them_is_verified_with_them_and_brings_them_back(BackupCompression compression)
    {
        BackupReport backup = _store.Maintenance.Backup(_directory.File("backup.db"), new BackupOptions { Compression = compression });
        backup.Rows.Should().Contain("orders", 1).And.Contain("prices", 1);
        StoreMaintenance.VerifyBackup(backup.Path).Rows.Should().Contain("orders", 1);

        _store.Dispose();
        Raw.Execute(_directory.Database, "DROP TABLE orders; DROP TABLE prices; DROP VIEW customers; DROP TRIGGER lead_seen");
        _store = LeadDatabase.Open(_directory.Database);
        _store.Maintenance.Restore(backup.Path);
        _store.CreateLead(new NewLead { Phone = "+447809505864" });
        _store.Maintenance.Dump(Dumped).LeftOut.Should().BeEquivalentTo(Own);
        Raw.Scalar(_directory.Database, "SELECT count(*) FROM orders").Should().Be(2L, "the trigger of the application is there too");
    }

    [Fact]
    public void The_checks_and_the_statistics_go_on_with_them()
    {
        _store.Maintenance.Verify().Should().Match<VerificationReport>(report => report.IsSound && report.UnverifiableRowCount == 0);
        _store.Maintenance.CheckIntegrity().IsSound.Should().BeTrue();
        _store.Maintenance.GetStatistics().Rows.Should().Contain("orders", 1).And.Contain("prices", 1);
    }

    [Fact]
    public void Optimize_keeps_them()
    {
        OptimizeReport report = _store.Maintenance.Optimize(new OptimizeOptions { Vacuum = true });
        report.AnalyzedTables.Should().Contain("orders").And.Contain("leads");
        Raw.Scalar(_directory.Database, "SELECT note FROM orders").Should().Be("Privatenote");
        _store.Maintenance.Verify().IsSound.Should().BeTrue();
    }

    [Fact]
    public void The_doctor_names_them_and_what_becomes_of_them()
    {
        DoctorFinding finding = Finding("own_objects");
        finding.Severity.Should().Be(DoctorSeverity.Info);
        finding.Message.Should().Contain("table orders").And.Contain("and 2 more").And.Contain("dump leaves it out");
        using LeadDatabase plain = LeadDatabase.Open(_directory.File("plain.db"));
        plain.Maintenance.Doctor().Findings.Should().NotContain(finding => finding.Code == "own_objects");
    }

    [Fact]
    public void A_virtual_table_stops_backups_and_the_doctor_says_so_and_the_rest_goes_on()
    {
        AddVirtualTable("CREATE VIRTUAL TABLE words USING fts5 (word); INSERT INTO words VALUES ('Privatenote')");
        Finding("own_virtual_table").Message.Should().Contain("table words");
        LeadStoreException refused = _store.Invoking(s => s.Maintenance.Backup(_directory.File("backup.db"))).Should().Throw<LeadStoreException>().Which;
        refused.Kind.Should().Be(LeadStoreErrorKind.NotALeadStore);
        refused.Message.Should().Contain("'words'").And.Contain("a file of its own");
        GoesOn();
    }

    [Fact]
    public void A_virtual_table_whose_code_is_not_here_is_no_obstacle()
    {
        AddVirtualTable(
            """
            PRAGMA writable_schema=ON;
            INSERT INTO sqlite_schema VALUES ('table', 'elsewhere', 'elsewhere', 0, 'CREATE VIRTUAL TABLE elsewhere USING nothing_here (a)');
            """);
        Finding("own_virtual_table").Severity.Should().Be(DoctorSeverity.Problem);
        GoesOn();
    }

    [Fact]
    public void What_the_store_has_made_and_somebody_has_changed_is_told()
    {
        _store.Maintenance.Doctor().Findings.Should().NotContain(finding => finding.Code == "schema_changed");
        _store.Dispose();
        Raw.Execute(_directory.Database, "DROP INDEX lead_activity_recent");
        _store = LeadDatabase.Open(_directory.Database);
        DoctorFinding finding = Finding("schema_changed");
        finding.Severity.Should().Be(DoctorSeverity.Problem);
        finding.Message.Should().Contain("index lead_activity_recent");
    }

    private void GoesOn()
    {
        _store.Maintenance.Verify().IsSound.Should().BeTrue();
        _store.Maintenance.CheckIntegrity().IsSound.Should().BeTrue();
        _store.Maintenance.Optimize(new OptimizeOptions { Vacuum = true }).Vacuumed.Should().BeTrue();
        _store.Maintenance.GetStatistics().Rows.Should().ContainKey("leads").And.NotContainKeys("words", "elsewhere");
        _store.Maintenance.Dump(Dumped).LeftOut.Should().Contain(left => left == "table words" || left == "table elsewhere");
        StoreMaintenance.LoadDump(Dumped, _directory.File("loaded.db")).DamagedRowCount.Should().Be(0);
        _store.GetAllLeads().Should().HaveCount(3);
    }

    private void AddVirtualTable(string sql)
    {
        _store.Dispose();
        Raw.Execute(_directory.Database, sql);
        _store = LeadDatabase.Open(_directory.Database);
    }

    private DoctorFinding Finding(string code) => _store.Maintenance.Doctor().Findings.Should().ContainSingle(finding => finding.Code == code).Which;
}
