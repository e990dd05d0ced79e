using System.Data.Common;
using LeadStore.Maintenance;
using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Maintenance;

public sealed class OptimizeTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _store;

    public OptimizeTests() => _store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, BusyTimeout = Background.Patience });

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Every_table_is_analysed_and_the_file_stays_as_it_is()
    {
        Fill();
        OptimizeReport report = _store.Maintenance.Optimize();
        report.Vacuumed.Should().BeFalse();
        report.AnalyzedTables.Should().Contain(["leads", "messages", "settings"]);
        using DbConnection reports = _store.OpenReadOnlyConnection();
        reports.Number("SELECT count(DISTINCT tbl) FROM sqlite_stat1 WHERE tbl IN ('leads', 'messages')").Should().Be(2);
        reports.Number("PRAGMA freelist_count").Should().BeGreaterThan(100, "nothing was given back");
        _store.Maintenance.Optimize().AnalyzedTables.Should().Equal(report.AnalyzedTables);
    }

    [Fact]
    public void A_vacuum_gives_free_pages_back_and_keeps_what_the_file_is()
    {
        Fill();
        string before = Content();
        OptimizeReport report = _store.Maintenance.Optimize(new OptimizeOptions { Vacuum = true });
        report.Vacuumed.Should().BeTrue();
        report.BytesBefore.Should().BeGreaterThan(report.BytesAfter * 2);
        report.BytesAfter.Should().Be(new FileInfo(_directory.Database).Length);
        _store.Maintenance.GetStatistics().FreePages.Should().Be(0);
        Content().Should().Be(before);
        using (DbConnection reports = _store.OpenReadOnlyConnection())
        {
            reports.Number("PRAGMA application_id").Should().Be(0x4C445354);
            reports.Scalar("PRAGMA journal_mode").Should().Be("wal");
            reports.Scalar("PRAGMA integrity_check").Should().Be("ok");
        }

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_directory.Database).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        _store.CreateLead(new NewLead { Email = "goes.on@example.invalid" });
    }

    [Fact]
    public async Task Writers_and_readers_wait_for_a_vacuum_and_lose_nothing()
    {
        Fill();
        int number = 0;
        using CancellationTokenSource enough = new();
        using CountdownEvent begun = new(4);
        Task<int>[] writers =
        [
            .. Enumerable.Range(0, 4).Select(_ => Background.Run(() =>
            {
                int written = 0;
                do
                {
                    long lead = _store.CreateLead(new NewLead { Phone = $"+4478095{Interlocked.Increment(ref number):00000}", Name = "written meanwhile" }).Id;
                    _store.GetRequiredLead(lead).Name.Should().Be("written meanwhile");
                    if (++written == 1)
                    {
                        begun.Signal();
                    }
                }
                while (!enough.IsCancellationRequested);
                return written;
            })),
        ];
        begun.Wait(Background.Patience).Should().BeTrue();
        for (int i = 0; i < 3; i++)
        {
            _store.Maintenance.Optimize(new OptimizeOptions { Vacuum = true }).Vacuumed.Should().BeTrue();
        }

        enough.Cancel();
        int[] counts = await Task.WhenAll(writers).WaitAsync(Background.Patience);
        _store.GetAllLeads().Count(lead => lead.Name == "written meanwhile").Should().Be(counts.Sum());
        _store.Maintenance.CheckIntegrity().IsSound.Should().BeTrue();
    }

    [Fact]
    public void A_vacuum_beside_a_reader_leaves_that_reader_its_moment()
    {
        Fill();
        using DbConnection reports = _store.OpenReadOnlyConnection();
        reports.Execute("BEGIN");
        long messages = reports.Number("SELECT count(*) FROM messages");
        _store.Maintenance.Optimize(new OptimizeOptions { Vacuum = true }).Vacuumed.Should().BeTrue();
        _store.CreateMessage(1, MessageSender.Agent, "after");
        reports.Number("SELECT count(*) FROM messages").Should().Be(messages);
        reports.Execute("COMMIT");
        reports.Number("SELECT count(*) FROM messages").Should().Be(messages + 1);
        reports.Scalar("PRAGMA integrity_check").Should().Be("ok");
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(0)]
    public void A_vacuum_without_room_is_refused_before_anything_is_changed(long free)
    {
        Fill();
        long length = new FileInfo(_directory.Database).Length;
        Optimizer optimizer = new(OpenedStore.Database(_store), _directory.Database, TimeProvider.System, new FakeSurroundings { Free = free });
        LeadStoreException failure = optimizer.Invoking(o => o.Run(new OptimizeOptions { Vacuum = true }, CancellationToken.None)).Should().Throw<LeadStoreException>().Which;
        failure.Kind.Should().Be(LeadStoreErrorKind.StorageFull);
        new FileInfo(_directory.Database).Length.Should().BeGreaterThanOrEqualTo(length);
        _store.CreateLead(new NewLead { Email = "goes.on@example.invalid" });
    }

    [Fact]
    public void A_vacuum_that_another_process_keeps_out_is_busy_and_the_store_goes_on()
    {
        using LeadDatabase hasty = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, BusyTimeout = TimeSpan.FromMilliseconds(50) });
        using (HostProcess other = HostProcess.Start())
        {
            other.Ask($"hold {_directory.Database}").Should().Be("holding");
            hasty.Invoking(s => s.Maintenance.Optimize(new OptimizeOptions { Vacuum = true }))
                .Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.Busy);
            other.Ask("release").Should().Be("released");
        }

        hasty.CreateLead(new NewLead { Email = "goes.on@example.invalid" });
        hasty.Maintenance.Optimize(new OptimizeOptions { Vacuum = true }).Vacuumed.Should().BeTrue();
    }

    [Fact]
    public void A_store_in_memory_is_analysed_and_its_content_stays()
    {
        using LeadDatabase memory = LeadDatabase.OpenInMemory();
        memory.CreateLead(new NewLead { Email = "stays@example.invalid" });
        OptimizeReport report = memory.Maintenance.Optimize(new OptimizeOptions { Vacuum = true });
        report.Vacuumed.Should().BeFalse();
        report.AnalyzedTables.Should().Contain("leads");
        memory.GetAllLeads().Should().ContainSingle();
    }

    [Fact]
    public void Optimize_is_refused_inside_a_transaction_and_after_the_end()
    {
        _store.InTransaction(_ => _store.Invoking(s => s.Maintenance.Optimize()).Should().Throw<InvalidOperationException>());
        StoreMaintenance maintenance = _store.Maintenance;
        _store.Dispose();
        maintenance.Invoking(m => m.Optimize()).Should().Throw<ObjectDisposedException>();
    }

    private string Content()
    {
        using MemoryStream text = new();
        _store.Maintenance.Dump(text);

        // Every commit counts itself, those of the maintenance too.
        return string.Join('\n', DumpLines(text.ToArray()).Where(line => !line.Contains("\"store\" VALUES", StringComparison.Ordinal) && !line.StartsWith("--", StringComparison.Ordinal)));
    }

    private static string[] DumpLines(byte[] text) => System.Text.Encoding.UTF8.GetString(text).Split('\n');

    private void Fill()
    {
        for (int i = 0; i < 2; i++)
        {
            Lead lead = _store.CreateLead(new NewLead { Phone = $"+44770090000{i}" });
            _store.InTransaction(tx =>
            {
                for (int n = 0; n < (i == 0 ? 5 : 40); n++)
                {
                    tx.CreateMessage(lead.Id, MessageSender.Customer, new string('x', 50_000));
                }
            });
        }

        _store.DeleteLead(2);
    }
}
