using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Maintenance;

/// <summary>A backup in the place of a store that is not open, whatever state its file is in.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _backups = new();
    private readonly LeadDatabaseOptions _options;
    private readonly string _backedUp;
    private readonly string _later;

    public RestoreTests()
    {
        _options = new LeadDatabaseOptions
        {
            Path = _directory.Database,
            TimeProvider = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 1, 2, 3, TimeSpan.Zero)),
        };
        using LeadDatabase store = LeadDatabase.Open(_options);
        StoreData.Fill(store);
        store.Maintenance.Backup(Plain);
        store.Maintenance.Backup(Compressed, new BackupOptions { Compression = BackupCompression.Gzip });
        _backedUp = StoreData.Describe(store);
        store.CreateLead(new NewLead { Phone = "+447809505864", Name = "Later" });
        _later = StoreData.Describe(store);
    }

    private string Plain => _backups.File("plain.db");

    private string Compressed => _backups.File("compressed.db");

    private string Kept => _directory.Database + ".before-restore-20261123T010203Z";

    public void Dispose()
    {
        _directory.Dispose();
        _backups.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_store_is_what_the_backup_was_and_the_old_one_is_kept_whole(bool compressed)
    {
        Dictionary<string, string> backups = FileImage.Of(_backups.Path);

        RestoreReport report = LeadDatabase.Restore(compressed ? Compressed : Plain, _options);

        report.Path.Should().Be(_directory.Database);
        report.KeptPath.Should().Be(Kept);
        report.Backup.HasManifest.Should().BeTrue();
        report.Backup.Rows["leads"].Should().Be(20);
        report.Backup.Compression.Should().Be(compressed ? BackupCompression.Gzip : BackupCompression.None);
        Directory.GetFileSystemEntries(_directory.Path).Should().BeEquivalentTo([_directory.Database, Kept]);
        FileImage.Of(_backups.Path).Should().Equal(backups);
        UsableAs(_backedUp);
        StoreData.DescribeFile(Kept).Should().Be(_later);
    }

    [Fact]
    public void A_restored_store_has_the_permissions_of_the_one_before_and_a_new_one_is_private()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_directory.Database, FileModes.Private | UnixFileMode.GroupRead);
        }

        UnixFileMode before = FileModes.Of(_directory.Database);
        LeadDatabase.Restore(Plain, _options);
        FileModes.Of(_directory.Database).Should().Be(before);

        LeadDatabase.Restore(Plain, new LeadDatabaseOptions { Path = _directory.File("new.db") });
        FileModes.Of(_directory.File("new.db")).Should().Be(FileModes.Private);
    }

    [Fact]
    public void Several_restores_in_one_second_keep_each_a_file_of_its_own()
    {
        string?[] kept = [.. Enumerable.Range(0, 3).Select(_ => LeadDatabase.Restore(Plain, _options).KeptPath)];

        kept.Should().Equal(Kept, Kept + "-2", Kept + "-3");
        StoreData.DescribeFile(Kept).Should().Be(_later);
        UsableAs(_backedUp);
    }

    [Fact]
    public void A_store_that_is_missing_with_its_directory_is_made()
    {
        _options.Path = _directory.File("new/directory/leads.db");

        LeadDatabase.Restore(Compressed, _options).KeptPath.Should().BeNull();

        UsableAs(_backedUp);
    }

    [Fact]
    public void The_log_of_a_store_whose_file_is_missing_is_not_read_as_the_log_of_the_new_one()
    {
        CrashedStore();
        File.Delete(_directory.Database);

        LeadDatabase.Restore(Plain, _options).KeptPath.Should().Be(Kept);

        File.Exists(_directory.Database + "-wal").Should().BeFalse();
        File.Exists(Kept + "-wal").Should().BeTrue();
        UsableAs(_backedUp);
    }

    [Fact]
    public void What_a_crashed_program_left_in_the_log_is_in_the_store_that_is_kept()
    {
        string crashed = CrashedStore();

        LeadDatabase.Restore(Plain, _options);

        Directory.GetFileSystemEntries(_directory.Path).Should().BeEquivalentTo([_directory.Database, Kept]);
        UsableAs(_backedUp);
        StoreData.DescribeFile(Kept).Should().Be(crashed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(5000)]
    [InlineData(-1)]
    public void A_damaged_store_is_replaced_and_kept_with_its_log_as_it_was(int length)
    {
        CrashedStore();
        using (FileStream file = File.OpenWrite(_directory.Database))
        {
            if (length >= 0)
            {
                file.SetLength(length);
            }
            else
            {
                file.Write(new byte[200]);
            }
        }

        byte[] damaged = File.ReadAllBytes(_directory.Database);
        byte[] log = File.ReadAllBytes(_directory.Database + "-wal");

        LeadDatabase.Restore(Plain, _options).KeptPath.Should().Be(Kept);

        UsableAs(_backedUp);
        if (File.Exists(Kept + "-wal"))
        {
            File.ReadAllBytes(Kept).Should().Equal(damaged);
            File.ReadAllBytes(Kept + "-wal").Should().Equal(log);
        }
        else
        {
            File.Exists(Kept).Should().BeTrue("the log had what was missing, and is folded into it");
        }
    }

    [Fact]
    public void A_store_that_was_emptied_to_nothing_is_replaced()
    {
        File.WriteAllBytes(_directory.Database, []);
        LeadDatabase.Restore(Plain, _options).KeptPath.Should().Be(Kept);
        new FileInfo(Kept).Length.Should().Be(0);
        UsableAs(_backedUp);
    }

    [Fact]
    public void A_store_that_was_restored_while_it_is_open_is_in_use_still()
    {
        using LeadDatabase store = LeadDatabase.Open(_options);
        store.Maintenance.Restore(Plain);
        FluentActions.Invoking(() => LeadDatabase.Restore(Plain, _options)).Should().Throw<LeadStoreException>()
            .Which.Kind.Should().Be(LeadStoreErrorKind.Busy);
        store.CreateLead(new NewLead { Phone = "+447700900123" });
    }

    [Fact]
    public void A_name_that_the_rest_of_a_killed_restore_will_take_is_not_given_twice()
    {
        Directory.CreateDirectory(Kept + ".tmp-0123456789abcdef");
        File.WriteAllText(Path.Combine(Kept + ".tmp-0123456789abcdef", "old.db"), "kept by the one before");

        string second = LeadDatabase.Restore(Plain, _options).KeptPath!;

        second.Should().NotBe(Kept);
        File.Exists(second).Should().BeTrue();
        UsableAs(_backedUp);
    }

    [Fact]
    public void A_store_that_this_process_has_open_is_not_replaced()
    {
        using LeadDatabase store = LeadDatabase.Open(_options);

        Refused(Plain).Kind.Should().Be(LeadStoreErrorKind.Busy);

        store.CreateLead(new NewLead { Phone = "+447809505865" });
        Directory.GetDirectories(_directory.Path).Should().BeEmpty();
        File.Exists(Kept).Should().BeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_store_that_another_process_has_open_is_not_replaced_even_if_it_is_damaged(bool damaged)
    {
        using HostProcess other = HostProcess.Start();
        other.Open(_directory.Database).Should().StartWith("opened");
        if (damaged)
        {
            using FileStream file = new(_directory.Database, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.Write(new byte[100]);
        }

        Refused(Plain).Kind.Should().Be(LeadStoreErrorKind.Busy);
        File.Exists(Kept).Should().BeFalse();
        Directory.GetDirectories(_directory.Path).Should().BeEmpty();

        other.Kill();
        LeadDatabase.Restore(Plain, _options).KeptPath.Should().Be(Kept);
        UsableAs(_backedUp);
    }

    [Fact]
    public void The_store_itself_is_no_backup_of_it_by_any_name()
    {
        File.CreateSymbolicLink(_backups.File("symbolic.db"), _directory.Database);

        Refused(_directory.Database).Kind.Should().Be(LeadStoreErrorKind.InUse);
        Refused(_backups.File("symbolic.db")).Kind.Should().Be(LeadStoreErrorKind.InUse);
        UsableAs(_later);
    }

    [Fact]
    public void A_path_that_is_a_link_stays_one()
    {
        File.CreateSymbolicLink(_directory.File("link.db"), _directory.Database);
        _options.Path = _directory.File("link.db");

        LeadDatabase.Restore(Plain, _options);

        new FileInfo(_options.Path).LinkTarget.Should().NotBeNull();
        UsableAs(_backedUp);
    }

    [Fact]
    public void A_database_of_another_program_is_not_replaced()
    {
        _options.Path = _directory.File("foreign.db");
        Raw.Execute(_options.Path, "CREATE TABLE leads (id); INSERT INTO leads VALUES (1)");
        byte[] before = File.ReadAllBytes(_options.Path);

        Refused(Plain).Kind.Should().Be(LeadStoreErrorKind.NotALeadStore);

        File.ReadAllBytes(_options.Path).Should().Equal(before);
    }

    [Fact]
    public void A_copy_of_a_closed_store_is_as_good_as_a_backup()
    {
        string copy = _backups.File("copied.db");
        File.Copy(_directory.Database, copy);

        BackupCheck check = StoreMaintenance.VerifyBackup(copy);
        check.HasManifest.Should().BeFalse();
        check.CreatedAt.Should().BeNull();
        LeadDatabase.Restore(Plain, _options);
        LeadDatabase.Restore(copy, _options).Backup.Should().BeEquivalentTo(check);

        UsableAs(_later);
    }

    [Fact]
    public void A_copy_of_a_store_in_use_is_refused_with_its_log_beside_it()
    {
        using LeadDatabase store = LeadDatabase.Open(_options);
        store.CreateLead(new NewLead { Phone = "+447809505865" });
        FileImage.CopyAsAfterCrash(_directory.Database, _backups.File("copied.db"), "-wal");

        FluentActions.Invoking(() => StoreMaintenance.VerifyBackup(_backups.File("copied.db")))
            .Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.InUse);
    }

    // A store whose newest commits are in the log, as a program leaves it that was killed.
    private string CrashedStore()
    {
        using TempDirectory elsewhere = new();
        string expected;
        using (LeadDatabase store = LeadDatabase.Open(_options))
        {
            store.CreateLead(new NewLead { Phone = "+447809505866", Name = "In the log" });
            expected = StoreData.Describe(store);
            FileImage.CopyAsAfterCrash(_directory.Database, elsewhere.Database, "-wal");
        }

        File.Move(elsewhere.Database, _directory.Database, overwrite: true);
        File.Move(elsewhere.Database + "-wal", _directory.Database + "-wal");
        return expected;
    }

    private LeadStoreException Refused(string backup) =>
        FluentActions.Invoking(() => LeadDatabase.Restore(backup, _options)).Should().Throw<LeadStoreException>().Which;

    private void UsableAs(string expected)
    {
        using LeadDatabase store = LeadDatabase.Open(_options);
        StoreData.Describe(store).Should().Be(expected);
        store.DeleteLead(store.CreateLead(new NewLead { Phone = "+447809505899" }).Id);
    }
}
