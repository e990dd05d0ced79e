using System.Diagnostics;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Sqlite;

/// <summary>Somebody else writes: another process, or another caller of this one.</summary>
public sealed class BusyTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public void A_write_that_another_process_keeps_out_is_busy_and_reads_go_on(int busyTimeout)
    {
        using LeadDatabase store = Open(TimeSpan.FromMilliseconds(busyTimeout));
        Lead lead = store.CreateLead(new NewLead { Phone = "+447809505864" });
        using HostProcess other = HostProcess.Start();
        other.Ask($"hold {_directory.Database}").Should().Be("holding");
        for (int i = 0; i < 3; i++)
        {
            LeadStoreException failure = store.Invoking(s => s.CreateMessage(lead.Id, MessageSender.Customer, "Hi")).Should().Throw<LeadStoreException>().Which;
            failure.Kind.Should().Be(LeadStoreErrorKind.Busy);
            failure.IsTransient.Should().BeTrue();
            failure.Outcome.Should().Be(LeadStoreOutcome.NotApplied);
            failure.Operation.Should().Be("CreateMessage");
            failure.Message.Should().Contain("BusyTimeout");
            store.GetLeadByPhone("+447809505864").Should().Be(lead);
            store.GetLeadWithHistory("+447809505864")!.History.Should().BeEmpty();
        }

        other.Ask("release").Should().Be("released");
        store.CreateMessage(lead.Id, MessageSender.Customer, "Hi");
        store.GetConversationHistory(lead.Id).Should().HaveCount(1);
    }

    [Fact]
    public async Task A_write_waits_for_another_process_that_ends_in_time()
    {
        using LeadDatabase store = Open(Background.Patience);
        Lead lead = store.CreateLead(new NewLead { Phone = "+447809505864" });
        using HostProcess other = HostProcess.Start();
        other.Ask($"hold {_directory.Database}").Should().Be("holding");
        Task<Message> write = Background.Run(() => store.CreateMessage(lead.Id, MessageSender.Customer, "Hi"));
        other.Ask("release").Should().Be("released");
        (await write.WaitAsync(Background.Patience)).Content.Should().Be("Hi");
    }

    [Fact]
    public void A_write_waits_for_another_process_as_long_as_BusyTimeout_says_also_after_a_checkpoint_that_waits_for_nobody()
    {
        TimeSpan busyTimeout = TimeSpan.FromMilliseconds(300);
        using LeadDatabase store = LeadDatabase.Open(
            new LeadDatabaseOptions { Path = _directory.Database, BusyTimeout = busyTimeout, CheckpointPages = 100 });
        Lead lead = store.CreateLead(new NewLead { Phone = "+447809505864" });
        for (int i = 0; i < 20; i++)
        {
            store.CreateMessage(lead.Id, MessageSender.Customer, new string('x', 30_000));
        }

        using HostProcess other = HostProcess.Start();
        other.Ask($"hold {_directory.Database}").Should().Be("holding");
        for (int i = 0; i < 2; i++)
        {
            long started = Stopwatch.GetTimestamp();
            store.Invoking(s => s.TouchLead(lead.Id)).Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.Busy);
            TimeSpan waited = Stopwatch.GetElapsedTime(started);
            waited.Should().BeGreaterThanOrEqualTo(busyTimeout).And.BeLessThan(Background.Patience);
        }

        other.Ask("release").Should().Be("released");
        store.TouchLead(lead.Id);
    }

    [Fact]
    public void A_process_that_dies_with_the_write_lock_frees_it()
    {
        using LeadDatabase store = Open(Background.Patience);
        using HostProcess other = HostProcess.Start();
        other.Ask($"hold {_directory.Database}").Should().Be("holding");
        other.Kill();
        store.CreateLead(new NewLead { Phone = "+447809505864" }).Id.Should().Be(1);
    }

    [Fact]
    public void Opening_a_store_that_another_process_writes_to_needs_no_write_lock()
    {
        Open(Short).Dispose();
        using HostProcess other = HostProcess.Start();
        other.Ask($"hold {_directory.Database}").Should().Be("holding");
        using LeadDatabase store = Open(Short);
        store.GetAllLeads().Should().BeEmpty();
        other.Ask("release").Should().Be("released");
        store.CreateLead(new NewLead { Phone = "+447809505864" }).Id.Should().Be(1);
    }

    [Fact]
    public async Task A_caller_that_waits_too_long_for_other_writers_of_its_process_is_busy()
    {
        using LeadDatabase store = Open(Short);
        using (HeldTransaction held = new(store, tx => tx.CreateLead(new NewLead { Phone = "+447809505864" })))
        {
            LeadStoreException blocking = store.Invoking(s => s.CreateLead(new NewLead { Phone = "+447809505865" })).Should().Throw<LeadStoreException>().Which;
            blocking.Kind.Should().Be(LeadStoreErrorKind.Busy);
            blocking.IsTransient.Should().BeTrue();
            blocking.Outcome.Should().Be(LeadStoreOutcome.NotApplied);
            blocking.Message.Should().Contain("BusyTimeout");
            LeadStoreException waiting = (await store.Awaiting(s => s.CreateLeadAsync(new NewLead { Phone = "+447809505865" }).AsTask())
                .Should().ThrowAsync<LeadStoreException>()).Which;
            waiting.Kind.Should().Be(LeadStoreErrorKind.Busy);
            Inside.Waiting(store).Should().Be(0);
            store.GetAllLeads().Should().BeEmpty("a reader does not see what is not committed");
            held.Release();
            await held.Ended;
        }

        store.GetAllLeads().Should().HaveCount(1);
        store.CreateLead(new NewLead { Phone = "+447809505865" });
        store.GetAllLeads().Should().HaveCount(2);
    }

    [Fact]
    public async Task A_caller_that_is_cancelled_while_it_waits_has_stored_nothing()
    {
        using LeadDatabase store = Open(Background.Patience);
        using CancellationTokenSource cancellation = new();
        using (HeldTransaction held = new(store))
        {
            Task<Lead> waiting = store.CreateLeadAsync(new NewLead { Phone = "+447809505864" }, cancellation.Token).AsTask();
            Task<Lead> patient = store.CreateLeadAsync(new NewLead { Phone = "+447809505865" }, CancellationToken.None).AsTask();
            Background.Until(() => Inside.Waiting(store) == 2);
            await cancellation.CancelAsync();
            await waiting.Awaiting(t => t.WaitAsync(Background.Patience)).Should().ThrowAsync<OperationCanceledException>();
            held.Release();
            await patient.WaitAsync(Background.Patience);
        }

        store.GetAllLeads().Should().ContainSingle().Which.Phone.Should().Be("+447809505865");
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_begins_does_nothing()
    {
        using LeadDatabase store = Open(Background.Patience);
        CancellationToken cancelled = new(canceled: true);
        await store.Awaiting(s => s.CreateLeadAsync(new NewLead { Phone = "+447809505864" }, cancelled).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();
        await store.Awaiting(s => s.GetAllLeadsAsync(cancellationToken: cancelled).AsTask()).Should().ThrowAsync<OperationCanceledException>();
        store.GetAllLeads().Should().BeEmpty();
    }

    [Fact]
    public void Readers_that_are_all_in_use_for_too_long_are_busy_by_the_name_of_the_option()
    {
        using LeadDatabase store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, MaxReaders = 1, BusyTimeout = Short });
        Inside.OnReader(store, _ => store.Invoking(s => s.GetAllLeads()).Should().Throw<LeadStoreException>().Which)
            .Should().Match<LeadStoreException>(failure => failure.Kind == LeadStoreErrorKind.Busy && failure.Message.Contains("MaxReaders", StringComparison.Ordinal));
        store.GetAllLeads().Should().BeEmpty();
    }

    private LeadDatabase Open(TimeSpan busyTimeout) =>
        LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, BusyTimeout = busyTimeout });
}
