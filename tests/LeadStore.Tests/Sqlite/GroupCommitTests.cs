using System.Data.Common;
using LeadStore.Tests.Sqlite.Support;
using SQLitePCL;

namespace LeadStore.Tests.Sqlite;

/// <summary>Callers that arrive while the writer is busy share the next commits.</summary>
public sealed class GroupCommitTests : IDisposable
{
    private const int Callers = 24;

    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _store;

    public GroupCommitTests() =>
        _store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, BusyTimeout = Background.Patience });

    public enum Way
    {
        Blocking,
        Asynchronous,
        OwnCode,
        AsynchronousOwnCode,
        Mixed,
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(Way.Blocking)]
    [InlineData(Way.Asynchronous)]
    [InlineData(Way.OwnCode)]
    [InlineData(Way.AsynchronousOwnCode)]
    [InlineData(Way.Mixed)]
    public async Task Everybody_who_waited_is_acknowledged_after_the_commit_that_holds_the_change(Way way)
    {
        int commits = 0;
        raw.sqlite3_commit_hook(Inside.Writer(_store).Handle, _ => Interlocked.Increment(ref commits) * 0, null);
        DbConnection[] witnesses = [.. Enumerable.Range(0, Callers).Select(_ => _store.OpenReadOnlyConnection())];
        try
        {
            Lead[] leads = await InOneQueue(async i =>
            {
                Lead lead = await Create(Of(way, i), $"+4478095{i:00000}");
                witnesses[i].Number($"SELECT count(*) FROM leads WHERE id = {lead.Id}").Should().Be(1, "the call has returned");
                return lead;
            });

            leads.Select(lead => lead.Phone).Should().Equal(Enumerable.Range(0, Callers).Select(i => $"+4478095{i:00000}"), "each got its own");
            leads.Select(lead => lead.Id).Should().OnlyHaveUniqueItems();
            _store.GetAllLeads().Should().BeEquivalentTo(leads);
            commits.Should().BeLessThan(Callers + 1, "they shared commits; the transaction that held them up had one too");
        }
        finally
        {
            Array.ForEach(witnesses, witness => witness.Dispose());
            raw.sqlite3_commit_hook(Inside.Writer(_store).Handle, null!, null);
        }
    }

    [Theory]
    [InlineData(Way.Blocking)]
    [InlineData(Way.Asynchronous)]
    [InlineData(Way.OwnCode)]
    [InlineData(Way.AsynchronousOwnCode)]
    [InlineData(Way.Mixed)]
    public async Task One_that_fails_does_not_touch_its_neighbours(Way way)
    {
        Lead taken = _store.CreateLead(new NewLead { Phone = "+447809505864" });
        Lead?[] leads = await InOneQueue(async i =>
        {
            if (i % 3 != 0)
            {
                return await Create(Of(way, i), $"+4478095{i:00000}");
            }

            DuplicateLeadException failure = (await FluentActions.Awaiting(() => Create(Of(way, i), "+447809505864")).Should().ThrowAsync<DuplicateLeadException>()).Which;
            failure.ExistingId.Should().Be(taken.Id);
            failure.Outcome.Should().Be(LeadStoreOutcome.NotApplied);
            return (Lead?)null;
        });
        _store.GetAllLeads().Should().BeEquivalentTo([taken, .. leads.OfType<Lead>()]);
        _store.CreateLead(new NewLead { Phone = "+447809505865" });
    }

    [Fact]
    public async Task The_first_of_a_group_that_fails_does_not_touch_those_behind_it()
    {
        Task failing;
        Task<Lead>[] others;
        using (HeldTransaction held = new(_store))
        {
            failing = Background.Run(() => _store.InTransaction(tx =>
            {
                tx.CreateLead(new NewLead { Phone = "+447809505864" });
                throw new FormatException("mine");
            }));
            Background.Until(() => Inside.Waiting(_store) == 1);
            others = [.. Enumerable.Range(0, 5).Select(i => _store.CreateLeadAsync(new NewLead { Phone = $"+4478095{i:00000}" }).AsTask())];
            Background.Until(() => Inside.Waiting(_store) == 6);
        }

        await failing.Awaiting(t => t.WaitAsync(Background.Patience)).Should().ThrowAsync<FormatException>();
        Lead[] leads = await Task.WhenAll(others).WaitAsync(Background.Patience);
        _store.GetAllLeads().Should().BeEquivalentTo(leads);
    }

    [Fact]
    public async Task A_change_sees_what_its_neighbours_of_the_same_group_have_changed_before_it()
    {
        Lead lead = _store.CreateLead(new NewLead { Phone = "+447809505864" });
        await InOneQueue(async i => i % 2 == 0
            ? await Background.Run(() => _store.UpdateLead(lead.Id, l => l with { Progress = l.Progress + 1 }))
            : await _store.UpdateLeadAsync(lead.Id, l => l with { Progress = l.Progress + 1 }));
        Lead changed = _store.GetRequiredLead(lead.Id);
        changed.Progress.Should().Be(Callers);
        changed.Version.Should().Be(lead.Version + Callers);
    }

    [Fact]
    public async Task A_group_that_the_database_rolls_back_is_reported_to_all_of_it()
    {
        Lead lead = _store.CreateLead(new NewLead { Phone = "+447809505864" });
        Raw.Execute(_directory.Database, "CREATE TRIGGER all_back BEFORE INSERT ON messages WHEN new.content = 'back' BEGIN SELECT RAISE(ROLLBACK, 'rolled back'); END");
        LeadStoreException?[] failures = await InOneQueue(async i =>
        {
            try
            {
                Message message = await _store.CreateMessageAsync(lead.Id, MessageSender.Agent, i % 5 == 4 ? "back" : $"number {i}");
                _store.GetConversationHistory(lead.Id).Should().Contain(message, "it was acknowledged");
                return null;
            }
            catch (LeadStoreException failure)
            {
                return failure;
            }
        });

        Message[] stored = [.. _store.GetConversationHistory(lead.Id)];
        for (int i = 0; i < Callers; i++)
        {
            bool isStored = stored.Any(message => message.Content == $"number {i}");
            (failures[i] is null).Should().Be(isStored, "number {0} must be told the truth", i);
            (failures[i]?.Outcome ?? LeadStoreOutcome.NotApplied).Should().Be(LeadStoreOutcome.NotApplied);
        }

        failures.Where((_, i) => i % 5 == 4).Should().NotContainNulls();
        _store.CreateMessage(lead.Id, MessageSender.Agent, "after");
        Raw.Scalar(_directory.Database, "PRAGMA integrity_check").Should().Be("ok");
    }

    [Fact]
    public async Task A_lone_caller_stays_on_its_thread()
    {
        int before = Environment.CurrentManagedThreadId;
        int inside = _store.InTransaction(_ => Environment.CurrentManagedThreadId);
        ValueTask<Lead> lead = _store.CreateLeadAsync(new NewLead { Phone = "+447809505864" });
        lead.IsCompleted.Should().BeTrue("there was nobody to wait for");
        await lead;
        (inside, Environment.CurrentManagedThreadId).Should().Be((before, before));
    }

    [Fact]
    public async Task The_code_of_a_caller_runs_on_its_own_thread_whoever_commits()
    {
        await InOneQueue(i => Background.Run(() =>
        {
            int mine = Environment.CurrentManagedThreadId;
            _store.InTransaction(_ => Environment.CurrentManagedThreadId).Should().Be(mine);
            return i;
        }));
    }

    // Holds the writer until all callers wait for it.
    private async Task<T[]> InOneQueue<T>(Func<int, Task<T>> call)
    {
        Task<T>[] callers;
        using (HeldTransaction held = new(_store))
        {
            callers = [.. Enumerable.Range(0, Callers).Select(i => Task.Run(() => call(i)))];
            Background.Until(() => Inside.Waiting(_store) == Callers);
        }

        return await Task.WhenAll(callers).WaitAsync(Background.Patience);
    }

    private static Way Of(Way way, int i) => way == Way.Mixed ? (Way)(i % 4) : way;

    private Task<Lead> Create(Way way, string phone)
    {
        NewLead lead = new() { Phone = phone };
        return way switch
        {
            Way.Blocking => Background.Run(() => _store.CreateLead(lead)),
            Way.Asynchronous => _store.CreateLeadAsync(lead).AsTask(),
            Way.OwnCode => Background.Run(() => _store.InTransaction(tx => tx.CreateLead(lead))),
            _ => _store.InTransactionAsync(tx => tx.CreateLeadAsync(lead)).AsTask(),
        };
    }
}
