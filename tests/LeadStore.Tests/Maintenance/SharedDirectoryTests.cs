using System.Text.Json.Nodes;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Maintenance;

/// <summary>Two stores whose files have one name, with their backups in one directory: neither takes the other's for its own.</summary>
public sealed class SharedDirectoryTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly TempDirectory _here = new();
    private readonly TempDirectory _there = new();
    private readonly TempDirectory _backups = new();
    private readonly FakeTimeProvider _clock = new(Start);
    private readonly LeadDatabase _ours;
    private readonly LeadDatabase _theirs;

    public SharedDirectoryTests()
    {
        _ours = Open(_here.Database);
        _ours.CreateLead(new NewLead { Phone = "+447809505864" });
        _theirs = Open(_there.Database);
        _theirs.CreateLead(new NewLead { Phone = "+447809505865" });
    }

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
        _here.Dispose();
        _there.Dispose();
        _backups.Dispose();
    }

    [Fact]
    public void A_backup_says_of_which_store_it_is_and_two_stores_differ()
    {
        BackupReport ours = _ours.Maintenance.Backup(_backups.Path);
        BackupReport theirs = _theirs.Maintenance.Backup(_backups.Path);

        ours.StoreUid.Should().MatchRegex("^[0-9a-f]{32}$");
        theirs.StoreUid.Should().NotBe(ours.StoreUid);
        StoreMaintenance.VerifyBackup(ours.Path).StoreUid.Should().Be(ours.StoreUid);
        Manifest(ours.Path)["storeUid"]!.GetValue<string>().Should().Be(ours.StoreUid);
    }

    [Fact]
    public void Retention_removes_no_backup_of_another_store_and_names_what_it_left_alone()
    {
        string[] ours = [MadeAt(0, _ours), MadeAt(24, _ours)];
        string[] theirs = [MadeAt(48, _theirs), MadeAt(72, _theirs)];

        RetentionReport report = _ours.Maintenance.ApplyRetention(_backups.Path, keepDaily: 1, keepWeekly: 0);

        report.Kept.Should().Equal(ours[1]);
        report.Removed.Should().Equal(ours[0]);
        report.LastGood.Should().Be(ours[1]);
        report.LeftAlone.Should().Equal(theirs[1], theirs[0]);
        theirs.Should().OnlyContain(path => File.Exists(path) && File.Exists(path + ".manifest.json"));
    }

    [Fact]
    public void A_backup_of_an_earlier_build_is_left_alone_by_retention_and_restored_when_it_is_named()
    {
        string old = MadeAt(0, _ours);
        WithoutUid(old);
        string[] newer = [MadeAt(24, _ours), MadeAt(48, _ours)];

        RetentionReport report = _ours.Maintenance.ApplyRetention(_backups.Path, keepDaily: 1, keepWeekly: 0);

        report.Removed.Should().Equal(newer[0]);
        report.LeftAlone.Should().Equal(old);
        _ours.Maintenance.Restore(old).Backup.CreatedAt.Should().Be(Start);
    }

    [Fact]
    public void The_latest_backup_is_the_latest_of_the_store_that_is_replaced()
    {
        string ours = MadeAt(0, _ours);
        MadeAt(24, _theirs);
        _ours.CreateLead(new NewLead { Phone = "+447809505866" });
        _ours.Dispose();

        RestoreReport report = Latest();

        report.Backup.Path.Should().Be(ours);
        report.Rejected.Should().BeEmpty("a backup of another store is not a bad one");
        report.ReplacedOtherStore.Should().BeFalse();
        using LeadDatabase restored = Open(_here.Database);
        restored.GetAllLeads().Should().ContainSingle().Which.Phone.Should().Be("+447809505864");
    }

    [Fact]
    public void Where_all_backups_are_of_another_store_none_is_taken()
    {
        MadeAt(0, _theirs);
        WithoutUid(MadeAt(24, _ours));
        _ours.Dispose();

        Refused().Kind.Should().Be(LeadStoreErrorKind.NotFound);

        Open(_here.Database).Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_store_that_cannot_be_asked_gets_the_latest_backup_only_if_all_are_of_one_store(bool missing)
    {
        string ours = MadeAt(0, _ours);
        string theirs = MadeAt(24, _theirs);
        _ours.Dispose();
        if (missing)
        {
            File.Delete(_here.Database);
        }
        else
        {
            File.WriteAllText(_here.Database, "a volume that has seen better days");
        }

        Dictionary<string, string> before = FileImage.Of(_here.Path);
        LeadStoreException refused = Refused();
        refused.Kind.Should().Be(LeadStoreErrorKind.Ambiguous);
        refused.Message.Should().Contain("name the backup by Restore");
        FileImage.Of(_here.Path).Should().Equal(before);

        File.Delete(theirs);
        File.Delete(theirs + ".manifest.json");
        RestoreReport report = Latest();
        report.Backup.Path.Should().Be(ours);
        report.ReplacedOtherStore.Should().BeFalse("what was there could not be asked");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_backup_of_another_store_that_is_named_is_restored_and_the_report_says_so(bool opened)
    {
        string theirs = MadeAt(0, _theirs);
        string uid = StoreMaintenance.VerifyBackup(theirs).StoreUid!;
        if (!opened)
        {
            _ours.Dispose();
        }

        RestoreReport report = opened
            ? _ours.Maintenance.Restore(theirs)
            : LeadDatabase.Restore(theirs, new LeadDatabaseOptions { Path = _here.Database });

        report.ReplacedOtherStore.Should().BeTrue();
        report.Backup.StoreUid.Should().Be(uid);
        _ours.Dispose();
        using (LeadDatabase moved = Open(_here.Database))
        {
            moved.Maintenance.Backup(_backups.Path).StoreUid.Should().Be(uid, "a store that was moved is the same store");
            moved.Maintenance.Restore(theirs).ReplacedOtherStore.Should().BeFalse();
        }

        StoreMaintenance.VerifyBackup(report.KeptPath!).StoreUid.Should().NotBe(uid);
    }

    [Fact]
    public async Task A_schedule_does_not_wait_because_of_a_backup_of_another_store()
    {
        _theirs.Maintenance.Backup(_backups.Path);
        BackupScheduleOptions options = new() { Directory = _backups.Path, Interval = TimeSpan.FromHours(6) };
        _clock.Advance(TimeSpan.FromHours(1));

        await using BackupSchedule schedule = _ours.Maintenance.ScheduleBackups(options);

        _clock.Advance(TimeSpan.Zero);
        Background.Until(() => schedule.NextAt == Start.AddHours(7));
        schedule.LastSuccess!.CreatedAt.Should().Be(Start.AddHours(1));
    }

    private string MadeAt(int hours, LeadDatabase store)
    {
        _clock.SetUtcNow(Start.AddHours(hours));
        return store.Maintenance.Backup(_backups.Path).Path;
    }

    private RestoreReport Latest() => LeadDatabase.RestoreLatest(_backups.Path, new LeadDatabaseOptions { Path = _here.Database });

    private LeadStoreException Refused() => FluentActions.Invoking(Latest).Should().Throw<LeadStoreException>().Which;

    private LeadDatabase Open(string path) => LeadDatabase.Open(new LeadDatabaseOptions { Path = path, TimeProvider = _clock });

    private static JsonObject Manifest(string backup) => JsonNode.Parse(File.ReadAllText(backup + ".manifest.json"))!.AsObject();

    private static void WithoutUid(string backup)
    {
        JsonObject manifest = Manifest(backup);
        manifest.Remove("storeUid").Should().BeTrue();
        File.WriteAllText(backup + ".manifest.json", manifest.ToJsonString());
    }
}
