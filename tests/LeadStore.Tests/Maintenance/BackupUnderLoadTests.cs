using System.Collections.Concurrent;
using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Maintenance;

/// <summary>Backups while others write: each is one state of the store, with everything that was acknowledged before it began.</summary>
public sealed class BackupUnderLoadTests : IDisposable
{
    private const int Writers = 4;

    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _backups = new();
    private readonly LeadDatabase _store;

    public BackupUnderLoadTests()
    {
        _store = LeadDatabase.Open(new LeadDatabaseOptions
        {
            Path = _directory.Database,
            Durability = Durability.Normal,
            CheckpointPages = 100,
            BusyTimeout = Background.Patience,
        });
        StoreData.Fill(_store, leads: 30, messages: 30);
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
        _backups.Dispose();
    }

    [Fact]
    public async Task Every_backup_under_load_holds_what_was_acknowledged_before_and_of_each_writer_a_run_without_gaps()
    {
        ConcurrentDictionary<long, int> acknowledged = [];
        using CancellationTokenSource stop = new();
        long[] leads = [.. Enumerable.Range(0, Writers).Select(i => _store.CreateLead(new NewLead { Phone = $"+44780950{1000 + i}" }).Id)];
        Task[] writers = [.. leads.Select(lead => Background.Run(() => Write(lead)))];
        for (int i = 0; i < 5; i++)
        {
            Dictionary<long, int> before = new(acknowledged);
            Background.Until(() => leads.All(lead => acknowledged.GetValueOrDefault(lead) > before.GetValueOrDefault(lead)));
            before = new(acknowledged);

            string path = _store.Maintenance.Backup(_backups.File($"{i}.db")).Path;

            using LeadDatabase copy = LeadDatabase.Open(path);
            foreach (long lead in leads)
            {
                string[] messages = [.. copy.GetConversationHistory(lead).Select(message => message.Content)];
                messages.Should().Equal(Enumerable.Range(1, messages.Length).Select(n => $"{n}"));
                messages.Length.Should().BeGreaterThanOrEqualTo(before[lead]);
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers).WaitAsync(Background.Patience);
        Raw.Scalar(_directory.Database, "PRAGMA integrity_check").Should().Be("ok");

        void Write(long lead)
        {
            for (int n = 1; !stop.IsCancellationRequested; n++)
            {
                _store.CreateMessage(lead, MessageSender.Agent, $"{n}");
                acknowledged[lead] = n;
            }
        }
    }

    [Fact]
    public void A_write_that_comes_in_the_middle_of_a_backup_does_not_wait_for_it_and_is_not_in_it()
    {
        List<long> written = [];
        Observed observed = new(report => written.Add(_store.CreateLead(new NewLead { Phone = $"+4478095{10_000 + written.Count}" }).Id));
        string before = StoreData.Describe(_store);

        BackupReport report = _store.Maintenance.Backup(_backups.File("copy.db"), progress: observed);

        written.Should().HaveCountGreaterThan(3);
        StoreData.DescribeFile(report.Path).Should().Be(before);
        written.Should().OnlyContain(id => _store.GetLead(id) != null);
    }

    [Fact]
    public void A_backup_does_not_wait_for_a_transaction_that_is_open_and_does_not_hold_what_it_wrote()
    {
        string before = StoreData.Describe(_store);
        using HeldTransaction held = new(_store, tx => tx.CreateLead(new NewLead { Phone = "+447809505864" }));

        BackupReport report = _store.Maintenance.Backup(_backups.File("copy.db"));

        held.Ended.IsCompleted.Should().BeFalse();
        StoreData.DescribeFile(report.Path).Should().Be(before);
    }

    [Fact]
    public async Task Backups_at_the_same_time_into_one_directory_all_succeed()
    {
        BackupReport[] reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => _store.Maintenance.BackupAsync(_backups.File($"{i}.db"))));

        reports.Should().OnlyContain(report => StoreMaintenance.VerifyBackup(report.Path, null, default).HasManifest);
        Directory.GetFileSystemEntries(_backups.Path).Should().HaveCount(8);
    }

    [Fact]
    public async Task Of_backups_at_the_same_time_to_one_file_one_succeeds_and_the_others_are_told()
    {
        Task<BackupReport>[] calls = [.. Enumerable.Range(0, 4).Select(_ => _store.Maintenance.BackupAsync(_backups.File("copy.db")))];
        await Task.WhenAny(Task.WhenAll(calls)).WaitAsync(Background.Patience);

        calls.Count(call => call.IsCompletedSuccessfully).Should().Be(1);
        calls.Where(call => call.IsFaulted).Should().OnlyContain(call => ((LeadStoreException)call.Exception!.InnerException!).Kind == LeadStoreErrorKind.TargetExists);
        StoreMaintenance.VerifyBackup(_backups.File("copy.db")).HasManifest.Should().BeTrue();
        Directory.GetFileSystemEntries(_backups.Path).Should().HaveCount(2);
    }
}
