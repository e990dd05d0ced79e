using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Maintenance;

/// <summary>Which backups stay, and which one is found again.</summary>
public sealed class RetentionTests : IDisposable
{
    // A Monday.
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _backups = new();
    private readonly FakeTimeProvider _clock = new(Start);
    private readonly LeadDatabase _store;

    public RetentionTests()
    {
        _store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, TimeProvider = _clock });
        _store.CreateLead(new NewLead { Phone = "+447809505864" });
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
        _backups.Dispose();
    }

    [Fact]
    public void The_newest_of_each_of_the_last_days_and_weeks_stays()
    {
        string[] made = [.. Enumerable.Range(0, 24).Select(i => MadeAt(i * 12))];

        RetentionReport report = _store.Maintenance.ApplyRetention(_backups.Path, keepDaily: 3, keepWeekly: 2);

        // Day 11 has the last two; each day has those of noon and of midnight after it, which belongs to the next day.
        string[] expected = [made[23], made[22], made[20], made[12]];
        report.Kept.Should().Equal(expected);
        report.LastGood.Should().Be(made[23]);
        report.Removed.Should().BeEquivalentTo(made.Except(expected));
        Directory.GetFiles(_backups.Path).Should().BeEquivalentTo(expected.SelectMany(path => (string[])[path, path + ".manifest.json"]));
    }

    [Fact]
    public void The_last_good_one_stays_however_old_it_is_and_whatever_is_to_be_kept()
    {
        string good = MadeAt(0);
        string[] bad = [MadeAt(24), MadeAt(48), MadeAt(72)];
        foreach (string path in bad)
        {
            Damage(path);
        }

        RetentionReport report = _store.Maintenance.ApplyRetention(_backups.Path, keepDaily: 1, keepWeekly: 0);

        report.LastGood.Should().Be(good);
        report.Kept.Should().Equal(bad[2], good);
        report.Removed.Should().Equal(bad[1], bad[0]);
        report.Rejected.Should().Equal(bad[2], bad[1], bad[0]);
        _store.Maintenance.ApplyRetention(_backups.Path, keepDaily: 0, keepWeekly: 0).Kept.Should().Equal(good);
        File.Exists(good).Should().BeTrue();
    }

    [Fact]
    public void Where_none_is_good_nothing_is_removed()
    {
        string[] bad = [MadeAt(0), MadeAt(24)];
        foreach (string path in bad)
        {
            Damage(path);
        }

        RetentionReport report = _store.Maintenance.ApplyRetention(_backups.Path, keepDaily: 1, keepWeekly: 1);

        report.LastGood.Should().BeNull();
        report.Removed.Should().BeEmpty();
        report.Rejected.Should().Equal(bad[1], bad[0]);
        Directory.GetFiles(_backups.Path).Should().HaveCount(4);
    }

    [Fact]
    public void Files_that_are_no_backups_of_this_store_with_a_manifest_stay()
    {
        string old = MadeAt(0);
        string newest = MadeAt(24);
        string alone = _backups.File("leads-20200101T000000Z.db");
        File.Copy(old, alone);
        string[] others = ["leads-20200101T000000Z.db.bak", "other-20200101T000000Z.db", "leads-2020.db", "notes.txt", "leads-20209901T000000Z.db"];
        foreach (string other in others)
        {
            File.WriteAllText(_backups.File(other), "precious");
            File.WriteAllText(_backups.File(other) + ".manifest.json", "precious");
        }

        _store.Maintenance.ApplyRetention(_backups.Path, keepDaily: 1, keepWeekly: 0).Kept.Should().Equal(newest);

        File.Exists(old).Should().BeFalse();
        Directory.GetFiles(_backups.Path).Should().HaveCount(2 + 1 + (others.Length * 2)).And.Contain(alone);
    }

    [Fact]
    public void It_is_refused_inside_a_transaction_and_on_a_disposed_store_and_removes_nothing()
    {
        MadeAt(0);
        MadeAt(1);
        _store.Invoking(s => s.InTransaction(_ => s.Maintenance.ApplyRetention(_backups.Path, 0, 0)))
            .Should().Throw<InvalidOperationException>();
        StoreMaintenance maintenance = _store.Maintenance;
        _store.Dispose();
        maintenance.Invoking(m => m.ApplyRetention(_backups.Path, 0, 0)).Should().Throw<ObjectDisposedException>();
        Directory.GetFiles(_backups.Path).Should().HaveCount(4);
    }

    [Fact]
    public void Numbers_out_of_range_and_a_missing_directory_are_refused()
    {
        _store.Maintenance.Invoking(m => m.ApplyRetention(_backups.Path, keepDaily: -1)).Should().Throw<ArgumentOutOfRangeException>();
        _store.Maintenance.Invoking(m => m.ApplyRetention(_backups.Path, keepWeekly: 10_001)).Should().Throw<ArgumentOutOfRangeException>();
        _store.Maintenance.Invoking(m => m.ApplyRetention(_backups.File("missing"))).Should().Throw<LeadStoreException>()
            .Which.Kind.Should().Be(LeadStoreErrorKind.CannotOpen);
    }

    [Fact]
    public void The_newest_good_backup_is_found_and_the_bad_ones_are_named()
    {
        string expected = StoreData.Describe(_store);
        string good = MadeAt(0);
        _store.CreateLead(new NewLead { Phone = "+447809505865" });
        string[] bad = [MadeAt(24), MadeAt(48)];
        foreach (string path in bad)
        {
            Damage(path);
        }

        _store.Dispose();
        File.WriteAllText(_directory.Database, "a volume that has seen better days");

        RestoreReport report = LeadDatabase.RestoreLatest(_backups.Path, new LeadDatabaseOptions { Path = _directory.Database });

        report.Backup.Path.Should().Be(good);
        report.Rejected.Should().Equal(bad[1], bad[0]);
        StoreData.DescribeFile(_directory.Database).Should().Be(expected);
    }

    [Fact]
    public void Without_a_good_backup_nothing_is_restored()
    {
        Damage(MadeAt(0));
        _store.Dispose();
        LeadDatabaseOptions options = new() { Path = _directory.Database };
        Dictionary<string, string> before = FileImage.Of(_directory.Path);

        Refused(_backups.Path).Should().Be(LeadStoreErrorKind.NotFound);
        Refused(_directory.Path).Should().Be(LeadStoreErrorKind.NotFound);
        Refused(_backups.File("missing")).Should().Be(LeadStoreErrorKind.CannotOpen);

        FileImage.Of(_directory.Path).Should().Equal(before);

        LeadStoreErrorKind Refused(string directory) =>
            FluentActions.Invoking(() => LeadDatabase.RestoreLatest(directory, options)).Should().Throw<LeadStoreException>().Which.Kind;
    }

    private string MadeAt(int hours)
    {
        _clock.SetUtcNow(Start.AddHours(hours));
        return _store.Maintenance.Backup(_backups.Path).Path;
    }

    private static void Damage(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 0x10;
        File.WriteAllBytes(path, bytes);
    }
}
