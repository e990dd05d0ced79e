using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Maintenance;

/// <summary>Long verbs that are called off, and their forms that block no thread of the caller's.</summary>
public sealed class CancelledMaintenanceTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _backups = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly ManualResetEventSlim _entered = new();
    private readonly ManualResetEventSlim _release = new();
    private readonly LeadDatabase _store;
    private readonly string _backedUp;

    public CancelledMaintenanceTests()
    {
        _store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, BusyTimeout = Background.Patience });
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
        _cancellation.Dispose();
        _directory.Dispose();
        _backups.Dispose();
    }

    [Fact]
    public void Each_verb_that_is_called_off_before_it_begins_does_nothing()
    {
        string before = StoreData.Describe(_store);
        _cancellation.Cancel();
        Action[] verbs =
        [
            () => _store.Maintenance.Restore(Backup, null, _cancellation.Token),
            () => _store.Maintenance.CheckIntegrity(_cancellation.Token),
            () => _store.Maintenance.Optimize(new OptimizeOptions { Vacuum = true }, _cancellation.Token),
        ];

        verbs.Should().AllSatisfy(verb => verb.Should().Throw<OperationCanceledException>().Which.CancellationToken.Should().Be(_cancellation.Token));

        TheStoreIsAsItWas(before);
    }

    [Fact]
    public async Task A_restore_that_waits_for_a_dump_is_called_off_and_the_dump_goes_on()
    {
        string before = StoreData.Describe(_store);
        Task<DumpReport> dumping = StandingDump();
        Task<RestoreReport> restoring = _store.Maintenance.RestoreAsync(Backup, null, _cancellation.Token);
        Background.Until(() => Inside.IsHeldAlone(_store));

        await _cancellation.CancelAsync();

        await IsCancelled(restoring);
        dumping.IsCompleted.Should().BeFalse();
        _release.Set();
        await dumping.WaitAsync(Background.Patience);
        TheStoreIsAsItWas(before);
        _store.Maintenance.Restore(Backup);
        StoreData.Describe(_store).Should().Be(_backedUp);
    }

    [Fact]
    public async Task A_restore_that_waits_for_a_transaction_is_called_off()
    {
        string before = StoreData.Describe(_store);
        using HeldTransaction held = new(_store);
        Task<RestoreReport> restoring = _store.Maintenance.RestoreAsync(Backup, null, _cancellation.Token);
        Background.Until(() => Inside.Waiting(_store) == 1);

        await _cancellation.CancelAsync();
        held.Release();

        await IsCancelled(restoring);
        TheStoreIsAsItWas(before);
    }

    [Fact]
    public async Task A_vacuum_that_waits_is_called_off()
    {
        string before = StoreData.Describe(_store);
        Task<DumpReport> dumping = StandingDump();
        Task<OptimizeReport> optimizing = _store.Maintenance.OptimizeAsync(new OptimizeOptions { Vacuum = true }, _cancellation.Token);
        Background.Until(() => Inside.IsHeldAlone(_store));

        await _cancellation.CancelAsync();

        await IsCancelled(optimizing);
        _release.Set();
        await dumping.WaitAsync(Background.Patience);
        TheStoreIsAsItWas(before);
        _store.Maintenance.Optimize(new OptimizeOptions { Vacuum = true }).Vacuumed.Should().BeTrue();
    }

    [Fact]
    public void A_restore_of_a_closed_store_is_called_off()
    {
        string before = StoreData.Describe(_store);
        _store.Dispose();
        _cancellation.Cancel();
        LeadDatabaseOptions store = new() { Path = _directory.Database };

        FluentActions.Invoking(() => LeadDatabase.Restore(Backup, store, cancellationToken: _cancellation.Token)).Should().Throw<OperationCanceledException>();

        StoreData.DescribeFile(_directory.Database).Should().Be(before);
        Directory.GetFileSystemEntries(_directory.Path).Should().Equal(_directory.Database);
    }

    [Fact]
    public async Task The_asynchronous_forms_do_what_the_others_do()
    {
        StoreMaintenance maintenance = _store.Maintenance;
        (await maintenance.CheckIntegrityAsync()).IsSound.Should().BeTrue();
        (await maintenance.VerifyAsync()).IsSound.Should().BeTrue();
        (await maintenance.OptimizeAsync()).AnalyzedTables.Should().Contain("leads");
        (await maintenance.DumpAsync(_backups.File("dump.sql"))).Rows["leads"].Should().Be(21);
        (await StoreMaintenance.VerifyBackupAsync(Backup)).Rows["leads"].Should().Be(20);
        (await maintenance.RestoreAsync(Backup)).KeptPath.Should().NotBeNull();
        StoreData.Describe(_store).Should().Be(_backedUp);
    }

    [Fact]
    public async Task A_failure_of_an_asynchronous_form_comes_out_as_it_is()
    {
        LeadStoreException failure = (await _store.Maintenance.Awaiting(m => m.RestoreAsync(_backups.File("missing.db")))
            .Should().ThrowAsync<LeadStoreException>()).Which;
        failure.Kind.Should().Be(LeadStoreErrorKind.CannotOpen);
        failure.Operation.Should().Be("Restore");
    }

    private static async Task IsCancelled(Task task)
    {
        await task.Awaiting(t => t.WaitAsync(Background.Patience)).Should().ThrowAsync<OperationCanceledException>();
        task.IsCanceled.Should().BeTrue();
    }

    // And it takes writes, and nothing lies beside it.
    private void TheStoreIsAsItWas(string before)
    {
        StoreData.Describe(_store).Should().Be(before);
        Directory.GetFileSystemEntries(_directory.Path).Should().OnlyContain(path => path == _directory.Database || path.EndsWith("-wal") || path.EndsWith("-shm"));
        Lead lead = _store.CreateLead(new NewLead { Phone = "+447809505899" });
        _store.DeleteLead(lead.Id);
    }

    private Task<DumpReport> StandingDump()
    {
        Task<DumpReport> dumping = Background.Run(() => _store.Maintenance.Dump(Stream.Null, null, new Callback<DumpProgress>(_ =>
        {
            _entered.Set();
            _release.WaitOrFail();
        })));
        _entered.WaitOrFail();
        return dumping;
    }
}
