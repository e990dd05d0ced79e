using System.Data.Common;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Maintenance;

public sealed class StatisticsTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_statistics_of_a_file_are_those_that_SQLite_and_the_file_system_show()
    {
        using LeadDatabase store = Open(checkpointPages: 4000);
        Fill(store, leads: 3, messages: 4);

        StoreStatistics statistics = store.Maintenance.GetStatistics();

        statistics.TakenAt.Should().Be(_clock.GetUtcNow());
        statistics.Path.Should().Be(_directory.Database);
        statistics.FileBytes.Should().Be(new FileInfo(_directory.Database).Length);
        statistics.LogBytes.Should().Be(new FileInfo(_directory.Database + "-wal").Length).And.BePositive();
        statistics.SchemaVersion.Should().Be(Migrations.MigrationScript.Newest);
        statistics.Rows.Should().Contain("leads", 3).And.Contain("messages", 12).And.Contain("settings", 0)
            .And.ContainKey("schema_migrations").And.NotContainKey("sqlite_sequence");
        using DbConnection reports = store.OpenReadOnlyConnection();
        statistics.PageSize.Should().Be((int)reports.Number("PRAGMA page_size"));
        statistics.Pages.Should().Be(reports.Number("PRAGMA page_count"));
        statistics.FreePages.Should().Be(reports.Number("PRAGMA freelist_count"));
        statistics.SqliteVersion.Should().Be((string)reports.Scalar("SELECT sqlite_version()")!);
        statistics.WalResetExposed.Should().Be(LeadStore.Sqlite.NativeSqlite.HasWalResetBug(LeadStore.Sqlite.NativeSqlite.VersionNumber));
        statistics.LastCheckpoint.Should().BeNull("so little was written");
        statistics.Growth.Should().BeNull("there is nothing to compare with yet");
    }

    [Fact]
    public void Growth_counts_from_the_call_before()
    {
        using LeadDatabase store = Open();
        StoreStatistics first = store.Maintenance.GetStatistics();
        Fill(store, leads: 2, messages: 5);
        _clock.Advance(TimeSpan.FromHours(1));
        StoreStatistics second = store.Maintenance.GetStatistics();
        store.DeleteLead(1);
        _clock.Advance(TimeSpan.FromHours(2));
        StoreStatistics third = store.Maintenance.GetStatistics();

        second.Growth!.Elapsed.Should().Be(TimeSpan.FromHours(1));
        second.Growth.LogBytes.Should().Be(second.LogBytes - first.LogBytes).And.BePositive();
        second.Growth.Rows.Should().Contain("leads", 2).And.Contain("messages", 10).And.Contain("settings", 0);
        third.Growth!.Elapsed.Should().Be(TimeSpan.FromHours(2));
        third.Growth.Rows.Should().Contain("leads", -1).And.Contain("messages", -5);
    }

    [Fact]
    public void A_deleted_conversation_leaves_free_pages_behind()
    {
        using LeadDatabase store = Open();
        Fill(store, leads: 1, messages: 50, new string('x', 8_000));
        long before = store.Maintenance.GetStatistics().FreePages;
        store.DeleteLead(1);
        store.Maintenance.GetStatistics().FreePages.Should().BeGreaterThan(before + 50);
    }

    [Fact]
    public void The_newest_checkpoint_is_told()
    {
        using LeadDatabase store = Open();
        Fill(store, leads: 1, messages: 150, new string('x', 8_000));
        StoreCheckpoint checkpoint = store.Maintenance.GetStatistics().LastCheckpoint!;
        checkpoint.At.Should().Be(_clock.GetUtcNow());
        checkpoint.LogBytes.Should().BeGreaterThan(100 * 4096);
        checkpoint.CopiedBytes.Should().Be(checkpoint.LogBytes);
        checkpoint.IsPartial.Should().BeFalse();
    }

    [Fact]
    public void A_store_in_memory_has_statistics_too()
    {
        using LeadDatabase store = LeadDatabase.OpenInMemory();
        Fill(store, leads: 2, messages: 1);
        StoreStatistics statistics = store.Maintenance.GetStatistics();
        statistics.Path.Should().Be(":memory:");
        statistics.Rows.Should().Contain("leads", 2).And.Contain("messages", 2);
        statistics.FileBytes.Should().Be(statistics.Pages * statistics.PageSize);
        statistics.LogBytes.Should().Be(0);
        statistics.LastCheckpoint.Should().BeNull();
    }

    [Fact]
    public void Statistics_are_refused_inside_a_transaction_and_after_the_end()
    {
        LeadDatabase store = Open();
        store.InTransaction(_ => store.Invoking(s => s.Maintenance.GetStatistics()).Should().Throw<InvalidOperationException>());
        store.Dispose();
        store.Invoking(s => s.Maintenance.GetStatistics()).Should().Throw<ObjectDisposedException>();
    }

    private LeadDatabase Open(int checkpointPages = 100) => LeadDatabase.Open(
        new LeadDatabaseOptions { Path = _directory.Database, TimeProvider = _clock, CheckpointPages = checkpointPages });

    private static void Fill(LeadDatabase store, int leads, int messages, string text = "Hi")
    {
        for (int i = 0; i < leads; i++)
        {
            Lead lead = store.CreateLead(new NewLead { Phone = $"+44780950{i:0000}" });
            for (int n = 0; n < messages; n++)
            {
                store.CreateMessage(lead.Id, MessageSender.Customer, text);
            }
        }
    }
}
