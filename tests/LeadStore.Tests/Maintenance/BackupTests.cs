using System.Security.Cryptography;
using System.Text.Json;
using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Maintenance;

/// <summary>What a backup is, and what is left of one that could not be made.</summary>
public sealed class BackupTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 1, 2, 3, TimeSpan.Zero);

    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _backups = new();
    private readonly FakeTimeProvider _clock = new(Now);
    private readonly LeadDatabase _store;

    public BackupTests()
    {
        _store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, TimeProvider = _clock });
        StoreData.Fill(_store, leads: 40, messages: 40);
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
        _backups.Dispose();
    }

    [Theory]
    [InlineData(BackupCompression.None, "leads-20261123T010203Z.db")]
    [InlineData(BackupCompression.Gzip, "leads-20261123T010203Z.db.gz")]
    public void A_directory_gets_a_backup_with_the_time_in_its_name(BackupCompression compression, string name)
    {
        BackupReport report = _store.Maintenance.Backup(_backups.Path, new BackupOptions { Compression = compression });

        report.Path.Should().Be(_backups.File(name));
        report.ManifestPath.Should().Be(_backups.File(name + ".manifest.json"));
        Directory.GetFileSystemEntries(_backups.Path).Should().BeEquivalentTo([report.Path, report.ManifestPath]);
        report.Length.Should().Be(new FileInfo(report.Path).Length);
        report.Sha256.Should().Be(Sha256(report.Path));
        report.SchemaVersion.Should().Be(Convert.ToInt32(Raw.Scalar(_directory.Database, "PRAGMA user_version"), null));
        report.CreatedAt.Should().Be(Now);
        report.Rows["leads"].Should().Be(40);
        report.Rows["messages"].Should().Be(1600);
        report.Rows.Should().ContainKeys("settings", "reminders", "lead_sources", "schema_migrations");
        report.DatabaseLength.Should().BeGreaterThanOrEqualTo(report.Length);
    }

    [Theory]
    [InlineData("-journal")]
    [InlineData("-wal")]
    [InlineData("-shm")]
    public void A_name_that_SQLite_has_for_a_file_of_its_own_is_refused(string suffix)
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        foreach (Action make in (Action[])[() => store.Maintenance.Backup(_directory.Database + suffix), () => store.Maintenance.Dump(_directory.Database + suffix)])
        {
            make.Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.TargetExists);
        }
    }

    [Fact]
    public void A_second_backup_in_the_same_second_gets_a_name_of_its_own()
    {
        string[] paths = [.. Enumerable.Range(0, 3).Select(_ => _store.Maintenance.Backup(_backups.Path).Path)];

        paths.Select(Path.GetFileName).Should().Equal(
            "leads-20261123T010203Z.db", "leads-20261123T010203Z-2.db", "leads-20261123T010203Z-3.db");
    }

    [Fact]
    public void A_backup_is_one_file_that_holds_what_the_store_holds()
    {
        string path = _store.Maintenance.Backup(_backups.File("copy.db")).Path;

        Raw.Scalar(path, "PRAGMA journal_mode").Should().Be("delete");
        Raw.Scalar(path, "PRAGMA integrity_check").Should().Be("ok");
        Directory.GetFiles(_backups.Path).Should().HaveCount(2);
        string expected = StoreData.Describe(_store);
        StoreData.DescribeFile(path).Should().Be(expected);
    }

    [Fact]
    public void A_directory_that_is_missing_does_not_become_a_file()
    {
        string missing = _backups.File("nightly");
        LeadStoreException refused = _store.Maintenance.Invoking(m => m.Backup(missing)).Should().Throw<LeadStoreException>().Which;
        refused.Kind.Should().Be(LeadStoreErrorKind.CannotOpen);
        refused.Message.Should().Contain(missing).And.Contain("extension");
        Path.Exists(missing).Should().BeFalse();
        Directory.CreateDirectory(missing);
        Path.GetDirectoryName(_store.Maintenance.Backup(missing).Path).Should().Be(missing);
    }

    [Fact]
    public void A_manifest_says_what_the_backup_is_and_nothing_of_anybody()
    {
        BackupReport report = _store.Maintenance.Backup(_backups.Path);
        string text = File.ReadAllText(report.ManifestPath);
        JsonElement manifest = JsonDocument.Parse(text).RootElement;

        manifest.GetProperty("format").GetString().Should().Be("leadstore-backup");
        manifest.GetProperty("length").GetInt64().Should().Be(report.Length);
        manifest.GetProperty("sha256").GetString().Should().Be(report.Sha256);
        manifest.GetProperty("schemaVersion").GetInt32().Should().Be(report.SchemaVersion);
        manifest.GetProperty("tables").EnumerateArray().Select(t => t.GetProperty("name").GetString()).Should().BeEquivalentTo(report.Rows.Keys);
        text.Should().NotContain("Name 1").And.NotContain("4477009").And.NotContain("Message 1");
    }

    [Theory]
    [InlineData(BackupCompression.None)]
    [InlineData(BackupCompression.Gzip)]
    public void Everything_that_a_backup_makes_is_readable_by_its_owner_alone(BackupCompression compression)
    {
        List<UnixFileMode> modes = [];
        Observed observed = new(_ => modes.AddRange(Directory.GetFiles(_backups.Path, "*", SearchOption.AllDirectories).Select(FileModes.Of)));
        _store.Maintenance.Backup(_backups.Path, new BackupOptions { Compression = compression }, observed);

        modes.Distinct().Should().Equal(FileModes.Private);
    }

    [Fact]
    public void Progress_never_falls_and_ends_complete()
    {
        Observed observed = new();
        _store.Maintenance.Backup(_backups.Path, new BackupOptions { Compression = BackupCompression.Gzip }, observed);

        observed.Reports.Select(report => report.Fraction).Should().BeInAscendingOrder().And.OnlyContain(fraction => fraction >= 0 && fraction <= 1);
        observed.Reports.Select(report => report.Stage).Should().BeInAscendingOrder();
        observed.Reports[^1].Should().Be(new BackupProgress(BackupStage.Done, 1));
        observed.Reports.Select(report => report.Stage).Distinct().Should().Equal(Enum.GetValues<BackupStage>());
    }

    [Theory]
    [InlineData(BackupStage.Copying)]
    [InlineData(BackupStage.Reading)]
    [InlineData(BackupStage.Verifying)]
    [InlineData(BackupStage.Finishing)]
    public void A_backup_that_is_cancelled_leaves_nothing(BackupStage stage)
    {
        using CancellationTokenSource cancellation = new();
        Observed observed = new(report => Cancel(report.Stage));

        _store.Maintenance.Invoking(m => m.Backup(_backups.Path, new BackupOptions { Compression = BackupCompression.Gzip }, observed, cancellation.Token))
            .Should().Throw<OperationCanceledException>();

        Directory.GetFileSystemEntries(_backups.Path).Should().BeEmpty();
        _store.Maintenance.Backup(_backups.Path).Rows["leads"].Should().Be(40);

        void Cancel(BackupStage at)
        {
            if (at == stage)
            {
                cancellation.Cancel();
            }
        }
    }

    [Fact]
    public async Task A_backup_that_is_cancelled_before_it_begins_makes_nothing()
    {
        using CancellationTokenSource cancellation = new();
        await cancellation.CancelAsync();

        await _store.Maintenance.Awaiting(m => m.BackupAsync(_backups.Path, cancellationToken: cancellation.Token)).Should().ThrowAsync<OperationCanceledException>();

        Directory.GetFileSystemEntries(_backups.Path).Should().BeEmpty();
    }

    [Fact]
    public void A_listener_that_throws_ends_the_backup_and_leaves_nothing()
    {
        Observed observed = new(_ => throw new InvalidTimeZoneException());

        _store.Maintenance.Invoking(m => m.Backup(_backups.Path, progress: observed)).Should().Throw<InvalidTimeZoneException>();

        Directory.GetFileSystemEntries(_backups.Path).Should().BeEmpty();
    }

    [Theory]
    [InlineData("taken.db", "taken.db")]
    [InlineData("copy.db", "copy.db.manifest.json")]
    public void A_target_that_exists_is_refused_and_not_changed(string target, string existing)
    {
        File.WriteAllText(_backups.File(existing), "precious");

        Refused(_backups.File(target)).Kind.Should().Be(LeadStoreErrorKind.TargetExists);

        File.ReadAllText(_backups.File(existing)).Should().Be("precious");
        Directory.GetFileSystemEntries(_backups.Path).Should().HaveCount(1);
    }

    [Fact]
    public void The_live_file_and_every_link_to_it_are_refused()
    {
        File.CreateSymbolicLink(_backups.File("symbolic.db"), _directory.Database);
        File.CreateSymbolicLink(_backups.File("dangling.db"), _backups.File("nowhere"));
        string before = StoreData.Describe(_store);

        foreach (string target in (string[])[_directory.Database, _backups.File("symbolic.db"), _backups.File("dangling.db"), _directory.Database + "-wal"])
        {
            Refused(target).Kind.Should().Be(LeadStoreErrorKind.TargetExists, target);
        }

        StoreData.Describe(_store).Should().Be(before);
        _store.CreateLead(new NewLead { Phone = "+447809505864" });
        Raw.Scalar(_directory.Database, "PRAGMA integrity_check").Should().Be("ok");
    }

    [Theory]
    [InlineData("missing/copy.db")]
    [InlineData("missing/")]
    public void A_directory_that_does_not_exist_is_not_made(string target)
    {
        LeadStoreException failure = Refused(_backups.File(target));

        failure.Kind.Should().Be(LeadStoreErrorKind.CannotOpen);
        failure.Message.Should().Contain("missing");
        Directory.GetFileSystemEntries(_backups.Path).Should().BeEmpty();
    }

    [Fact]
    public void What_a_run_left_that_was_killed_is_cleared_away_and_nothing_else()
    {
        string left = Directory.CreateDirectory(_backups.File("leads.db.tmp-0123456789abcdef")).FullName;
        File.WriteAllText(Path.Combine(left, "leadstore.lock"), "");
        File.WriteAllText(Path.Combine(left, "new.db"), "half a copy");
        string foreign = Directory.CreateDirectory(_backups.File("photos.tmp-0123456789abcdef")).FullName;
        File.WriteAllText(Path.Combine(foreign, "new.db"), "of somebody else");
        string used = Directory.CreateDirectory(_backups.File("other.db.tmp-0123456789abcdef")).FullName;
        using FileStream held = new(Path.Combine(used, "leadstore.lock"), FileMode.CreateNew, FileAccess.Write, FileShare.None);

        _store.Maintenance.Backup(_backups.File("copy.db"));

        Directory.Exists(left).Should().BeFalse();
        File.Exists(Path.Combine(foreign, "new.db")).Should().BeTrue();
        Directory.Exists(used).Should().BeTrue();
    }

    [Fact]
    public void A_store_in_memory_is_backed_up_into_a_file_like_any_other()
    {
        using LeadDatabase memory = LeadDatabase.OpenInMemory();
        StoreData.Fill(memory);

        BackupReport report = memory.Maintenance.Backup(_backups.Path, new BackupOptions { Compression = BackupCompression.Gzip });

        Path.GetFileName(report.Path).Should().StartWith("leads-");
        report.Rows["messages"].Should().Be(200);
        StoreMaintenance.VerifyBackup(report.Path).Rows.Should().Equal(report.Rows);
        memory.CreateLead(new NewLead { Phone = "+447809505864" });
        memory.Maintenance.Backup(_backups.File("copy.db"));
        StoreData.DescribeFile(_backups.File("copy.db")).Should().Be(StoreData.Describe(memory));
    }

    [Fact]
    public void A_store_that_is_disposed_makes_no_backup()
    {
        StoreMaintenance maintenance = _store.Maintenance;
        _store.Dispose();

        maintenance.Invoking(m => m.Backup(_backups.Path)).Should().Throw<ObjectDisposedException>();
        Directory.GetFileSystemEntries(_backups.Path).Should().BeEmpty();
    }

    [Fact]
    public void Options_that_are_not_meant_are_refused()
    {
        _store.Maintenance.Invoking(m => m.Backup(" ")).Should().Throw<ArgumentException>();
        _store.Maintenance.Invoking(m => m.Backup(_backups.Path, new BackupOptions { Compression = (BackupCompression)7 })).Should().Throw<ArgumentException>();
    }

    private LeadStoreException Refused(string target) =>
        _store.Maintenance.Invoking(m => m.Backup(target)).Should().Throw<LeadStoreException>().Which;

    private static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
