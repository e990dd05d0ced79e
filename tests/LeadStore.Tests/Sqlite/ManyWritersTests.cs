using System.Globalization;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Sqlite;

public sealed class ManyWritersTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Three_processes_of_four_threads_lose_nothing_that_was_acknowledged()
    {
        const int processes = 3;
        const int threads = 4;
        const int messages = 100;
        using LeadDatabase store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, CheckpointPages = 100 });
        Lead lead = store.CreateLead(new NewLead { Phone = "+447809505864" });
        HostProcess[] writers = HostProcess.StartMany(processes);
        HashSet<long> acknowledged = [];
        try
        {
            // Small checkpoints, so that many of them fall between the commits of the others.
            Array.ForEach(writers, writer => writer.Open(_directory.Database, "busy=60000 pages=100").Should().StartWith("opened"));
            Array.ForEach(writers, writer => writer.Send($"write {lead.Id} {threads} {messages}"));
            foreach (HostProcess writer in writers)
            {
                for (string line = writer.Read()!; line != "done"; line = writer.Read()!)
                {
                    line.Should().StartWith("acked ");
                    acknowledged.Add(long.Parse(line.AsSpan(6), CultureInfo.InvariantCulture)).Should().BeTrue("no id is given twice");
                }

                writer.Ask("close").Should().Be("closed");
            }
        }
        finally
        {
            Array.ForEach(writers, writer => writer.Dispose());
        }

        acknowledged.Should().HaveCount(processes * threads * messages);
        store.GetConversationHistory(lead.Id).Select(message => message.Id).Order().Should().Equal(acknowledged.Order());
        store.Dispose();
        using SqliteConnection file = Raw.Open(_directory.Database);
        file.Scalar("PRAGMA integrity_check").Should().Be("ok");
        file.Scalar("PRAGMA foreign_key_check").Should().BeNull();
        file.Number("SELECT count(*) FROM messages").Should().Be(acknowledged.Count);
    }

    [Fact]
    public async Task Two_stores_of_one_process_on_one_file_share_it()
    {
        using LeadDatabase one = LeadDatabase.Open(_directory.Database);
        using LeadDatabase other = LeadDatabase.Open(_directory.Database);
        Lead lead = one.CreateLead(new NewLead { Phone = "+447809505864" });
        other.GetLeadByPhone("+447809505864").Should().Be(lead);
        LeadDatabase[] stores = [one, other, one, other];
        IEnumerable<Task> writers = stores.Select(store => Background.Run(() =>
        {
            for (int i = 0; i < 50; i++)
            {
                Message message = store.CreateMessage(lead.Id, MessageSender.Agent, "Hi");
                (store == one ? other : one).GetConversationHistory(lead.Id).Should().Contain(message);
            }
        }));
        await Task.WhenAll(writers.ToArray()).WaitAsync(Background.Patience);
        one.Dispose();
        other.CreateMessage(lead.Id, MessageSender.Agent, "after");
        other.GetConversationHistory(lead.Id).Should().HaveCount((4 * 50) + 1);
    }

    [Fact]
    public async Task Readers_never_see_half_of_a_transaction()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        Lead lead = store.CreateLead(new NewLead { Phone = "+447809505864" });
        const int rounds = 200;
        Task writer = Background.Run(() =>
        {
            for (int i = 0; i < rounds; i++)
            {
                store.InTransaction(tx =>
                {
                    tx.CreateMessage(lead.Id, MessageSender.Customer, "question");
                    tx.CreateMessage(lead.Id, MessageSender.Assistant, "answer");
                });
            }
        });
        Task<int>[] readers =
        [
            .. Enumerable.Range(0, 3).Select(_ => Background.Run(() =>
            {
                int seen = 0;
                while (seen < 2 * rounds)
                {
                    int now = store.GetLeadWithHistory("+447809505864")!.History.Count;
                    (now % 2).Should().Be(0);
                    now.Should().BeGreaterThanOrEqualTo(seen);
                    seen = now;
                }

                return seen;
            })),
        ];
        await Task.WhenAll([writer, .. readers]).WaitAsync(Background.Patience);
    }
}
