using System.Data.Common;
using LeadStore.Engine;
using LeadStore.Sqlite;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Sqlite;

public sealed class CheckpointTests : IDisposable
{
    private const int Pages = 100;
    private const int PageAndFrame = 4096 + 24;

    // More than any log here has: the store copies nothing, not even the schema that it has just made, and a test copies alone.
    private const int Never = 10_000;
    private const int Writes = 600;

    // While a log is copied the writers go on with it. Measured were 1.5 to 3.2 * Pages in 17 runs, ten of them on a busy machine and seven
    // on one processor that six endless loops shared; and 42.7 * Pages in each of 16 runs in which nothing was copied. The bound is five
    // times the highest of the former, and little more than a third of the latter.
    private const int MostPages = 16 * Pages;

    private readonly TempDirectory _directory = new();

    private long LogLength => new FileInfo(_directory.Database + "-wal").Length;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_log_stays_bounded_over_many_writes_and_nothing_is_lost()
    {
        string text = new('x', 8_000);
        using (LeadDatabase store = Open())
        {
            Lead lead = store.CreateLead(new NewLead { Phone = "+447809505864" });
            for (int i = 0; i < Writes; i++)
            {
                store.CreateMessage(lead.Id, MessageSender.Customer, text);
                LogLength.Should().BeLessThan(MostPages * PageAndFrame, "after write {0}", i);
            }

            store.GetConversationHistory(lead.Id).Should().HaveCount(Writes).And.OnlyContain(m => m.Content == text);
        }

        using LeadDatabase again = Open();
        again.GetConversationHistory(1).Should().HaveCount(Writes).And.OnlyContain(m => m.Content == text);
        Raw.Scalar(_directory.Database, "PRAGMA integrity_check").Should().Be("ok");
    }

    [Fact]
    public void A_long_reader_does_not_stop_writers_and_sees_its_own_moment_until_it_ends()
    {
        using LeadDatabase store = Open(TimeSpan.FromMilliseconds(1));
        Lead lead = store.CreateLead(new NewLead { Phone = "+447809505864" });
        string text = new('x', 8_000);
        using (DbConnection reports = store.OpenReadOnlyConnection())
        {
            reports.Execute("BEGIN");
            reports.Number("SELECT count(*) FROM messages").Should().Be(0);
            for (int i = 0; i < Writes; i++)
            {
                store.CreateMessage(lead.Id, MessageSender.Customer, text);
            }

            reports.Number("SELECT count(*) FROM messages").Should().Be(0);
            reports.Execute("COMMIT");
            reports.Number("SELECT count(*) FROM messages").Should().Be(Writes);
        }

        // With the reader gone the log is copied whole and begins anew.
        int more = 0;
        while (store.Maintenance.GetStatistics().LastCheckpoint!.IsPartial)
        {
            store.CreateMessage(lead.Id, MessageSender.Customer, text);
            (++more).Should().BeLessThan(10 * Writes);
        }

        long grown = LogLength;
        for (int i = 0; i < Writes; i++)
        {
            store.CreateMessage(lead.Id, MessageSender.Customer, text);
        }

        LogLength.Should().Be(grown);
        store.GetConversationHistory(lead.Id).Should().HaveCount((2 * Writes) + more);
    }

    [Fact]
    public void A_checkpoint_that_fails_is_reported_fails_no_call_and_is_tried_again()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        SqliteConnections connections = Connections(TimeSpan.FromSeconds(1));
        List<LeadStoreException> reports = [];
        int attempts = 0;
        Checkpointer checkpointer = new(
            () => attempts++ == 0 ? throw new LeadStoreException(LeadStoreErrorKind.CannotOpen, "no descriptor is left") : connections.OpenReader(),
            everyPages: 0,
            TimeSpan.FromSeconds(1),
            new Events(reports.Add));
        TimeSpan patience = TimeSpan.FromSeconds(1);
        using SqliteEngine engine = new(new GroupCommitWriter(OtherWriter(), checkpointer, patience, shares: true), readers: null, patience);
        for (int i = 0; i < 2; i++)
        {
            Action write = () => engine.Write((session, id) => session.First(Leads.LeadSql.IdById, [id]), 1L, "Write");
            write.Should().NotThrow("call {0}", i);
        }

