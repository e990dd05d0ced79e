using LeadStore.Tests.Maintenance.Support;

namespace LeadStore.Tests.Maintenance;

/// <summary>What the doctor says of the backups, and of what restores and killed processes have left.</summary>
public sealed class BackupFindingTests : DoctorTest
{
    [Fact]
    public void No_backup_and_an_old_one_are_told()
    {
        DoctorOptions options = new() { BackupDirectory = Folder.File("backups") };
        DoctorFinding missing = Finding("backup_directory_missing", options);
        missing.Severity.Should().Be(DoctorSeverity.Warning);
        missing.Message.Should().Contain(options.BackupDirectory).And.Contain("does not exist");
        missing.Advice.Should().Contain("mounted");
        Absent("backup_missing", options);
        Directory.CreateDirectory(options.BackupDirectory);
        Absent("backup_directory_missing", options);
        Finding("backup_missing", options).Severity.Should().Be(DoctorSeverity.Warning);
        string backup = Store.Maintenance.Backup(options.BackupDirectory).Path;
        File.Move(backup, Folder.File("aside"));
        Finding("backup_missing", options).Message.Should().Contain("no backup", "a manifest without its backup is none");

        File.Move(Folder.File("aside"), backup);
        Absent("backup_old", options);
        Clock.Advance(TimeSpan.FromDays(3));
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
        DoctorOptions options = new() { BackupDirectory = Directory.CreateDirectory(Folder.File("backups")).FullName };
        using (LeadDatabase other = LeadDatabase.OpenInMemory(new LeadDatabaseOptions { TimeProvider = Clock }))
        {
            other.Maintenance.Backup(options.BackupDirectory);
        }

        Store.CreateLead(new NewLead { Phone = "+447809505864", Name = "Somebody" });
        FailingDisk.Damage(Folder.Database, "leads", "name");
        Store.Maintenance.Backup(options.BackupDirectory, new BackupOptions { AllowDamagedRows = true });

        Finding("backup_missing", options).Message.Should().Contain("1 with damaged rows, 1 of other stores");
    }

    [Fact]
    public void What_restores_have_kept_is_told_after_a_week_and_removed_by_nobody()
    {
        string backups = Directory.CreateDirectory(Folder.File("backups")).FullName;
        string backup = Store.Maintenance.Backup(backups).Path;
        string[] kept = [.. Enumerable.Range(0, 2).Select(_ => Store.Maintenance.Restore(backup).KeptPath!)];
        File.WriteAllText(kept[1] + "-wal", "a log");
        File.WriteAllText(Folder.Database + ".before-restore-of-the-kitchen", "no such file");
        Clock.Advance(TimeSpan.FromDays(7));
        Absent("kept_files");

        Clock.Advance(TimeSpan.FromSeconds(1));
        long bytes = kept.Append(kept[1] + "-wal").Sum(file => new FileInfo(file).Length);
        DoctorFinding finding = Finding("kept_files");

        finding.Severity.Should().Be(DoctorSeverity.Info);
        finding.Message.Should().Contain("3 files").And.Contain($"{bytes} bytes").And.Contain(Path.GetFileName(kept[0]));
        Store.Maintenance.ApplyRetention(Folder.Path, keepDaily: 0, keepWeekly: 0).LeftAlone.Should().BeEmpty();
        kept.Should().OnlyContain(file => File.Exists(file));
    }

    [Fact]
    public void An_age_that_is_none_is_refused() =>
        Store.Invoking(s => s.Maintenance.Doctor(new DoctorOptions { MaxBackupAge = TimeSpan.Zero })).Should().Throw<ArgumentException>();

    [Fact]
    public void Unfinished_files_of_yesterday_are_told_and_those_of_now_are_not()
    {
        string backups = Directory.CreateDirectory(Folder.File("backups")).FullName;
        DoctorOptions options = new() { BackupDirectory = backups };
        string[] unfinished = [Folder.Database + ".tmp-1", Path.Combine(backups, "leads-1.db.tmp-2")];
        foreach (string file in unfinished)
        {
            File.WriteAllText(file, "");
            File.SetLastWriteTimeUtc(file, Clock.GetUtcNow().UtcDateTime);
        }

        Absent("leftover_files", options);
        Clock.Advance(TimeSpan.FromDays(1));
        Examine(options).Findings.Where(finding => finding.Code == "leftover_files").Should().HaveCount(2).And
            .OnlyContain(finding => finding.Message.Contains(".tmp-", StringComparison.Ordinal));
    }
}
