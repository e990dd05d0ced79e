using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Importing;

public sealed class ImportBackupTests : IDisposable
{
    private static readonly ImportOptions BackUpFirst = new() { BackUpFirst = true };

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_store_that_has_leads_can_be_backed_up_before_an_import()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.CreateLead(new NewLead { Phone = "+447809505864", Name = "Known" });

        ImportReport report = store.Import.Run(ImportSource.Csv(Leads()), options: BackUpFirst);

        Path.GetFileName(report.BackupPath).Should().MatchRegex(@"\.before-import-\d{8}T\d{6}Z\.db$");
        LeadDatabase.Restore(report.BackupPath!, new LeadDatabaseOptions { Path = Path.Combine(_directory.Path, "again.db") });
        using LeadDatabase before = LeadDatabase.Open(Path.Combine(_directory.Path, "again.db"));
        before.GetAllLeads().Should().ContainSingle().Which.Name.Should().Be("Known");
        store.GetAllLeads().Should().HaveCount(2);
    }

    [Fact]
    public void An_import_that_is_refused_tells_of_the_backup_too()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        Action import = () => store.Import.Run(ImportSource.Csv(Leads("phone,name\n+447700900001,A\n+447700900002,B\n+447700900003,C\nnone,\n")), options: BackUpFirst);
        import.Should().Throw<ImportException>().Which.Report.BackupPath.Should().NotBeNull();
    }

    [Fact]
    public void A_store_without_leads_a_plan_and_a_store_in_memory_are_not_backed_up()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.Import.Run(ImportSource.Csv(Leads()), options: BackUpFirst).BackupPath.Should().BeNull();
        store.Import.Plan(ImportSource.Csv(Leads()), options: BackUpFirst).BackupPath.Should().BeNull();
        store.Import.Run(ImportSource.Csv(Leads())).BackupPath.Should().BeNull("nobody has asked for it");
        using LeadDatabase memory = LeadDatabase.OpenInMemory();
        memory.CreateLead(new NewLead { Phone = "+447809505864" });
        memory.Import.Run(ImportSource.Csv(Leads()), options: BackUpFirst).BackupPath.Should().BeNull();
        Directory.GetFiles(_directory.Path, "*.before-import-*").Should().BeEmpty();
    }

    private string Leads(string text = "phone,name\n+447700900001,New\n")
    {
        string path = Path.Combine(_directory.Path, "leads.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
