using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Maintenance;

/// <summary>Backups by the clock, and what becomes of those that fail.</summary>
public sealed class BackupScheduleTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _backups = new();
    private readonly FakeTimeProvider _clock = new(Start);
    private readonly CapturedLog _log = new();
    private readonly LeadDatabase _store;

    public BackupScheduleTests()
    {
        _store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, TimeProvider = _clock, LoggerFactory = _log });
        StoreData.Fill(_store, leads: 3, messages: 3);
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
        _backups.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task The_first_backup_is_made_at_once_and_each_other_after_an_interval()
    {
        await using BackupSchedule schedule = _store.Maintenance.ScheduleBackups(Every(TimeSpan.FromHours(6)));
        Advance(schedule, TimeSpan.Zero, Start.AddHours(6));
        schedule.LastSuccess!.CreatedAt.Should().Be(Start);
        schedule.LastSuccess.Path.Should().EndWith(".db.gz");

        _clock.Advance(TimeSpan.FromHours(6) - TimeSpan.FromSeconds(1));
        schedule.NextAt.Should().Be(Start.AddHours(6));
        Advance(schedule, TimeSpan.FromSeconds(1), Start.AddHours(12));

        schedule.LastSuccess.CreatedAt.Should().Be(Start.AddHours(6));
        schedule.LastFailure.Should().BeNull();
        StoreMaintenance.VerifyBackup(schedule.LastSuccess.Path).Rows["leads"].Should().Be(3);
    }

    [Fact]
    public async Task A_schedule_that_is_begun_again_goes_by_the_newest_backup()
    {
        _store.Maintenance.Backup(_backups.Path);
        _clock.Advance(TimeSpan.FromHours(2));

        await using BackupSchedule schedule = _store.Maintenance.ScheduleBackups(Every(TimeSpan.FromHours(6)));

        schedule.NextAt.Should().Be(Start.AddHours(6));
    }

    [Fact]
    public async Task Old_backups_are_removed_after_each_one()
    {
        await using BackupSchedule schedule = _store.Maintenance.ScheduleBackups(Every(TimeSpan.FromDays(1)) with { KeepDaily = 2, KeepWeekly = 0 });
        Advance(schedule, TimeSpan.Zero, Start.AddDays(1));
        for (int day = 1; day < 5; day++)
        {
            Advance(schedule, TimeSpan.FromDays(1), Start.AddDays(day + 1));
        }

        Directory.GetFiles(_backups.Path, "*.gz").Select(Path.GetFileName).Should().BeEquivalentTo(
            "leads-20261126T120000Z.db.gz", "leads-20261127T120000Z.db.gz");
    }

    [Fact]
    public async Task A_failure_is_logged_and_visible_and_tried_again_sooner()
    {
        BackupScheduleOptions options = Every(TimeSpan.FromHours(6)) with { Directory = _backups.File("not mounted"), RetryAfter = TimeSpan.FromMinutes(5) };
        await using BackupSchedule schedule = _store.Maintenance.ScheduleBackups(options);
        Advance(schedule, TimeSpan.Zero, Start.AddMinutes(5));

        schedule.LastFailure.Should().BeOfType<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.CannotOpen);
        schedule.LastSuccess.Should().BeNull();
        _log.Lines.Should().ContainSingle(line => line.StartsWith("Error 21", StringComparison.Ordinal));

        Directory.CreateDirectory(options.Directory);
        Advance(schedule, TimeSpan.FromMinutes(5), Start.AddMinutes(5).AddHours(6));
        schedule.LastFailure.Should().BeNull();
        schedule.LastSuccess.Should().NotBeNull();
    }

    [Fact]
    public async Task The_end_of_the_store_is_the_end_of_its_schedule()
    {
        await using BackupSchedule schedule = _store.Maintenance.ScheduleBackups(Every(TimeSpan.FromHours(6)));
        Advance(schedule, TimeSpan.Zero, Start.AddHours(6));

        _store.Dispose();

        schedule.NextAt.Should().BeNull();
        _clock.Advance(TimeSpan.FromDays(2));
        schedule.NextAt.Should().BeNull();
        schedule.LastFailure.Should().BeNull();
        _log.Lines.Should().NotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
        Directory.GetFiles(_backups.Path, "*.gz").Should().ContainSingle();
    }

    [Fact]
    public async Task A_backup_that_is_being_made_when_the_store_ends_leaves_nothing_and_is_no_failure()
    {
        using ManualResetEventSlim entered = new();
        using ManualResetEventSlim release = new();
        StoppingClock clock = new();
        using LeadDatabase store = LeadDatabase.Open(
            new LeadDatabaseOptions { Path = _directory.File("other.db"), TimeProvider = clock, LoggerFactory = _log });
        using ManualResetEventSlim cancelled = Inside.OnClosing(store);
        int ownThread = Environment.CurrentManagedThreadId;
        clock.Asked = () =>
        {
            if (Environment.CurrentManagedThreadId != ownThread)
            {
                entered.Set();
                release.WaitOrFail();
            }
        };
        await using BackupSchedule schedule = store.Maintenance.ScheduleBackups(Every(TimeSpan.FromHours(6)));
        entered.WaitOrFail();
        Task disposing = Background.Run(store.Dispose);
        cancelled.WaitOrFail();
        release.Set();

        await disposing.WaitAsync(Background.Patience);
        await schedule.DisposeAsync();

        schedule.NextAt.Should().BeNull();
        schedule.LastFailure.Should().BeNull();
        schedule.LastSuccess.Should().BeNull();
        _log.Lines.Should().NotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
        Directory.GetFileSystemEntries(_backups.Path).Should().BeEmpty();
    }

    [Fact]
    public void On_a_disposed_store_and_inside_a_transaction_there_is_no_schedule()
    {
        BackupScheduleOptions options = Every(TimeSpan.FromHours(6));
        _store.Invoking(s => s.InTransaction(_ => s.Maintenance.ScheduleBackups(options))).Should().Throw<InvalidOperationException>();
        _store.Dispose();
        _store.Invoking(s => s.Maintenance.ScheduleBackups(options)).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public async Task After_its_end_there_is_no_further_backup()
    {
        BackupSchedule schedule = _store.Maintenance.ScheduleBackups(Every(TimeSpan.FromHours(6)));
        Advance(schedule, TimeSpan.Zero, Start.AddHours(6));
        await schedule.DisposeAsync();
        await schedule.DisposeAsync();

        _clock.Advance(TimeSpan.FromDays(2));

        schedule.NextAt.Should().BeNull();
        Directory.GetFiles(_backups.Path, "*.gz").Should().ContainSingle();
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        foreach (BackupScheduleOptions options in (BackupScheduleOptions[])
        [
            Every(TimeSpan.FromSeconds(59)), Every(TimeSpan.FromDays(31)), Every(TimeSpan.FromHours(1)) with { KeepDaily = -1 },
            Every(TimeSpan.FromHours(1)) with { KeepWeekly = -1 }, Every(TimeSpan.FromHours(1)) with { RetryAfter = TimeSpan.Zero },
            Every(TimeSpan.FromHours(1)) with { Directory = " " },
        ])
        {
            _store.Maintenance.Invoking(m => m.ScheduleBackups(options)).Should().Throw<ArgumentException>();
        }

        _store.Maintenance.Invoking(m => m.ScheduleBackups(Every(TimeSpan.FromHours(1)) with { Compression = (BackupCompression)7 }))
            .Should().Throw<ArgumentException>().WithMessage("*Compression*");
        _store.Maintenance.Invoking(m => m.ScheduleBackups(Every(TimeSpan.FromHours(1)) with { RetryAfter = TimeSpan.FromHours(2) }))
            .Should().Throw<ArgumentException>().WithMessage("*RetryAfter*");
    }

    [Fact]
    public async Task A_short_interval_is_also_the_time_to_the_next_attempt()
    {
        BackupScheduleOptions options = Every(TimeSpan.FromMinutes(2));
        options.RetryAfter.Should().Be(TimeSpan.FromMinutes(2));
        Every(TimeSpan.FromHours(2)).RetryAfter.Should().Be(TimeSpan.FromMinutes(5));

        await using BackupSchedule schedule = _store.Maintenance.ScheduleBackups(options with { Directory = _backups.File("not mounted") });

        Advance(schedule, TimeSpan.Zero, Start.AddMinutes(2));
        schedule.LastFailure.Should().NotBeNull();
    }

    private BackupScheduleOptions Every(TimeSpan interval) => new() { Directory = _backups.Path, Interval = interval };

    private void Advance(BackupSchedule schedule, TimeSpan time, DateTimeOffset next)
    {
        _clock.Advance(time);
        Background.Until(() => schedule.NextAt == next);
    }

    // Holds whoever asks for the time.
    private sealed class StoppingClock() : FakeTimeProvider(BackupScheduleTests.Start)
    {
        public Action? Asked { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            Asked?.Invoke();
            return base.GetUtcNow();
        }
    }
}