        reports.Should().ContainSingle().Which.Kind.Should().Be(LeadStoreErrorKind.CannotOpen);
        attempts.Should().BeGreaterThan(1);
    }

    [Fact]
    public void A_logger_that_throws_neither_fails_a_stored_write_nor_stops_the_writer()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        Checkpointer failing = new(
            () => throw new LeadStoreException(LeadStoreErrorKind.CannotOpen, "no connection"),
            everyPages: 0,
            TimeSpan.FromSeconds(1),
            new Events(_ => throw new IOException("the log is full")));
        TimeSpan patience = TimeSpan.FromSeconds(1);
        using SqliteEngine engine = new(new GroupCommitWriter(OtherWriter(), failing, patience, shares: true), readers: null, patience);
        for (int i = 0; i < 2; i++)
        {
            // What was committed is acknowledged, and the next caller gets its turn.
            Action write = () => engine.Write((session, id) => session.First(Leads.LeadSql.IdById, [id]), 1L, "Write");
            write.Should().NotThrow("call {0}", i);
        }
    }

    [Fact]
    public async Task The_rest_of_a_checkpoint_never_waits_for_another_process_and_is_copied_after_a_later_commit()
    {
        using LeadDatabase store = Open(pages: Never);
        Lead lead = store.CreateLead(new NewLead { Phone = "+447809505864" });
        SqliteConnections connections = Connections(Background.Patience);
        using SqliteSession writer = connections.OpenWriter();
        List<LeadStoreException> reports = [];
        Events events = new(reports.Add);
        LogWatch watch = new(long.MaxValue, events);
        Checkpointer checkpointer = new(connections.OpenReader, everyPages: 0, Background.Patience, events, watch);
        checkpointer.BeforeCommit();
        store.CreateMessage(lead.Id, MessageSender.Customer, "Is the stable still for sale?");
        using (SqliteConnection other = Raw.Open(_directory.Database))
        {
            other.Execute("BEGIN IMMEDIATE");
            await Background.Run(() =>
            {
                checkpointer.AfterCommit(writer);
                Background.Until(() => Inside.HasCaughtUp(checkpointer));
                checkpointer.AfterCommit(writer);
            }).WaitAsync(Background.Patience / 2);
            watch.Last.Should().BeNull("the rest is left while the other one writes");
            other.Execute("ROLLBACK");
        }

        checkpointer.AfterCommit(writer);
        watch.Last!.IsPartial.Should().BeFalse();
        watch.Last.LogBytes.Should().BePositive();
        reports.Should().BeEmpty("being put off is no failure");
        checkpointer.Close();
        store.CreateLead(new NewLead { Phone = "+447809505865" });
    }

    [Fact]
    public void While_the_log_is_copied_beside_the_writers_it_cannot_begin_anew()
    {
        using LeadDatabase store = Open(pages: Never);
        Lead lead = store.CreateLead(new NewLead { Phone = "+447809505864" });
        SqliteConnections connections = Connections(Background.Patience);
        using SqliteSession writer = connections.OpenWriter();
        using SqliteSession copier = connections.OpenReader();
        using LogCatchUp catchUp = new(connections.OpenReader, fewPages: 0);

        // The worst moment to begin: everything is copied, so that the next commit begins the log anew.
        LogCopy copied = LogCopy.Run(copier)!.Value;
        copied.Left.Should().Be(0);
        catchUp.BeforeCommit();
        store.CreateMessage(lead.Id, MessageSender.Customer, "Is the stable still for sale?");
        catchUp.BeginReadingAfterCommit().Should().BeTrue();

        // Others copy, too, as nobody here may; what they cannot do is to make anybody begin the log anew.
        LogCopy before = LogCopy.Run(copier)!.Value;
        before.Left.Should().Be(0);
        store.CreateMessage(lead.Id, MessageSender.Customer, "And how much is it?");
        LogCopy.Run(copier)!.Value.Logged.Should().BeGreaterThan(before.Logged, "the commit was added to the log");
    }

    [Fact]
    public void A_log_is_not_copied_beside_the_writers_if_nothing_was_committed_in_between()
    {
        using LeadDatabase store = Open();
        using LogCatchUp catchUp = new(Connections(Background.Patience).OpenReader, fewPages: 0);
        catchUp.BeforeCommit();
        catchUp.AfterCommit().Should().BeFalse();
        catchUp.IsRunning.Should().BeFalse();
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        catchUp.AfterCommit().Should().BeFalse("it is not the commit that was asked about");
    }

    private WriterConnection OtherWriter() =>
        new(Connections(TimeSpan.FromSeconds(1)).OpenWriter, Durability.Full, _directory.Database + "-wal", int.MaxValue, (_, _) => { });

    private SqliteConnections Connections(TimeSpan busyTimeout) =>
        new(_directory.Database, new StoreRules { Clock = TimeProvider.System }, Durability.Full, busyTimeout);

    private LeadDatabase Open(TimeSpan? busyTimeout = null, int pages = Pages) => LeadDatabase.Open(new LeadDatabaseOptions
    {
        Path = _directory.Database,
        CheckpointPages = pages,
        BusyTimeout = busyTimeout ?? TimeSpan.FromSeconds(5),
    });

    private sealed class Events(Action<LeadStoreException> failed) : ISqliteEvents
    {
        public void CheckpointFailed(LeadStoreException failure) => failed(failure);

        public void FileNotFlushed(LeadStoreException failure) => failed(failure);

        public void CommitRecovered(LeadStoreException failure, LeadStoreOutcome outcome) => failed(failure);

        public void LogHeldByReader(long bytes) => throw new InvalidOperationException("nobody holds it");

        public void LogReleased(long bytes) => throw new InvalidOperationException("nobody held it");
    }
}
