using LeadStore.Tests.Sqlite.Support;
using SQLitePCL;

namespace LeadStore.Tests.Sqlite;

/// <summary>A disk that is full, as SQLite reports it: here by a limit of pages on the writer's connection.</summary>
public sealed class StorageFullTests : IDisposable
{
    private static readonly string Large = new('x', 50_000);

    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _store;
    private readonly Lead _lead;

    public StorageFullTests()
    {
        _store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, BusyTimeout = Background.Patience });
        _lead = _store.CreateLead(new NewLead { Phone = "+447809505864" });
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_write_that_finds_no_room_is_not_applied_and_the_store_works_on_when_there_is_some()
    {
        Limit(1);
        for (int i = 0; i < 3; i++)
        {
            LeadStoreException failure = _store.Invoking(s => s.CreateMessage(_lead.Id, MessageSender.Agent, Large)).Should().Throw<LeadStoreException>().Which;
            failure.Kind.Should().Be(LeadStoreErrorKind.StorageFull);
            failure.Outcome.Should().Be(LeadStoreOutcome.NotApplied);
            failure.IsTransient.Should().BeFalse();
            failure.Operation.Should().Be("CreateMessage");
            failure.Message.Should().Contain("Free space");
            _store.GetConversationHistory(_lead.Id).Should().BeEmpty();
            _store.GetRequiredLead(_lead.Id).Should().Be(_lead);
        }

        Limit(1_000_000);
        _store.CreateMessage(_lead.Id, MessageSender.Agent, Large);
        _store.GetConversationHistory(_lead.Id).Should().ContainSingle();
        Raw.Scalar(_directory.Database, "PRAGMA integrity_check").Should().Be("ok");
    }

    [Fact]
    public async Task Those_of_a_group_who_find_room_are_stored_and_the_others_told()
    {
        Limit(60);
        Task<Exception?>[] calls;
        using (HeldTransaction held = new(_store))
        {
            calls = [.. Enumerable.Range(0, 12).Select(i => Failure(_store.CreateMessageAsync(_lead.Id, MessageSender.Agent, $"{i} {Large}").AsTask()))];
            Background.Until(() => Inside.Waiting(_store) == calls.Length);
        }

        Exception?[] failures = await Task.WhenAll(calls).WaitAsync(Background.Patience);
        failures.OfType<LeadStoreException>().Should().NotBeEmpty().And.OnlyContain(f => f.Kind == LeadStoreErrorKind.StorageFull && f.Outcome == LeadStoreOutcome.NotApplied);
        string[] stored = [.. _store.GetConversationHistory(_lead.Id).Select(message => message.Content.Split(' ')[0])];
        stored.Should().BeEquivalentTo(Enumerable.Range(0, calls.Length).Where(i => failures[i] is null).Select(i => $"{i}"));
        Limit(1_000_000);
        _store.CreateMessage(_lead.Id, MessageSender.Agent, Large);
        Raw.Scalar(_directory.Database, "PRAGMA integrity_check").Should().Be("ok");
    }

    private static async Task<Exception?> Failure(Task call)
    {
        try
        {
            await call;
            return null;
        }
        catch (LeadStoreException failure)
        {
            return failure;
        }
    }

    [Fact]
    public void A_transaction_that_SQLite_has_ended_by_itself_stores_nothing_more_whatever_its_callback_catches()
    {
        NewLead first = new() { Phone = "+447700900001" };
        NewLead last = new() { Phone = "+447700900002" };

        LeadStoreException failure = _store.Invoking(s => s.InTransaction(tx =>
        {
            tx.CreateLead(first);

            // An interrupted write takes the whole transaction with it, as some of the errors of a full or failing disk do.
            sqlite3 db = Inside.Writer(_store).Handle;
            strdelegate_update interrupt = (_, _, _, _, _) => raw.sqlite3_interrupt(db);
            raw.sqlite3_update_hook(db, interrupt, null);
            Record.Exception(() => tx.SetAnswer(_lead.Id, "question", "answer")).Should().BeOfType<LeadStoreException>();
            raw.sqlite3_update_hook(db, default(strdelegate_update), null);
            Inside.Writer(_store).InTransaction.Should().BeFalse("SQLite has rolled everything back, or this test shows nothing");
            Record.Exception(() => tx.CreateLead(last)).Should().BeOfType<LeadStoreException>();
        })).Should().Throw<LeadStoreException>().Which;

        failure.SqliteExtendedErrorCode.Should().Be(raw.SQLITE_INTERRUPT);
        failure.Outcome.Should().Be(LeadStoreOutcome.NotApplied);
        _store.GetAllLeads().Should().Equal(_lead);
        _store.CreateLead(last);
        _store.GetAllLeads().Should().HaveCount(2);
    }

    private void Limit(int pages) => Inside.Writer(_store).RunScript($"PRAGMA max_page_count={pages}");
}
