using System.Data.Common;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Sqlite;

/// <summary>A connection for reports holds the file from its first moment on, whether anybody reads by it or not.</summary>
public sealed class ReportConnectionTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _store;

    public ReportConnectionTests()
    {
        _store = LeadDatabase.Open(_directory.Database);
        _store.CreateLead(new NewLead { Phone = "+447809505864" });
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void No_restore_takes_the_file_from_one_that_has_not_read_yet()
    {
        string backup = _store.Maintenance.Backup(_directory.File("backup.db")).Path;
        _store.CreateLead(new NewLead { Phone = "+447809505865" });
        using (DbConnection reports = _store.OpenReadOnlyConnection())
        {
            _store.Invoking(s => s.Maintenance.Restore(backup)).Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.Busy);
            reports.Number("SELECT count(*) FROM leads").Should().Be(2);
        }

        _store.Maintenance.Restore(backup);
        using DbConnection after = _store.OpenReadOnlyConnection();
        after.Number("SELECT count(*) FROM leads").Should().Be(1);
    }

    [Fact]
    public void None_is_opened_to_another_file_than_that_of_the_store()
    {
        string other = _directory.File("other.db");
        LeadDatabase.Open(other).Dispose();
        File.Move(_directory.Database, _directory.File("moved.db"));
        File.Move(other, _directory.Database);

        _store.Invoking(s => s.OpenReadOnlyConnection()).Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.FileReplaced);

        File.Delete(_directory.Database);
        File.Move(_directory.File("moved.db"), _directory.Database);
        using DbConnection reports = _store.OpenReadOnlyConnection();
        reports.Number("SELECT count(*) FROM leads").Should().Be(1);
    }
}
