using System.Diagnostics;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Maintenance;

/// <summary>What the doctor says of the names by which the store's files are reached.</summary>
public sealed class FileNameFindingTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _store;

    public FileNameFindingTests()
    {
        _store = LeadDatabase.Open(_directory.Database);
        _store.CreateLead(new NewLead { Phone = "+447809505864" });
    }

    private IEnumerable<string> Codes => _store.Maintenance.Doctor().Findings.Select(finding => finding.Code);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_second_name_of_the_file_is_told_until_it_is_gone()
    {
        Codes.Should().NotContain("other_names");
        using (Process link = Process.Start("ln", [_directory.Database, _directory.File("second.db")]))
        {
            link.WaitForExit();
        }

        _store.Maintenance.Doctor().Findings.Single(finding => finding.Code == "other_names").Severity.Should().Be(DoctorSeverity.Warning);
        File.Delete(_directory.File("second.db"));
        Codes.Should().NotContain("other_names");
    }

    [Fact]
    public void A_log_that_was_deleted_is_told_as_that_and_not_as_a_disk_that_fails()
    {
        File.Delete(_directory.Database + "-wal");

        Codes.Should().Contain("file_replaced").And.NotContain("unreadable");
        _store.Invoking(s => s.Maintenance.Backup(_directory.File("backup.db"))).Should().Throw<LeadStoreException>()
            .Which.Kind.Should().Be(LeadStoreErrorKind.FileReplaced);
    }
}
