using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Maintenance;

/// <summary>Backups, dumps, verifications and reports that run while the file is exchanged, or while the store is disposed.</summary>
public sealed class LongReadTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _backups = new();
    private readonly LeadDatabase _store;
    private readonly string _backedUp;

    // A dump stands still in the middle while these say so.
    private readonly ManualResetEventSlim _entered = new();
    private readonly ManualResetEventSlim _release = new();

    public LongReadTests()
    {
        _store = Open(Background.Patience);
        StoreData.Fill(_store);
        _store.Maintenance.Backup(Backup);
        _backedUp = StoreData.Describe(_store);
        _store.CreateLead(new NewLead { Phone = "+447809505864", Name = "Later" });
    }

    private string Backup => _backups.File("backup.db");

    public void Dispose()
    {
        _release.Set();
        _store.Dispose();
        _entered.Dispose();
        _release.Dispose();
        _directory.Dispose();
        _backups.Dispose();
    }

    [Fact]
    public async Task A_restore_waits_for_a_dump_of_the_same_process()
    {
        Task<DumpReport> dumping = StandingDump(_store);
        Task<RestoreReport> restoring = Background.Run(() => _store.Maintenance.Restore(Backup));
        Background.Until(() => Inside.IsHeldAlone(_store));
        _store.TouchLead(1);
        restoring.IsCompleted.Should().BeFalse("a dump reads");

        _release.Set();

        (await dumping.WaitAsync(Background.Patience)).Rows["leads"].Should().Be(21);
        (await restoring.WaitAsync(Background.Patience)).KeptPath.Should().NotBeNull();
        StoreData.Describe(_store).Should().Be(_backedUp);
    }

    [Fact]
    public async Task A_restore_gives_up_after_the_busy_timeout_and_the_dump_goes_on()
    {
        using TempDirectory directory = new();
        LeadDatabaseOptions impatient = new() { Path = directory.Database, BusyTimeout = TimeSpan.FromMilliseconds(20) };
        using LeadDatabase store = LeadDatabase.Open(impatient);
        StoreData.Fill(store);
        Task<DumpReport> dumping = StandingDump(store);

        store.Invoking(s => s.Maintenance.Restore(Backup)).Should().Throw<LeadStoreException>()
            .Which.Kind.Should().Be(LeadStoreErrorKind.Busy);

        store.CreateLead(new NewLead { Phone = "+447809505866" });
        _release.Set();
        await dumping.WaitAsync(Background.Patience);
        store.Maintenance.Restore(Backup).KeptPath.Should().NotBeNull();
        StoreData.Describe(store).Should().Be(_backedUp);
    }

    [Fact]
    public async Task No_report_fails_because_of_restores_and_no_restore_because_of_reports()
    {
        using CancellationTokenSource stop = new();
        Action[] reports =
        [
            () => _store.Maintenance.GetStatistics(),
            () => _store.Maintenance.Doctor().Findings.Should().NotContain(f => f.Code == "unreadable"),
            () => _store.Maintenance.Verify(),
        ];
        Task[] reporting =
        [
            .. reports.Select(report => Background.Run(() =>
            {
                while (!stop.IsCancellationRequested)
                {
                    report();
                }
            })),
        ];
        for (int i = 0; i < 5; i++)
        {
            _store.Maintenance.Restore(Backup);
        }

        await stop.CancelAsync();
        await Task.WhenAll(reporting).WaitAsync(Background.Patience);
        StoreData.Describe(_store).Should().Be(_backedUp);
    }

    [Fact]
    public async Task A_report_inside_a_dump_does_not_wait_for_the_restore_that_waits_for_the_dump()
    {
        using ManualResetEventSlim waits = new();
        Task<DumpReport> dumping = Background.Run(() => _store.Maintenance.Dump(Stream.Null, null, new Callback<DumpProgress>(_ =>
        {
            if (!waits.IsSet)
            {
                _entered.Set();
                waits.WaitOrFail();
            }

            _store.Maintenance.GetStatistics().Rows["leads"].Should().Be(21);
        })));
        _entered.WaitOrFail();
        Task<RestoreReport> restoring = Background.Run(() => _store.Maintenance.Restore(Backup));
        Background.Until(() => Inside.IsHeldAlone(_store));
        waits.Set();

        await dumping.WaitAsync(Background.Patience);
        await restoring.WaitAsync(Background.Patience);
    }

    [Fact]
    public void What_would_wait_for_its_own_end_is_refused_and_the_backup_goes_on()
    {
        Observed observed = new(_ =>
        {
            _store.Invoking(s => s.Dispose()).Should().Throw<InvalidOperationException>();
            _store.Invoking(s => s.Maintenance.Restore(Backup)).Should().Throw<InvalidOperationException>();
        });

        BackupReport report = _store.Maintenance.Backup(_backups.File("second.db"), progress: observed);

        report.Rows["leads"].Should().Be(21);
        _store.CreateLead(new NewLead { Phone = "+447809505866" });
    }

    [Fact]
    public void A_store_in_memory_is_not_disposed_inside_its_own_backup_either()
    {
        using LeadDatabase memory = LeadDatabase.OpenInMemory();
        memory.CreateLead(new NewLead { Phone = "+447809505866" });
        Observed observed = new(_ => memory.Invoking(s => s.Dispose()).Should().Throw<InvalidOperationException>());

        memory.Maintenance.Backup(_backups.File("memory.db"), progress: observed).Rows["leads"].Should().Be(1);
    }

    [Fact]
    public async Task Disposing_ends_a_dump_and_waits_for_its_end()
    {
        using ManualResetEventSlim cancelled = Inside.OnClosing(_store);
        Task<DumpReport> dumping = StandingDump(_store);
        Task disposing = Background.Run(_store.Dispose);
        cancelled.WaitOrFail();
        _store.Invoking(s => s.Maintenance.GetStatistics()).Should().Throw<ObjectDisposedException>();
        disposing.IsCompleted.Should().BeFalse("the dump has its connection still");

        _release.Set();

        await dumping.Awaiting(d => d.WaitAsync(Background.Patience)).Should().ThrowAsync<ObjectDisposedException>();
        await disposing.WaitAsync(Background.Patience);
        Directory.GetFiles(_directory.Path).Should().Equal(_directory.Database);
    }

    [Theory]
    [InlineData(BackupStage.Copying, false)]
    [InlineData(BackupStage.Reading, false)]
    [InlineData(BackupStage.Verifying, false)]
    [InlineData(BackupStage.Verifying, true)]
    public async Task Disposing_ends_a_backup_which_leaves_nothing(BackupStage stage, bool memory)
    {
        using LeadDatabase? inMemory = memory ? LeadDatabase.OpenInMemory() : null;
        LeadDatabase store = inMemory ?? _store;
        using ManualResetEventSlim cancelled = Inside.OnClosing(store);
        string[] before = Directory.GetFileSystemEntries(_backups.Path);
        Task<BackupReport> backup = store.Maintenance.BackupAsync(_backups.File("second.db"), progress: new Observed(report =>
        {
            if (report.Stage == stage)
            {
                _entered.Set();
                _release.WaitOrFail();
            }
        }));
        _entered.WaitOrFail();
        Task disposing = Background.Run(store.Dispose);
        cancelled.WaitOrFail();
        _release.Set();

        await backup.Awaiting(b => b.WaitAsync(Background.Patience)).Should().ThrowAsync<ObjectDisposedException>();
        await disposing.WaitAsync(Background.Patience);
        Directory.GetFileSystemEntries(_backups.Path).Should().BeEquivalentTo(before);
        Directory.GetFiles(_directory.Path).Should().HaveCountGreaterThan(0);
        if (!memory)
        {
            using LeadDatabase again = Open(Background.Patience);
            again.GetAllLeads().Should().HaveCount(21);
        }
    }

    [Fact]
    public async Task Every_long_read_of_a_store_that_is_disposed_succeeds_or_hears_that_it_is_closed_and_no_connection_is_left()
    {
        for (int round = 0; round < 10; round++)
        {
            LeadDatabase store = Open(Background.Patience);
            Action[] reads =
            [
                () => store.Maintenance.GetStatistics(), () => store.Maintenance.Verify(), () => store.Maintenance.CheckIntegrity(),
                () => store.Maintenance.Doctor(), () => store.Maintenance.Dump(Stream.Null),
            ];
            using CountdownEvent started = new(reads.Length);
            Task[] readers =
            [
                .. reads.Select(read => Background.Run(() =>
                {
                    started.Signal();
                    try
                    {
                        while (true)
                        {
                            read();
                        }
                    }
                    catch (ObjectDisposedException)
                    {
                        // The end that is wanted.
                    }
                })),
            ];
            started.Wait(Background.Patience).Should().BeTrue();
            store.Dispose();
            await Task.WhenAll(readers).WaitAsync(Background.Patience);
        }

        _store.Dispose();
        Directory.GetFiles(_directory.Path).Should().Equal([_directory.Database], "whoever closes the last connection removes the log");
    }

    [Fact]
    public void A_caller_that_cancels_hears_of_his_own_cancellation()
    {
        using CancellationTokenSource cancel = new();
        Callback<DumpProgress> cancels = new(_ => cancel.Cancel());

        _store.Maintenance.Invoking(m => m.Dump(Stream.Null, null, cancels, cancel.Token)).Should().Throw<OperationCanceledException>()
            .Which.CancellationToken.Should().Be(cancel.Token);
        _store.Maintenance.Invoking(m => m.Verify(cancel.Token)).Should().Throw<OperationCanceledException>();

        _store.Maintenance.Verify().IsSound.Should().BeTrue();
    }

    private Task<DumpReport> StandingDump(LeadDatabase store)
    {
        Task<DumpReport> dumping = Background.Run(() => store.Maintenance.Dump(Stream.Null, null, new Callback<DumpProgress>(_ =>
        {
            _entered.Set();
            _release.WaitOrFail();
        })));
        _entered.WaitOrFail();
        return dumping;
    }

    private LeadDatabase Open(TimeSpan busyTimeout) =>
        LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, BusyTimeout = busyTimeout });
}
