using System.Text.Json.Nodes;
using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Maintenance;

/// <summary>
/// Rows that are not what was written: they stop backups until somebody says otherwise, and that is told wherever it counts.
/// </summary>
public sealed class DamagedRowsTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 6, 0, 0, TimeSpan.Zero);
    private static readonly RestoreOptions Allowed = new() { AllowDamagedRows = true };

    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _backups = new();
    private readonly FakeTimeProvider _clock = new(Start);
    private readonly CapturedLog _log = new();
    private readonly LeadDatabase _store;

    public DamagedRowsTests()
    {
        _store = Open(_directory.Database);
        StoreData.Fill(_store, leads: 3, messages: 4);
        _store.Settings.Set(Setting.Text("greeting", ""), "Hello");
        _store.TryOnce(1, "welcome");
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
        _backups.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void By_itself_a_backup_is_refused_and_says_how_many_rows_and_what_to_do()
    {
        FailingDisk.Damage(_directory.Database, "leads", "name", "id < 3");

        LeadStoreException refused = _store.Invoking(s => s.Maintenance.Backup(_backups.Path)).Should().Throw<LeadStoreException>().Which;

        refused.Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        refused.Message.Should().Contain("2 rows").And.Contain("AcceptDamagedRows").And.Contain("AllowDamagedRows");
        Directory.GetFileSystemEntries(_backups.Path).Should().BeEmpty();
    }

    [Theory]
    [InlineData(BackupCompression.None)]
    [InlineData(BackupCompression.Gzip)]
    public void With_the_callers_will_it_is_made_and_needs_the_same_will_to_be_restored(BackupCompression compression)
    {
        FailingDisk.Damage(_directory.Database, "leads", "name", "id < 3");
        string expected = StoreData.Describe(_store);

        BackupReport report = MadeWithDamage(0, compression);

        report.DamagedRows.Should().Be(2);
        Manifest(report.Path)["damagedRows"]!.GetValue<long>().Should().Be(2);
        Refused(report.Path).Message.Should().Contain("2 rows").And.Contain("RestoreOptions.AllowDamagedRows");
        _store.Invoking(s => s.Maintenance.Restore(report.Path)).Should().Throw<LeadStoreException>()
            .Which.Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        StoreMaintenance.VerifyBackup(report.Path, Allowed).DamagedRows.Should().Be(2);

        string elsewhere = _directory.File("elsewhere.db");
        LeadDatabase.Restore(report.Path, new LeadDatabaseOptions { Path = elsewhere }, Allowed).Backup.DamagedRows.Should().Be(2);
        using LeadDatabase restored = Open(elsewhere);
        StoreData.Describe(restored).Should().Be(expected);
        restored.Maintenance.Verify().DamagedRowCount.Should().Be(2, "a restore makes no damage look sound");
    }

    [Fact]
    public void A_backup_of_a_sound_store_has_no_damaged_rows_whatever_is_allowed() =>
        StoreMaintenance.VerifyBackup(MadeWithDamage(0).Path).DamagedRows.Should().Be(0);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(0)]
    public void Another_number_of_damaged_rows_than_the_manifest_says_is_refused_whatever_is_allowed(long said)
    {
        FailingDisk.Damage(_directory.Database, "leads", "name", "id < 3");
        string path = MadeWithDamage(0).Path;
        JsonObject manifest = Manifest(path);
        manifest["damagedRows"] = said;
        File.WriteAllText(path + ".manifest.json", manifest.ToJsonString());

        Refused(path, Allowed).Kind.Should().Be(LeadStoreErrorKind.Corrupt);

        File.Delete(path + ".manifest.json");
        StoreMaintenance.VerifyBackup(path, Allowed).DamagedRows.Should().Be(2, "without a manifest there is only the caller's will");
    }

    [Fact]
    public void A_file_that_cannot_be_read_makes_no_backup_whatever_is_allowed()
    {
        object? page = Raw.Scalar(_directory.Database, "SELECT rootpage FROM sqlite_schema WHERE name = 'messages'");
        _store.Dispose();
        using (FileStream file = File.OpenWrite(_directory.Database))
        {
            file.Position = (Convert.ToInt64(page, null) - 1) * 4096;
            file.Write(new byte[16]);
        }

        using LeadDatabase store = Open(_directory.Database);
        BackupOptions allowed = new() { AllowDamagedRows = true };
        store.Invoking(s => s.Maintenance.Backup(_backups.Path, allowed)).Should().Throw<LeadStoreException>()
            .Which.Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        Directory.GetFileSystemEntries(_backups.Path).Should().BeEmpty();
    }

    [Fact]
    public void Retention_relies_on_no_such_backup_and_lets_none_stand_for_a_good_one()
    {
        string good = _store.Maintenance.Backup(_backups.Path).Path;
        FailingDisk.Damage(_directory.Database, "leads", "name", "id = 1");
        string[] damaged = [MadeWithDamage(1).Path, MadeWithDamage(2).Path];

        RetentionReport report = _store.Maintenance.ApplyRetention(_backups.Path, keepDaily: 1, keepWeekly: 0);

        report.LastGood.Should().Be(good);
        report.Kept.Should().Equal(damaged[1], good);
        report.Removed.Should().Equal(damaged[0]);
    }

    [Fact]
    public void The_latest_is_the_latest_sound_one_unless_the_caller_wants_the_other()
    {
        string good = _store.Maintenance.Backup(_backups.Path).Path;
        FailingDisk.Damage(_directory.Database, "leads", "name", "id = 1");
        string damaged = MadeWithDamage(1).Path;
        _store.Dispose();
        LeadDatabaseOptions options = new() { Path = _directory.Database };

        RestoreReport sound = LeadDatabase.RestoreLatest(_backups.Path, options);
        sound.Backup.Path.Should().Be(good);
        sound.Rejected.Should().Equal(damaged);

        LeadDatabase.RestoreLatest(_backups.Path, options, Allowed).Backup.Path.Should().Be(damaged);
    }

    [Fact]
    public async Task A_schedule_makes_none_by_itself_and_tells_the_failure()
    {
        FailingDisk.Damage(_directory.Database, "leads", "name", "id = 1");
        MadeWithDamage(0);
        await using BackupSchedule schedule = _store.Maintenance.ScheduleBackups(new BackupScheduleOptions { Directory = _backups.Path });

        _clock.Advance(TimeSpan.Zero);
        Background.Until(() => schedule.NextAt == Start.AddMinutes(5));

        schedule.LastFailure.Should().BeOfType<LeadStoreException>().Which.Message.Should().Contain("1 rows");
        _log.Lines.Should().ContainSingle(line => line.StartsWith("Error 21", StringComparison.Ordinal));
        _store.Maintenance.AcceptDamagedRows(_store.Maintenance.Verify()).Should().Be(1);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Background.Until(() => schedule.LastSuccess is not null);
    }

    [Fact]
    public void Rows_that_are_accepted_are_sound_as_they_are_and_backups_are_made_again()
    {
        foreach ((string table, string column) in ((string, string)[])
            [("leads", "name"), ("messages", "content"), ("settings", "value"), ("lead_once", "done_at"), ("lead_sources", "display_name")])
        {
            FailingDisk.Damage(_directory.Database, table, column);
        }

        string expected = StoreData.Describe(_store);
        VerificationReport report = _store.Maintenance.Verify();
        report.DamagedRowCount.Should().BeGreaterThan(15);

        _store.Maintenance.AcceptDamagedRows(report).Should().Be((int)report.DamagedRowCount);

        _store.Maintenance.Verify().Should().Match<VerificationReport>(r => r.IsSound && r.UnverifiableRowCount == 0);
        StoreData.Describe(_store).Should().Be(expected);
        _store.Maintenance.Backup(_backups.Path).DamagedRows.Should().Be(0);
        _store.UpdateLead(1, lead => lead with { Progress = 7 });
        _store.Maintenance.Verify().IsSound.Should().BeTrue();
        _log.Lines.Should().ContainSingle(line => line.StartsWith("Warning 23", StringComparison.Ordinal));
        _store.Maintenance.AcceptDamagedRows(report).Should().Be(0, "they are accepted");
    }

    [Fact]
    public void A_row_that_was_not_in_the_report_or_has_changed_since_is_not_accepted()
    {
        FailingDisk.Damage(_directory.Database, "leads", "name", "id < 3");
        VerificationReport report = _store.Maintenance.Verify();
        FailingDisk.Damage(_directory.Database, "leads", "created_at", "id > 1");

        _store.Maintenance.AcceptDamagedRows(report).Should().Be(1);

        _store.Maintenance.Verify().DamagedRows.Should().Equal(new DamagedRow("leads", "id 2"), new DamagedRow("leads", "id 3"));
        _store.DeleteLead(2);
        _store.Maintenance.AcceptDamagedRows(_store.Maintenance.Verify()).Should().Be(1);
        _store.Maintenance.Verify().IsSound.Should().BeTrue();
    }

    [Fact]
    public void More_rows_than_a_report_names_are_accepted_by_several()
    {
        StoreData.FillMessages(_store, lead: 1, messages: 1500);
        FailingDisk.Damage(_directory.Database, "messages", "sent_at", "sender = 'agent'");

        int[] accepted = [.. Enumerable.Range(0, 3).Select(_ => _store.Maintenance.AcceptDamagedRows(_store.Maintenance.Verify()))];

        accepted.Should().Equal(1000, 500, 0);
        _store.Maintenance.Verify().IsSound.Should().BeTrue();
    }

    [Fact]
    public void A_report_of_another_store_accepts_nothing()
    {
        using LeadDatabase memory = LeadDatabase.OpenInMemory();
        StoreData.Fill(memory, leads: 3, messages: 4);
        FailingDisk.Damage(_directory.Database, "leads", "name");

        memory.Maintenance.AcceptDamagedRows(_store.Maintenance.Verify()).Should().Be(0);

        memory.Maintenance.Verify().IsSound.Should().BeTrue();
        _store.Invoking(s => s.Maintenance.AcceptDamagedRows(null!)).Should().Throw<ArgumentNullException>();
        VerificationReport report = _store.Maintenance.Verify();
        _store.Invoking(s => s.InTransaction(_ => s.Maintenance.AcceptDamagedRows(report))).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void The_doctor_tells_of_them_when_it_looks_at_the_content()
    {
        FailingDisk.Damage(_directory.Database, "leads", "name", "id < 3");

        DoctorReport report = _store.Maintenance.Doctor(new DoctorOptions { CheckContent = true });

        DoctorFinding finding = report.Findings.Should().ContainSingle(f => f.Code == "rows_damaged").Which;
        finding.Severity.Should().Be(DoctorSeverity.Problem);
        finding.Message.Should().Contain("2 rows");
        finding.Advice.Should().Contain("AcceptDamagedRows");
        _store.Maintenance.Doctor().Findings.Should().NotContain(f => f.Code == "rows_damaged");
    }

    private BackupReport MadeWithDamage(int hours, BackupCompression compression = BackupCompression.None)
    {
        _clock.SetUtcNow(Start.AddHours(hours));
        return _store.Maintenance.Backup(_backups.Path, new BackupOptions { AllowDamagedRows = true, Compression = compression });
    }

    private static LeadStoreException Refused(string path, RestoreOptions? options = null) =>
        FluentActions.Invoking(() => StoreMaintenance.VerifyBackup(path, options)).Should().Throw<LeadStoreException>().Which;

    private static JsonObject Manifest(string backup) => JsonNode.Parse(File.ReadAllText(backup + ".manifest.json"))!.AsObject();

    private LeadDatabase Open(string path) =>
        LeadDatabase.Open(new LeadDatabaseOptions { Path = path, TimeProvider = _clock, LoggerFactory = _log });
}
