using System.Data.Common;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Maintenance;

/// <summary>A reader that does not end keeps the log from being used again: it is noticed, and it passes.</summary>
public sealed class LongReaderTests : IDisposable
{
    private const int Pages = 100;
    private const long Limit = 2L * 1024 * 1024;
    private const long ShrinksTo = 64L * 1024 * 1024;

    private static readonly string Large = new('x', 90_000);

    private readonly TempDirectory _directory = new();
    private readonly CapturedLog _log = new();

    private long LogLength => new FileInfo(_directory.Database + "-wal").Length;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_log_that_a_reader_holds_is_reported_once_and_shrinks_when_the_reader_has_ended()
    {
        using LeadDatabase store = Open();
        long lead = store.CreateLead(new NewLead { Phone = "+447809505864" }).Id;
        int written = 0;
        using (DbConnection reports = store.OpenReadOnlyConnection())
        {
            reports.Execute("BEGIN");
            reports.Number("SELECT count(*) FROM messages").Should().Be(0);
            while (LogLength < ShrinksTo + (4 * Limit))
            {
                written += Write(store, lead, 50);
            }

            Lines(4).Should().ContainSingle().Which.Should().StartWith("Warning").And.Contain($"{Limit}").And.Contain("reader");
            Lines(5).Should().BeEmpty();
            store.Maintenance.GetStatistics().LastCheckpoint!.IsPartial.Should().BeTrue();
            reports.Number("SELECT count(*) FROM messages").Should().Be(0, "it sees its own moment");
            reports.Execute("COMMIT");
        }

        // The log is copied beside the writes; one of them copies what is left, and the next begins the log anew.
        written += WriteUntilCopied(store, lead, episode: 1);
        written += Write(store, lead, 1);
        Lines(4).Should().ContainSingle();
        Lines(5).Should().ContainSingle().Which.Should().StartWith("Information");
        StoreCheckpoint last = store.Maintenance.GetStatistics().LastCheckpoint!;
        last.CopiedBytes.Should().Be(last.LogBytes).And.BeGreaterThan(ShrinksTo);

        // Not at once, which would take the disk long enough to keep a commit waiting.
        for (int more = 0; LogLength > ShrinksTo && more < 1_000; more++)
        {
            written += Write(store, lead, 1);
        }

        LogLength.Should().BeLessThanOrEqualTo(ShrinksTo);
        store.GetConversationHistory(lead, last: 2).Should().HaveCount(2);
        store.Maintenance.GetStatistics().Rows["messages"].Should().Be(written);
    }

    [Fact]
    public void Each_time_that_a_reader_holds_the_log_is_reported()
    {
        using LeadDatabase store = Open();
        long lead = store.CreateLead(new NewLead { Phone = "+447809505864" }).Id;
        int messages = 0;
        for (int episode = 1; episode <= 2; episode++)
        {
            using (DbConnection reports = store.OpenReadOnlyConnection())
            {
                reports.Execute("BEGIN");
                reports.Number("SELECT count(*) FROM messages").Should().Be(messages);
                Write(store, lead, 50);
            }

            Write(store, lead, 1);
            Lines(4).Should().HaveCount(episode);
            messages += 51 + WriteUntilCopied(store, lead, episode);
            Lines(5).Should().HaveCount(episode);
        }
    }

    [Fact]
    public void A_log_that_nobody_holds_is_not_reported_however_much_is_written()
    {
        using LeadDatabase store = Open();
        long lead = store.CreateLead(new NewLead { Phone = "+447809505864" }).Id;
        Write(store, lead, 200);
        store.InTransaction(tx => Write(tx, lead, 100));
        Lines(4).Should().BeEmpty();
        Lines(5).Should().BeEmpty();
    }

    private LeadDatabase Open() => LeadDatabase.Open(new LeadDatabaseOptions
    {
        Path = _directory.Database,
        CheckpointPages = Pages,
        MaxWalBytes = Limit,
        LoggerFactory = _log,
        Durability = Durability.Normal,
    });

    private int WriteUntilCopied(LeadDatabase store, long lead, int episode)
    {
        int written = 0;
        for (long end = Environment.TickCount64 + 60_000; Lines(5).Count() < episode && Environment.TickCount64 < end;)
        {
            written += Write(store, lead, 1);
        }

        return written;
    }

    private static int Write(LeadDatabase store, long lead, int count)
    {
        for (int i = 0; i < count; i++)
        {
            store.CreateMessage(lead, MessageSender.Agent, Large);
        }

        return count;
    }

    private IEnumerable<string> Lines(int eventId) => _log.Lines.Where(line => line.Split(' ')[1] == $"{eventId}");
}
