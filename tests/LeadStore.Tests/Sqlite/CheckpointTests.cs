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
    private const int Writes = 300;

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
                LogLength.Should().BeLessThan((Pages + 30) * PageAndFrame, "after write {0}", i);
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
        for (int i = 0; i < Pages; i++)
        {
            store.CreateMessage(lead.Id, MessageSender.Customer, text);
        }

        long grown = LogLength;
        for (int i = 0; i < Writes; i++)
        {
            store.CreateMessage(lead.Id, MessageSender.Customer, text);
        }

        LogLength.Should().Be(grown);
        store.GetConversationHistory(lead.Id).Should().HaveCount((2 * Writes) + Pages);
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
            reports.Add);
        TimeSpan patience = TimeSpan.FromSeconds(1);
        using SqliteEngine engine = new(new GroupCommitWriter(OtherWriter(), checkpointer, patience, shares: true), readers: null, patience);
        for (int i = 0; i < 2; i++)
        {
            Action write = () => engine.Write((session, id) => session.First(Leads.LeadSql.IdById, [id]), 1L, "Write");
            write.Should().NotThrow("call {0}", i);
        }

        reports.Should().ContainSingle().Which.Kind.Should().Be(LeadStoreErrorKind.CannotOpen);
        attempts.Should().Be(2);
    }

    [Fact]
    public void A_logger_that_throws_neither_fails_a_stored_write_nor_stops_the_writer()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        Checkpointer failing = new(
            () => throw new LeadStoreException(LeadStoreErrorKind.CannotOpen, "no connection"),
            everyPages: 0,
            TimeSpan.FromSeconds(1),
            _ => throw new IOException("the log is full"));
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
    public async Task A_checkpoint_never_waits_for_another_process_and_comes_after_the_next_commit()
    {
        using LeadDatabase store = Open();
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        SqliteConnections connections = Connections(Background.Patience);
        using SqliteSession writer = connections.OpenWriter();
        List<LeadStoreException> reports = [];
        int opened = 0;
        Checkpointer checkpointer = new(Copier, everyPages: 0, Background.Patience, reports.Add);
        using (SqliteConnection other = Raw.Open(_directory.Database))
        {
            other.Execute("BEGIN IMMEDIATE");
            await Background.Run(() => checkpointer.AfterCommit(writer)).WaitAsync(Background.Patience / 2);
            opened.Should().Be(0, "there was nothing to copy while the other one writes");
            other.Execute("ROLLBACK");
        }

        checkpointer.AfterCommit(writer);
        opened.Should().Be(1);
        reports.Should().BeEmpty("being put off is no failure");
        checkpointer.Close();
        store.CreateLead(new NewLead { Phone = "+447809505865" });

        SqliteSession Copier()
        {
            opened++;
            return connections.OpenReader();
        }
    }

    private WriterConnection OtherWriter() =>
        new(Connections(TimeSpan.FromSeconds(1)).OpenWriter, Durability.Full, _directory.Database + "-wal", int.MaxValue, (_, _) => { });

    private SqliteConnections Connections(TimeSpan busyTimeout) =>
        new(_directory.Database, new StoreRules { Clock = TimeProvider.System }, Durability.Full, busyTimeout);

    private LeadDatabase Open(TimeSpan? busyTimeout = null) => LeadDatabase.Open(new LeadDatabaseOptions
    {
        Path = _directory.Database,
        CheckpointPages = Pages,
        BusyTimeout = busyTimeout ?? TimeSpan.FromSeconds(5),
    });
}
