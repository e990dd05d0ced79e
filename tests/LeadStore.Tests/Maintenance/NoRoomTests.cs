using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Maintenance;

/// <summary>A backup, a dump and a restore where there is no room for a file of that length.</summary>
public sealed class NoRoomTests : IDisposable
{
    private const int Blocks = 1024;

    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _backups = new();

    public NoRoomTests()
    {
        using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
        {
            StoreData.Fill(store, leads: 50, messages: 50);
            store.Maintenance.Backup(_backups.File("good.db"));
        }

        new FileInfo(_directory.Database).Length.Should().BeGreaterThan(Blocks * 512);
    }

    public void Dispose()
    {
        _directory.Dispose();
        _backups.Dispose();
    }

    [Fact]
    public void A_backup_is_refused_and_leaves_nothing_and_the_store_works_on()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Dictionary<string, string> before = FileImage.Of(_backups.Path);
        using HostProcess host = HostProcess.StartWithFileLimit(Blocks);
        host.Open(_directory.Database).Should().StartWith("opened");

        host.Ask($"backup {_backups.Path}").Should().StartWith("failed StorageFull");

        FileImage.Of(_backups.Path).Should().Equal(before);
        Directory.GetDirectories(_backups.Path).Should().BeEmpty();
        host.Ask("lead +447809505864").Should().StartWith("lead");
        host.Ask("close");
        Raw.Scalar(_directory.Database, "PRAGMA integrity_check").Should().Be("ok");
    }

    [Fact]
    public void A_dump_is_refused_and_leaves_nothing_and_the_store_works_on()
    {
        const int blocks = 300;
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Dictionary<string, string> before = FileImage.Of(_backups.Path);
        using HostProcess host = HostProcess.StartWithFileLimit(blocks);
        host.Open(_directory.Database).Should().StartWith("opened");

        host.Ask($"dump {_backups.File("store.sql")}").Should().StartWith("failed StorageFull");

        FileImage.Of(_backups.Path).Should().Equal(before);
        host.Ask("close");
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.Maintenance.Dump(_backups.File("store.sql")).TextBytes.Should().BeGreaterThan(blocks * 512);
    }

    [Fact]
    public void A_restore_is_refused_and_the_store_is_as_it_was()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Dictionary<string, string> before = FileImage.Of(_directory.Path);
        using HostProcess host = HostProcess.StartWithFileLimit(Blocks);

        host.Ask($"restore {_backups.File("good.db")} {_directory.Database}").Should().StartWith("failed StorageFull");

        FileImage.Of(_directory.Path).Should().Equal(before);
        Directory.GetDirectories(_directory.Path).Should().BeEmpty();
    }
}
