using System.Data.Common;
using LeadStore.Maintenance;
using LeadStore.Sqlite;
using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Maintenance;

/// <summary>Each finding is provoked, for real where the machine lets it, and is absent from a store that is well.</summary>
public sealed class DoctorTests : IDisposable
{
    private const long DefaultLimit = 256L << 20;

    private readonly TempDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
    private LeadDatabase _store;

    public DoctorTests() => _store = Open();

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_fresh_store_in_a_plain_directory_is_well()
    {
        _store.CreateLead(new NewLead { Phone = "+447809505864" });
        DoctorReport report = Examine(new DoctorOptions { CheckContent = true });
        report.IsHealthy.Should().BeTrue();
        report.Findings.Select(finding => finding.Code).Except(["sqlite_vulnerable", "backup_unknown"]).Should().BeEmpty();
    }

    [Fact]
    public void The_public_call_looks_at_this_machine_and_reads_as_words()
    {
        DoctorReport report = _store.Maintenance.Doctor();
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
    public void A_file_in_the_temporary_directory_is_told() =>
        Finding("temporary_directory", surroundings: new() { TemporaryDirectories = ["/nowhere", Surroundings.RealPath(_directory.Path)] })
            .Severity.Should().Be(DoctorSeverity.Warning);

    [Theory]
    [InlineData("/volume", true)]
    [InlineData("{0}", false)]
    [InlineData("{0}/", false)]
    [InlineData("{0}/leads", true)]
    [InlineData(" ", false)]
    public void A_volume_that_the_file_does_not_lie_on_is_told(string volume, bool isFound)
    {
        FakeSurroundings surroundings = new()
        {
            Variables = { ["RAILWAY_VOLUME_MOUNT_PATH"] = string.Format(System.Globalization.CultureInfo.InvariantCulture, volume, _directory.Path) },
        };
        Examine(surroundings: surroundings).Findings.Any(finding => finding.Code == "volume_unused").Should().Be(isFound);
    }

    [Theory]
    [InlineData("nfs4", "network_file_system", DoctorSeverity.Problem)]
    [InlineData("9p", "network_file_system", DoctorSeverity.Problem)]
    [InlineData("cifs", "network_file_system", DoctorSeverity.Problem)]
    [InlineData("fuse.sshfs", "network_file_system", DoctorSeverity.Problem)]
    [InlineData("overlay", "container_layer", DoctorSeverity.Warning)]
    [InlineData("tmpfs", "memory_file_system", DoctorSeverity.Warning)]
    public void An_odd_file_system_is_told(string type, string code, DoctorSeverity severity) =>
        Finding(code, surroundings: new() { FileSystem = new(type, "/data") }).Severity.Should().Be(severity);

    [Theory]
    [InlineData("ext4")]
    [InlineData("xfs")]
    [InlineData("btrfs")]
    [InlineData("fuseblk")]
    [InlineData("ntfs")]
    public void A_file_system_of_this_machine_is_well(string type) =>
        Examine(surroundings: new() { FileSystem = new(type, "/data") }).Findings.Should().NotContain(finding => finding.Code.Contains("file_system"));

    [Theory]
    [InlineData(1L << 30, null)]
    [InlineData(20L << 20, DoctorSeverity.Warning)]
    [InlineData(1L << 20, DoctorSeverity.Problem)]
    public void Little_room_is_told(long free, DoctorSeverity? severity)
    {
        Fill(30L << 20);
        Examine(surroundings: new() { Free = free }).Findings.SingleOrDefault(finding => finding.Code == "disk_space_low")?.Severity.Should().Be(severity);
        (severity is null || Finding("disk_space_low", surroundings: new() { Free = free }).Severity == severity).Should().BeTrue();
    }

    [Fact]
    public void Permissions_wider_than_the_owners_are_told()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(_directory.Database, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Finding("permissions_wide").Message.Should().Contain(_directory.Database).And.NotContain("-wal");
    }

    [Fact]
    public void A_long_log_is_told_with_its_reason()
    {
        Reopen(logLimit: 1L << 20);
        long lead = _store.CreateLead(new NewLead { Phone = "+447809505864" }).Id;
        using (DbConnection reports = _store.OpenReadOnlyConnection())
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
        while (_store.Maintenance.GetStatistics().LastCheckpoint!.IsPartial);
        Finding("wal_large").Message.Should().Contain("copied whole");
        Reopen(logLimit: 1L << 30);
        Absent("wal_large");
    }

    [Fact]
    public void A_long_log_that_a_process_left_behind_is_told()
    {
        Fill(2L << 20);
        string left = _directory.File("left.db");
        FileImage.CopyAsAfterCrash(_directory.Database, left, "-wal");
        using LeadDatabase store = LeadDatabase.Open(new LeadDatabaseOptions { Path = left, CheckpointPages = 100, MaxWalBytes = 1 << 20 });
        new StoreDoctor(OpenedStore.Database(store), left, _clock, new FakeSurroundings()).Examine(null)
            .Findings.Should().Contain(finding => finding.Code == "wal_large" && finding.Message.Contains("not copied since", StringComparison.Ordinal));
    }

    [Fact]
    public void A_SQLite_that_can_lose_commits_is_told() =>
        Examine().Findings.Any(finding => finding.Code == "sqlite_vulnerable")
            .Should().Be(NativeSqlite.HasWalResetBug(NativeSqlite.VersionNumber));

    [Fact]
    public void No_backup_and_an_old_one_are_told()
    {
        DoctorOptions options = new() { BackupDirectory = _directory.File("backups") };
        DoctorFinding missing = Finding("backup_directory_missing", options);
        missing.Severity.Should().Be(DoctorSeverity.Warning);
        missing.Message.Should().Contain(options.BackupDirectory).And.Contain("does not exist");
        missing.Advice.Should().Contain("mounted");
        Absent("backup_missing", options);
        Directory.CreateDirectory(options.BackupDirectory);
        Absent("backup_directory_missing", options);
        Finding("backup_missing", options).Severity.Should().Be(DoctorSeverity.Warning);
        string backup = _store.Maintenance.Backup(options.BackupDirectory).Path;
        File.Move(backup, _directory.File("aside"));
        Finding("backup_missing", options).Message.Should().Contain("no backup", "a manifest without its backup is none");

        File.Move(_directory.File("aside"), backup);
        Absent("backup_old", options);
        _clock.Advance(TimeSpan.FromDays(3));
        Finding("backup_old", options).Message.Should().Contain("3 days");
        File.WriteAllText(backup + "2", "");
        File.WriteAllText(backup + "2.manifest.json", "{ this is no manifest");
        Finding("backup_old", options);
        options.MaxBackupAge = TimeSpan.FromDays(4);
        Absent("backup_old", options);
        Absent("backup_missing", options);
        Absent("backup_unknown", options);
    }

    [Fact]
    public void A_backup_of_another_store_or_with_damaged_rows_is_none()
    {
        DoctorOptions options = new() { BackupDirectory = Directory.CreateDirectory(_directory.File("backups")).FullName };
        using (LeadDatabase other = LeadDatabase.OpenInMemory(new LeadDatabaseOptions { TimeProvider = _clock }))
        {
            other.Maintenance.Backup(options.BackupDirectory);
        }

        _store.CreateLead(new NewLead { Phone = "+447809505864", Name = "Somebody" });
        FailingDisk.Damage(_directory.Database, "leads", "name");
        _store.Maintenance.Backup(options.BackupDirectory, new BackupOptions { AllowDamagedRows = true });

        Finding("backup_missing", options).Message.Should().Contain("1 with damaged rows, 1 of other stores");
    }

    [Fact]
    public void What_restores_have_kept_is_told_after_a_week_and_removed_by_nobody()
    {
        string backups = Directory.CreateDirectory(_directory.File("backups")).FullName;
        string backup = _store.Maintenance.Backup(backups).Path;
        string[] kept = [.. Enumerable.Range(0, 2).Select(_ => _store.Maintenance.Restore(backup).KeptPath!)];
        File.WriteAllText(kept[1] + "-wal", "a log");
        File.WriteAllText(_directory.Database + ".before-restore-of-the-kitchen", "no such file");
        _clock.Advance(TimeSpan.FromDays(7));
        Absent("kept_files");

        _clock.Advance(TimeSpan.FromSeconds(1));
        long bytes = kept.Append(kept[1] + "-wal").Sum(file => new FileInfo(file).Length);
        DoctorFinding finding = Finding("kept_files");

        finding.Severity.Should().Be(DoctorSeverity.Info);
        finding.Message.Should().Contain("3 files").And.Contain($"{bytes} bytes").And.Contain(Path.GetFileName(kept[0]));
        _store.Maintenance.ApplyRetention(_directory.Path, keepDaily: 0, keepWeekly: 0).LeftAlone.Should().BeEmpty();
        kept.Should().OnlyContain(file => File.Exists(file));
    }

    [Fact]
    public void An_age_that_is_none_is_refused() =>
        _store.Invoking(s => s.Maintenance.Doctor(new DoctorOptions { MaxBackupAge = TimeSpan.Zero })).Should().Throw<ArgumentException>();

    [Fact]
    public void Unfinished_files_of_yesterday_are_told_and_those_of_now_are_not()
    {
        string backups = Directory.CreateDirectory(_directory.File("backups")).FullName;
        DoctorOptions options = new() { BackupDirectory = backups };
        string[] unfinished = [_directory.Database + ".tmp-1", Path.Combine(backups, "leads-1.db.tmp-2")];
        foreach (string file in unfinished)
        {
            File.WriteAllText(file, "");
            File.SetLastWriteTimeUtc(file, _clock.GetUtcNow().UtcDateTime);
        }

        Absent("leftover_files", options);
        _clock.Advance(TimeSpan.FromDays(1));
        Examine(options).Findings.Where(finding => finding.Code == "leftover_files").Should().HaveCount(2).And
            .OnlyContain(finding => finding.Message.Contains(".tmp-", StringComparison.Ordinal));
    }

    [Fact]
    public void A_journal_beside_the_file_is_told()
    {
        File.WriteAllText(_directory.Database + "-journal", "");
        Finding("stale_journal");
        File.Delete(_directory.Database + "-journal");
        Absent("stale_journal");
    }

    [Fact]
    public void A_large_file_that_was_never_analysed_is_told()
    {
        Absent("statistics_missing");
        Fill(20L << 20);
        Finding("statistics_missing").Severity.Should().Be(DoctorSeverity.Info);
        Inside.Writer(_store).RunScript("ANALYZE");
        Absent("statistics_missing");
    }

    [Fact]
    public void A_large_file_of_free_pages_is_told()
    {
        Fill(20L << 20);
        Absent("free_pages");
        _store.DeleteLead(1);
        Finding("free_pages").Severity.Should().Be(DoctorSeverity.Info);
    }

    [Fact]
    public void A_file_that_is_gone_is_told()
    {
        File.Move(_directory.Database, _directory.File("moved.db"));
        Finding("file_missing").Severity.Should().Be(DoctorSeverity.Problem);
        File.Move(_directory.File("moved.db"), _directory.Database);
        Absent("file_missing");
    }

    [Fact]
    public void A_file_that_was_replaced_is_told()
    {
        File.Move(_directory.Database, _directory.File("moved.db"));
        File.WriteAllText(_directory.Database, new string('x', 10_000));
        Finding("file_replaced").Severity.Should().Be(DoctorSeverity.Problem);
        File.Delete(_directory.Database);
        File.Move(_directory.File("moved.db"), _directory.Database);
        Absent("file_replaced");
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told()
    {
        Reopen(DefaultLimit);
        Absent("unreadable");
        File.WriteAllText(_directory.Database, new string('x', (int)new FileInfo(_directory.Database).Length));
        DoctorFinding finding = Finding("unreadable");
        finding.Message.Should().Contain("Corrupt");
        finding.Severity.Should().Be(DoctorSeverity.Problem);
    }

    [Fact]
    public void Damaged_content_is_told_if_it_is_looked_at()
    {
        Fill(1L << 20);
        Damage(stream =>
        {
            stream.Position = (stream.Length / 4096 / 2 * 4096) - 4096;
            stream.Write(new byte[3 * 4096]);
        });
        Absent("content_damaged");
        Finding("content_damaged", new DoctorOptions { CheckContent = true }).Severity.Should().Be(DoctorSeverity.Problem);
        IntegrityReport report = _store.Maintenance.CheckIntegrity();
        report.IsSound.Should().BeFalse();
        string.Join('\n', report.Errors).Should().NotContain("xxx");
    }

    [Fact]
    public void References_to_nothing_and_broken_constraints_are_found_and_name_no_content()
    {
        Fill(1L << 17);
        _store.Maintenance.CheckIntegrity().Should().Match<IntegrityReport>(report => report.IsSound && report.Errors.Count == 0);
        _store.Dispose();
        Raw.Execute(_directory.Database, "DROP TRIGGER messages_moved; DROP TRIGGER messages_given_away; UPDATE messages SET lead_id = 77");
        Raw.Execute(_directory.Database, "PRAGMA ignore_check_constraints=ON; UPDATE leads SET progress = 500");
        _store = Open();

        IntegrityReport report = _store.Maintenance.CheckIntegrity();
        report.Errors.Should().Contain(error => error.Contains("rows of messages refer to rows of leads that are not there", StringComparison.Ordinal));
        report.Errors.Should().Contain(error => error.Contains("CHECK constraint failed in leads", StringComparison.Ordinal));
        Finding("content_damaged", new DoctorOptions { CheckContent = true });
        _store.GetRequiredLead(1).Phone.Should().Be("+447809505864", "the store is as usable as it was");
    }

    [Fact]
    public void A_row_that_is_not_as_it_was_written_is_told_with_what_to_do_and_without_what_it_holds()
    {
        DoctorOptions options = new() { CheckContent = true };
        _store.CreateMessage(_store.CreateLead(new NewLead { Phone = "+447809505864", Name = "Somebody" }).Id, MessageSender.Customer, "Hello");
        Absent("rows_damaged", options);
        _store.Dispose();
        Raw.Execute(_directory.Database, "UPDATE leads SET name = 'Sxmebody', checksum = 1");
        Raw.Execute(_directory.Database, "UPDATE messages SET content = 'Hxllo'");
        _store = Open();

        Absent("rows_damaged");
        DoctorFinding damaged = Finding("rows_damaged", options);
        damaged.Severity.Should().Be(DoctorSeverity.Problem);
        damaged.Message.Should().StartWith("1 rows").And.Contain("leads id 1");
        damaged.Advice.Should().Contain("Verify").And.Contain("backup");
        DoctorFinding unverifiable = Finding("rows_unverifiable", options);
        unverifiable.Severity.Should().Be(DoctorSeverity.Info);
        unverifiable.Message.Should().StartWith("1 rows");
        Examine(options).ToString().Should().NotContainAny("mebody", "Hxllo", "7809505864");
        Absent("content_damaged", options);
        _store.CreateMessage(1, MessageSender.Agent, "the store is as usable as it was");
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
        _store.InTransaction(_ =>
        {
            _store.Invoking(s => s.Maintenance.Doctor()).Should().Throw<InvalidOperationException>();
            _store.Invoking(s => s.Maintenance.CheckIntegrity()).Should().Throw<InvalidOperationException>();
        });
        StoreMaintenance maintenance = _store.Maintenance;
        _store.Dispose();
        maintenance.Invoking(m => m.Doctor()).Should().Throw<ObjectDisposedException>();
        maintenance.Invoking(m => m.CheckIntegrity()).Should().Throw<ObjectDisposedException>();
    }

    private DoctorReport Examine(DoctorOptions? options = null, FakeSurroundings? surroundings = null) =>
        new StoreDoctor(OpenedStore.Database(_store), _directory.Database, _clock, surroundings ?? new()).Examine(options);

    // The same call on a machine where all is well does not have it.
    private DoctorFinding Finding(string code, DoctorOptions? options = null, FakeSurroundings? surroundings = null)
    {
        if (surroundings is not null)
        {
            Absent(code, options);
        }

        return Examine(options, surroundings).Findings.Should().ContainSingle(finding => finding.Code == code).Which;
    }

    private void Absent(string code, DoctorOptions? options = null) =>
        Examine(options).Findings.Should().NotContain(finding => finding.Code == code);

    private LeadDatabase Open(long logLimit = DefaultLimit) => LeadDatabase.Open(
        new LeadDatabaseOptions { Path = _directory.Database, TimeProvider = _clock, CheckpointPages = 100, MaxWalBytes = logLimit, Durability = Durability.Normal });

    private void Reopen(long logLimit)
    {
        _store.Dispose();
        _store = Open(logLimit);
    }

    private void Damage(Action<FileStream> damage)
    {
        _store.Dispose();
        using (FileStream stream = File.Open(_directory.Database, FileMode.Open, FileAccess.ReadWrite))
        {
            damage(stream);
        }

        _store = Open();
    }

    private void Fill(long bytes)
    {
        long lead = _store.CreateLead(new NewLead { Phone = "+447809505864" }).Id;
        _store.InTransaction(tx =>
        {
            for (long written = 0; written < bytes; written += 100_000)
            {
                tx.CreateMessage(lead, MessageSender.Customer, new string('x', 100_000));
            }
        });
    }

    private void Write(long lead, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _store.CreateMessage(lead, MessageSender.Agent, new string('x', 90_000));
        }
    }
}
