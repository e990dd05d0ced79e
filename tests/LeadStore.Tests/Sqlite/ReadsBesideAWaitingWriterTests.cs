using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Sqlite;

public sealed class ReadsBesideAWaitingWriterTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_reader_is_opened_while_the_writer_waits_for_another_process()
    {
        using LeadDatabase store = LeadDatabase.Open(
            new LeadDatabaseOptions { Path = _directory.Database, BusyTimeout = Background.Patience * 2 });
        using SqliteConnection other = Raw.Open(_directory.Database);
        other.Execute("BEGIN IMMEDIATE");
        Task<Lead> write = Background.Run(() => store.CreateLead(new NewLead { Phone = "+447809505864" }));

        // Each has a connection of its own. The write comes to its lock at some time while they run.
        Task reads = Background.Run(() =>
        {
            for (int i = 0; i < 300; i++)
            {
                store.Maintenance.GetStatistics();
            }
        });
        await reads.WaitAsync(Background.Patience);

        write.IsCompleted.Should().BeFalse();
        other.Execute("ROLLBACK");
        (await write).Id.Should().Be(1);
    }
}
