using LeadStore.Tests.Contract.Face;

namespace LeadStore.Tests.Contract.Rooms;

/// <summary>What every verb does when its call is given up, and after the store was disposed.</summary>
public abstract class CancellationContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static readonly string[] WritesTraces = ["Begin", "Complete", "Fail", "Record", "Reuse"];

    [Theory]
    [MemberData(nameof(ContractCases.Verbs), MemberType = typeof(ContractCases))]
    public async Task A_call_that_was_given_up_before_it_began_is_cancelled_and_stores_nothing(string name)
    {
        Verb verb = Verb.Named(name);
        Sample sample = await Prepare();
        string before = await Content();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => verb.Call(Store, sample, new CancellationToken(canceled: true)));
        (await Content()).Should().Be(before);

        await verb.Call(Store, sample, CancellationToken.None);
    }

    [Theory]
    [MemberData(nameof(ContractCases.Verbs), MemberType = typeof(ContractCases))]
    public async Task A_call_inside_a_transaction_that_was_given_up_is_cancelled_and_the_transaction_may_go_on(string name)
    {
        Verb verb = Verb.Named(name);
        Sample sample = await Prepare();
        string before = await Content();

        await Store.InTransactionAsync(async tx =>
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => verb.Call(tx, sample, new CancellationToken(canceled: true)));
        });
        (await Content()).Should().Be(before);

        if (!Fixture.WritesTracesInTransactions && WritesTraces.Any(write => name.StartsWith($"SkipTrace.{write}Async", StringComparison.Ordinal)))
        {
            await Store.InTransactionAsync(async tx =>
                await Assert.ThrowsAsync<InvalidOperationException>(() => verb.Call(tx, sample, CancellationToken.None)));
            return;
        }

        await Store.InTransactionAsync(async tx => await verb.Call(tx, sample, CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(ContractCases.Verbs), MemberType = typeof(ContractCases))]
    public async Task No_verb_works_after_the_store_was_disposed(string name)
    {
        Verb verb = Verb.Named(name);
        Sample sample = await Prepare();
        await Store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => verb.Call(Store, sample, CancellationToken.None));
    }

    [Fact]
    public async Task A_store_may_be_disposed_twice()
    {
        await Store.DisposeAsync();
        await Store.DisposeAsync();
    }

    [Fact]
    public async Task A_write_that_waits_for_its_turn_can_be_given_up_and_then_stores_nothing()
    {
        using ManualResetEventSlim inside = new();
        using ManualResetEventSlim goOn = new();
        using CancellationTokenSource givesUp = new();
        Task transaction = Task.Run(async () => await Store.InTransactionAsync(async tx =>
        {
            inside.Set();
            goOn.Wait(CancellationToken.None);
            await tx.CreateLeadAsync(new NewLead { Phone = John });
        }));
        inside.Wait(CancellationToken.None);

        Task<Lead> waiting = Store.CreateLeadAsync(new NewLead { Phone = Phone(1) }, givesUp.Token).AsTask();
        bool waited = !waiting.IsCompleted;
        await givesUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        goOn.Set();
        await transaction;

        waited.Should().BeTrue();
        (await Store.GetAllLeadsAsync()).Should().ContainSingle().Which.Phone.Should().Be(John);
    }

    [Fact]
    public async Task Disposing_waits_for_the_call_that_is_under_way_and_turns_away_those_that_wait()
    {
        using ManualResetEventSlim inside = new();
        using ManualResetEventSlim goOn = new();
        Task<Lead> underWay = Task.Run(async () => await Store.InTransactionAsync(async tx =>
        {
            inside.Set();
            goOn.Wait(CancellationToken.None);
            return await tx.CreateLeadAsync(new NewLead { Phone = John });
        }));
        inside.Wait(CancellationToken.None);
        Task<Lead> waiting = Store.CreateLeadAsync(new NewLead { Phone = Phone(1) }).AsTask();
        Task disposing = Task.Run(async () => await Store.DisposeAsync());

        // Nothing but the end of the transaction can end the disposal; whoever waits may be turned away before it or with it.
        goOn.Set();

        (await underWay).Phone.Should().Be(John);
        await disposing;
        Lead? late = null;
        try
        {
            late = await waiting;
        }
        catch (ObjectDisposedException)
        {
        }

        (late?.Phone ?? Phone(1)).Should().Be(Phone(1));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Store.GetLeadByPhoneAsync(John));
    }

    private Task<Sample> Prepare() => Sample.Prepare(Store, () => Clock.Advance(TimeSpan.FromHours(1)));
}
