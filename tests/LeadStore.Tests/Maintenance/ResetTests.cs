using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Maintenance;

public sealed class ResetTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly LeadDatabaseOptions _options;

    public ResetTests()
    {
        _options = new LeadDatabaseOptions { Path = _directory.Database };
        using LeadDatabase store = LeadDatabase.Open(_options);
        StoreData.Fill(store, leads: 3, messages: 2);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_store_that_was_reset_is_empty_and_its_backup_has_everything()
    {
        string before = StoreData.DescribeFile(_directory.Database);
        string backups = Directory.CreateDirectory(_directory.File("backups")).FullName;

        ResetReport report = LeadDatabase.Reset(_options, "leads.db", backups);

        using (LeadDatabase store = LeadDatabase.Open(_options))
        {
            store.GetAllLeads(includeArchived: true).Should().BeEmpty();
            store.CreateLead(new NewLead { Phone = "+447700900001" }).Id.Should().Be(1);
        }

        FileModes.Of(_directory.Database).Should().Be(FileModes.Private);
        Path.GetDirectoryName(report.Backup.Path).Should().Be(backups);
        StoreMaintenance.VerifyBackup(report.Backup.Path).Rows["leads"].Should().Be(3);
        File.Exists(report.KeptPath).Should().BeTrue();
        LeadDatabase.Restore(report.Backup.Path, _options);
        StoreData.DescribeFile(_directory.Database).Should().Be(before);
        Directory.GetDirectories(_directory.Path).Should().Equal(backups);
    }

    [Fact]
    public void Another_name_a_missing_file_and_a_store_in_use_are_refused_and_nothing_is_changed()
    {
        string before = StoreData.DescribeFile(_directory.Database);

        Assert.Throws<ArgumentException>(() => LeadDatabase.Reset(_options, "other.db"));
        Assert.Throws<LeadStoreException>(() => LeadDatabase.Reset(new LeadDatabaseOptions { Path = _directory.File("none.db") }, "none.db"))
            .Kind.Should().Be(LeadStoreErrorKind.NotFound);
        Directory.GetFiles(_directory.Path).Should().Equal(_directory.Database);
        using (LeadDatabase.Open(_options))
        {
            LeadStoreException refused = Assert.Throws<LeadStoreException>(() => LeadDatabase.Reset(_options, "leads.db"));
            (refused.Kind, refused.Operation).Should().Be((LeadStoreErrorKind.Busy, "Reset"));
        }

        StoreData.DescribeFile(_directory.Database).Should().Be(before);
    }
}
