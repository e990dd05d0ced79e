using System.Diagnostics;
using System.IO.Compression;
using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Maintenance;

/// <summary>A path that leads to something else than it should: the message says to what, and what to do.</summary>
public sealed class WrongPathTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _backups = new();
    private readonly LeadDatabaseOptions _options;
    private readonly string _backup;

    public WrongPathTests()
    {
        _options = new LeadDatabaseOptions { Path = _directory.Database };
        using LeadDatabase store = LeadDatabase.Open(_options);
        StoreData.Fill(store);
        _backup = store.Maintenance.Backup(_backups.Path).Path;
    }

    public void Dispose()
    {
        _directory.Dispose();
        _backups.Dispose();
    }

    [Fact]
    public void A_directory_in_the_place_of_a_backup_is_refused_as_one()
    {
        Refused(() => LeadDatabase.Restore(_backups.Path, _options), LeadStoreErrorKind.CannotOpen, "is a directory", "RestoreLatest");
        Refused(() => StoreMaintenance.VerifyBackup(_backups.Path), LeadStoreErrorKind.CannotOpen, "is a directory", "RestoreLatest");
        LeadDatabase.Restore(_backup, _options).KeptPath.Should().NotBeNull();
    }

    [Fact]
    public void A_backup_in_the_place_of_a_directory_is_refused_as_one()
    {
        Refused(() => LeadDatabase.RestoreLatest(_backup, _options), LeadStoreErrorKind.CannotOpen, "is not a directory", "LeadDatabase.Restore");
        string missing = _backups.File("missing");
        Refused(() => LeadDatabase.RestoreLatest(missing, _options), LeadStoreErrorKind.CannotOpen, "does not exist", "volume is mounted");
        LeadDatabase.RestoreLatest(_backups.Path, _options).KeptPath.Should().NotBeNull();
    }

    [Fact]
    public void A_directory_in_the_place_of_the_store_is_refused_as_one()
    {
        LeadDatabaseOptions target = new() { Path = _backups.Path };
        Refused(() => LeadDatabase.Restore(_backup, target), LeadStoreErrorKind.CannotOpen, "is a directory", "name a file");
    }

    [Fact]
    public void A_directory_in_the_place_of_a_dump_is_refused_as_one()
    {
        string loaded = _directory.File("loaded.db");
        Refused(() => StoreMaintenance.LoadDump(_directory.Path, loaded), LeadStoreErrorKind.CannotOpen, "is a directory", "name a file");
        Refused(() => StoreMaintenance.LoadDump(_directory.File("no"), loaded), LeadStoreErrorKind.CannotOpen, "does not exist", "name a file");
        File.Exists(loaded).Should().BeFalse();
    }

    [LinuxFact("a device and a pipe have paths there")]
    public void A_device_or_a_pipe_is_refused_by_each_and_stays()
    {
        string[] before = Directory.GetFiles("/dev", "null*");
        string pipe = _directory.File("pipe");
        using (Process mkfifo = Process.Start("mkfifo", [pipe]))
        {
            mkfifo.WaitForExit();
        }

        foreach (string special in (string[])["/dev/null", "/dev/zero", pipe])
        {
            LeadDatabaseOptions options = new() { Path = special };
            Refused(() => LeadDatabase.Open(special), LeadStoreErrorKind.CannotOpen, "not a regular file", "name a file");
            Refused(() => LeadDatabase.Restore(_backup, options), LeadStoreErrorKind.CannotOpen, "a device, a pipe or a socket", "name a file");
            Refused(() => LeadDatabase.Restore(special, _options), LeadStoreErrorKind.CannotOpen, "not a regular file", "Name the file");
            Refused(
                () => StoreMaintenance.LoadDump(special, _directory.File("loaded.db")),
                LeadStoreErrorKind.CannotOpen,
                "not a regular file",
                "name a file");
            File.Exists(special).Should().BeTrue();
        }

        Directory.GetFiles("/dev", "null*").Should().Equal(before);
    }

    [Theory]
    [InlineData(BackupCompression.None, true)]
    [InlineData(BackupCompression.None, false)]
    [InlineData(BackupCompression.Gzip, true)]
    [InlineData(BackupCompression.Gzip, false)]
    public void A_backup_over_the_limit_is_refused_as_too_large_and_not_as_damaged(BackupCompression compression, bool withManifest)
    {
        string path = _backups.File("large.db");
        using (LeadDatabase store = LeadDatabase.Open(_options))
        {
            store.Maintenance.Backup(path, new BackupOptions { Compression = compression });
        }

        if (!withManifest)
        {
            File.Delete(path + ".manifest.json");
        }

        RestoreOptions limits = new() { MaxDatabaseLength = 10_000 };
        Refused(() => StoreMaintenance.VerifyBackup(path, limits), LeadStoreErrorKind.TooLarge, "MaxDatabaseLength is 10000", "raise the limit");
        Refused(() => LeadDatabase.Restore(path, _options, limits), LeadStoreErrorKind.TooLarge, "MaxDatabaseLength is 10000", "raise the limit");
        long length = StoreMaintenance.VerifyBackup(path).DatabaseLength;
        LeadDatabase.Restore(path, _options, new RestoreOptions { MaxDatabaseLength = length }).KeptPath.Should().NotBeNull();
    }

    [Fact]
    public void The_newest_backup_is_not_passed_over_for_an_older_one_because_it_is_too_large()
    {
        string packed = _backups.File("leads-20200101T000000Z.db.gz");
        using (FileStream source = File.OpenRead(_backup))
        using (GZipStream gzip = new(File.Create(packed), CompressionLevel.Fastest))
        {
            source.CopyTo(gzip);
        }

        Refused(
            () => LeadDatabase.RestoreLatest(_backups.Path, _options, new RestoreOptions { MaxDatabaseLength = 10_000 }),
            LeadStoreErrorKind.TooLarge,
            "MaxDatabaseLength is 10000",
            "raise the limit");
        LeadDatabase.RestoreLatest(_backups.Path, _options).Rejected.Should().BeEmpty();
    }

    private static void Refused(Action call, LeadStoreErrorKind kind, string reason, string nextStep)
    {
        LeadStoreException failure = call.Should().Throw<LeadStoreException>().Which;
        failure.Kind.Should().Be(kind, failure.Message);
        failure.Message.Should().Contain(reason).And.Contain(nextStep);
        failure.Outcome.Should().Be(LeadStoreOutcome.NotApplied);
    }
}
