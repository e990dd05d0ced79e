using System.Data.Common;
using LeadStore.Maintenance;
using LeadStore.Sqlite;
using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Maintenance;

/// <summary>The report, and what the doctor says of the file and its log.</summary>
public sealed class DoctorTests : DoctorTest
{
    [Fact]
    public void A_fresh_store_in_a_plain_directory_is_well()
    {
        Store.CreateLead(new NewLead { Phone = "+447809505864" });
        DoctorReport report = Examine(new DoctorOptions { CheckContent = true });
        report.IsHealthy.Should().BeTrue();
        report.Findings.Select(finding => finding.Code).Except(["sqlite_vulnerable", "backup_unknown"]).Should().BeEmpty();
    }

    [Fact]
    public void The_public_call_looks_at_this_machine_and_reads_as_words()
    {
        DoctorReport report = Store.Maintenance.Doctor();
        report.Findings.Should().Contain(finding => finding.Code == "temporary_directory", "the tests' files lie there");
        report.ToString().Split(Environment.NewLine).Should().HaveCount(report.Findings.Count)
            .And.Contain(line => line.StartsWith("Warning: The database lies in the temporary directory", StringComparison.Ordinal));
        new DoctorReport([]).ToString().Should().Be("Nothing was found.");
    }

    [Fact]
    public void What_matters_most_comes_first()
    {
        DoctorReport report = Examine(surroundings: new() { FileSystem = new("nfs4", "/data"), Free = 1 });
        report.IsHealthy.Should().BeFalse();
        report.Findings.Select(finding => finding.Severity).Should().BeInDescendingOrder();
        report.Findings[0].Severity.Should().Be(DoctorSeverity.Problem);
    }

    [Fact]
    public void A_long_log_is_told_with_its_reason()
    {
        Reopen(logLimit: 1L << 20);
        long lead = Store.CreateLead(new NewLead { Phone = "+447809505864" }).Id;
        using (DbConnection reports = Store.OpenReadOnlyConnection())
        {
            reports.Execute("BEGIN");
            reports.Number("SELECT count(*) FROM messages").Should().Be(0);
            Write(lead, 40);
            Finding("wal_large").Message.Should().Contain("reader that began earlier");
        }

        do
        {
            Write(lead, 1);
        }
        while (Store.Maintenance.GetStatistics().LastCheckpoint!.IsPartial);
        Finding("wal_large").Message.Should().Contain("copied whole");
        Reopen(logLimit: 1L << 30);
        Absent("wal_large");
    }

    [Fact]
    public void A_long_log_that_a_process_left_behind_is_told()
    {
        Fill(2L << 20);
        string left = Folder.File("left.db");
        FileImage.CopyAsAfterCrash(Folder.Database, left, "-wal");
        using LeadDatabase store = LeadDatabase.Open(new LeadDatabaseOptions { Path = left, CheckpointPages = 100, MaxWalBytes = 1 << 20 });
        new StoreDoctor(OpenedStore.Database(store), left, Clock, new FakeSurroundings()).Examine(null)
            .Findings.Should().Contain(finding => finding.Code == "wal_large" && finding.Message.Contains("not copied since", StringComparison.Ordinal));
    }

    [Fact]
    public void A_SQLite_that_can_lose_commits_is_told() =>
        Examine().Findings.Any(finding => finding.Code == "sqlite_vulnerable")
            .Should().Be(NativeSqlite.HasWalResetBug(NativeSqlite.VersionNumber));

    [Fact]
    public void A_journal_beside_the_file_is_told()
    {
        File.WriteAllText(Folder.Database + "-journal", "");
        Finding("stale_journal");
        File.Delete(Folder.Database + "-journal");
        Absent("stale_journal");
    }

    [Fact]
    public void A_large_file_that_was_never_analysed_is_told()
    {
        Absent("statistics_missing");
        Fill(20L << 20);
        Finding("statistics_missing").Severity.Should().Be(DoctorSeverity.Info);
        Inside.Writer(Store).RunScript("ANALYZE");
        Absent("statistics_missing");
    }

    [Fact]
    public void A_large_file_of_free_pages_is_told()
    {
        Fill(20L << 20);
        Absent("free_pages");
        Store.DeleteLead(1);
        Finding("free_pages").Severity.Should().Be(DoctorSeverity.Info);
    }

    [Fact]
    public void A_file_that_is_gone_is_told()
    {
        File.Move(Folder.Database, Folder.File("moved.db"));
        Finding("file_missing").Severity.Should().Be(DoctorSeverity.Problem);
        File.Move(Folder.File("moved.db"), Folder.Database);
        Absent("file_missing");
    }

    [Fact]
    public void A_file_that_was_replaced_is_told()
    {
        File.Move(Folder.Database, Folder.File("moved.db"));
        File.WriteAllText(Folder.Database, new string('x', 10_000));
        Finding("file_replaced").Severity.Should().Be(DoctorSeverity.Problem);
        File.Delete(Folder.Database);
        File.Move(Folder.File("moved.db"), Folder.Database);
        Absent("file_replaced");
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told()
    {
        Reopen(DefaultLimit);
        Absent("unreadable");
        File.WriteAllText(Folder.Database, new string('x', (int)new FileInfo(Folder.Database).Length));
        DoctorFinding finding = Finding("unreadable");
        finding.Message.Should().Contain("Corrupt");
        finding.Severity.Should().Be(DoctorSeverity.Problem);
    }

    [Fact]
    public void A_store_in_memory_is_looked_at_too()
    {
        using LeadDatabase memory = LeadDatabase.OpenInMemory();
        memory.Maintenance.Doctor().Findings.Should().ContainSingle().Which.Code.Should().Be("in_memory");
        memory.Maintenance.CheckIntegrity().IsSound.Should().BeTrue();
    }

    [Fact]
    public void The_doctor_is_refused_inside_a_transaction_and_after_the_end()
    {
        Store.InTransaction(_ =>
        {
            Store.Invoking(s => s.Maintenance.Doctor()).Should().Throw<InvalidOperationException>();
            Store.Invoking(s => s.Maintenance.CheckIntegrity()).Should().Throw<InvalidOperationException>();
        });
        StoreMaintenance maintenance = Store.Maintenance;
        Store.Dispose();
        maintenance.Invoking(m => m.Doctor()).Should().Throw<ObjectDisposedException>();
        maintenance.Invoking(m => m.CheckIntegrity()).Should().Throw<ObjectDisposedException>();
    }

    private void Write(long lead, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Store.CreateMessage(lead, MessageSender.Agent, new string('x', 90_000));
        }
    }
}
