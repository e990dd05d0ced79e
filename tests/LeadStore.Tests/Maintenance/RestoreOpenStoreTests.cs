using LeadStore.Sqlite;
using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Maintenance;

/// <summary>A backup in the place of a store that is open and goes on with it.</summary>
public sealed class RestoreOpenStoreTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _backups = new();
    private readonly LeadDatabase _store;
    private readonly string _backedUp;

    public RestoreOpenStoreTests()
    {
        _store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, BusyTimeout = Background.Patience });
        StoreData.Fill(_store);
        _store.Maintenance.Backup(Backup, new BackupOptions { Compression = BackupCompression.Gzip });
        _backedUp = StoreData.Describe(_store);
        _store.CreateLead(new NewLead { Phone = "+447809505864", Name = "Later" });
    }

    private string Backup => _backups.File("backup.db");

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
        _backups.Dispose();
    }

    [Fact]
    public void The_store_goes_on_with_the_backup_and_what_it_writes_is_there_after_it_was_opened_again()
    {
        string before = StoreData.Describe(_store);

        RestoreReport report = _store.Maintenance.Restore(Backup);

        StoreData.Describe(_store).Should().Be(_backedUp);
        Lead lead = _store.CreateLead(new NewLead { Phone = "+447809505865" });
        _store.CreateMessage(lead.Id, MessageSender.Agent, "After");
        _store.Maintenance.Verify().Errors.Should().BeEmpty();
        _store.Maintenance.Verify().DamagedRowCount.Should().Be(0);
        _store.Maintenance.Verify().UnverifiableRowCount.Should().Be(0);
        string after = StoreData.Describe(_store);
        _store.Dispose();
        StoreData.DescribeFile(_directory.Database).Should().Be(after);
        StoreData.DescribeFile(report.KeptPath!).Should().Be(before);
    }

    [Fact]
    public void A_restore_that_fails_after_it_took_the_file_for_itself_leaves_a_store_that_goes_on()
    {
        Action fails = () => Inside.Engine(_store).RunClosed(() =>
        {
            using DatabaseHold hold = DatabaseHold.Take(_directory.Database);
            throw new IOException("No second name.");
        });
        fails.Should().Throw<IOException>();

        _store.CreateLead(new NewLead { Phone = "+447809505865" });
        _store.CreateLead(new NewLead { Phone = "+447809505866" });

        Raw.Scalar(_directory.Database, "PRAGMA journal_mode").Should().Be("wal");
    }

    [Fact]
    public void A_bad_backup_changes_nothing_and_the_store_goes_on()
    {
        string before = StoreData.Describe(_store);
        byte[] bytes = File.ReadAllBytes(Backup);
        bytes[^20] ^= 1;
        File.WriteAllBytes(Backup, bytes);

        Refused().Kind.Should().Be(LeadStoreErrorKind.Corrupt);

        StoreData.Describe(_store).Should().Be(before);
        _store.CreateLead(new NewLead { Phone = "+447809505865" });
        Directory.GetFiles(_directory.Path).Should().NotContain(path => path.Contains("before-restore", StringComparison.Ordinal));
    }

    [Fact]
    public void While_another_process_has_the_store_open_nothing_changes_and_both_go_on()
    {
        string before = StoreData.Describe(_store);
        using HostProcess other = HostProcess.Start();
        other.Open(_directory.Database).Should().StartWith("opened");

        LeadStoreException refused = Refused();
        refused.Kind.Should().Be(LeadStoreErrorKind.Busy);
        refused.ToString().Should().NotContain("whole BusyTimeout", "nobody waited as long as that");

        StoreData.Describe(_store).Should().Be(before);
        other.Ask("lead +447809505866").Should().StartWith("lead");
        _store.GetLeadByPhone("+447809505866").Should().NotBeNull();
        other.Ask("close");
        _store.Maintenance.Restore(Backup);
        StoreData.Describe(_store).Should().Be(_backedUp);
    }

    [Fact]
    public void A_connection_for_reports_that_reads_is_not_pulled_away_from()
    {
        using (System.Data.Common.DbConnection reports = _store.OpenReadOnlyConnection())
        {
            reports.Number("SELECT count(*) FROM leads").Should().Be(21);
            Refused().Kind.Should().Be(LeadStoreErrorKind.Busy);
            reports.Number("SELECT count(*) FROM leads").Should().Be(21);
        }

        _store.Maintenance.Restore(Backup);
        StoreData.Describe(_store).Should().Be(_backedUp);
    }

    [Fact]
    public async Task Callers_on_other_threads_see_the_store_before_or_after_and_none_fails()
    {
        using CancellationTokenSource stop = new();
        HashSet<int> counts = [];
        Task reader = Background.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                counts.Add(_store.GetAllLeads().Count);
            }
        });
        Task writer = Background.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                _store.TouchLead(1);
            }
        });

        for (int i = 0; i < 3; i++)
        {
            _store.Maintenance.Restore(Backup);
        }

        await stop.CancelAsync();
        await Task.WhenAll(reader, writer).WaitAsync(Background.Patience);
        counts.Should().BeSubsetOf([20, 21]);
        _store.Maintenance.Verify().Errors.Should().BeEmpty();
    }

    [Fact]
    public void It_is_refused_inside_a_transaction_and_in_memory()
    {
        _store.Invoking(s => s.InTransaction(_ => s.Maintenance.Restore(Backup))).Should().Throw<InvalidOperationException>();
        using LeadDatabase memory = LeadDatabase.OpenInMemory();
        memory.Invoking(s => s.Maintenance.Restore(Backup)).Should().Throw<InvalidOperationException>();
    }

    private LeadStoreException Refused() =>
        _store.Invoking(s => s.Maintenance.Restore(Backup)).Should().Throw<LeadStoreException>().Which;
}
