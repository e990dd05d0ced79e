using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Sqlite;

/// <summary>The application's own code inside a transaction, and what it must not do there.</summary>
public sealed class TransactionTests : IDisposable
{
    private static readonly NewLead John = new() { Phone = "+447809505864" };
    private static readonly NewLead Jane = new() { Phone = "+447809505865" };

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_callback_that_throws_leaves_nothing_behind_and_its_exception_is_its_own(bool memory)
    {
        using LeadDatabase store = Open(memory);
        FormatException mine = new("mine");
        store.Invoking(s => s.InTransaction(tx =>
        {
            tx.CreateMessage(tx.CreateLead(John).Id, MessageSender.Customer, "Hi");
            throw mine;
        })).Should().Throw<FormatException>().Which.Should().BeSameAs(mine);
        UsableAndEmpty(store);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_nested_callback_that_throws_undoes_itself_alone(bool memory)
    {
        using LeadDatabase store = Open(memory);
        store.InTransaction(tx =>
        {
            tx.CreateLead(John);
            tx.Invoking(t => t.InTransaction(inner =>
            {
                inner.CreateLead(Jane);
                throw new FormatException("mine");
            })).Should().Throw<FormatException>();
            tx.GetLeadByPhone(Jane.Phone!).Should().BeNull();
        });
        store.GetAllLeads().Should().ContainSingle().Which.Phone.Should().Be(John.Phone);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_verb_that_fails_and_is_caught_leaves_nothing_half_done(bool memory)
    {
        using LeadDatabase store = Open(memory);
        store.InTransaction(tx =>
        {
            tx.CreateLead(John);
            tx.Invoking(t => t.CreateLead(John with { Source = "new_source" })).Should().Throw<DuplicateLeadException>();
            tx.CreateLead(Jane);
        });
        store.GetAllLeads().Should().HaveCount(2);
        store.Sources.List().Select(s => s.Source.Value).Should().NotContain("new_source");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_asynchronous_callback_that_waits_for_something_else_is_refused_and_may_not_go_on(bool memory)
    {
        using LeadDatabase store = Open(memory);
        TaskCompletionSource elsewhere = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task? goesOn = null;
        await store.Awaiting(s => s.InTransactionAsync(async tx =>
        {
            await tx.CreateLeadAsync(John);
            goesOn = GoOn(tx);
            await goesOn;
        }).AsTask()).Should().ThrowAsync<InvalidOperationException>();
        UsableAndEmpty(store);
        elsewhere.SetResult();
        await goesOn.Awaiting(t => t!).Should().ThrowAsync<InvalidOperationException>("its transaction has ended");
        store.GetAllLeads().Should().ContainSingle().Which.Phone.Should().Be(Jane.Phone, "UsableAndEmpty left it");

        async Task GoOn(ILeadStore tx)
        {
            await elsewhere.Task;
            await tx.CreateLeadAsync(John);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_asynchronous_callback_that_goes_on_at_once_on_another_thread_is_refused_too(bool memory)
    {
        using LeadDatabase store = Open(memory);
        for (int i = 0; i < 50; i++)
        {
            TaskCompletionSource<Exception?> after = new();
            await store.Awaiting(s => s.InTransactionAsync(async tx =>
            {
                await tx.CreateLeadAsync(John);
                await Task.Yield();
                try
                {
                    await tx.CreateLeadAsync(Jane);
                    after.SetResult(null);
                }
                catch (Exception failure)
                {
                    after.SetResult(failure);
                    throw;
                }
            }).AsTask()).Should().ThrowAsync<InvalidOperationException>();
            (await after.Task.WaitAsync(Background.Patience)).Should().BeOfType<InvalidOperationException>();
            store.GetAllLeads().Should().BeEmpty("round {0}", i);
        }

        UsableAndEmpty(store);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_callback_that_returns_a_task_is_refused_and_rolled_back(bool memory)
    {
        using LeadDatabase store = Open(memory);
        Action task = () => _ = store.InTransaction(tx => Task.FromResult(tx.CreateLead(John)));
#pragma warning disable CA2012 // There is no task to await: it is refused.
        Action valueTask = () => _ = store.InTransaction(tx => new ValueTask<Lead>(tx.CreateLead(John)));
#pragma warning restore CA2012
        Action asynchronous = () => _ = store.InTransaction(async tx => await ((ILeadStore)tx).CreateLeadAsync(John));
        task.Should().Throw<InvalidOperationException>();
        valueTask.Should().Throw<InvalidOperationException>();
        asynchronous.Should().Throw<InvalidOperationException>();
        UsableAndEmpty(store);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_outer_store_is_refused_inside_its_own_transaction_for_reads_and_writes(bool memory)
    {
        using LeadDatabase store = Open(memory);
        store.InTransaction(tx =>
        {
            tx.CreateLead(John);
            store.Invoking(s => s.GetLeadByPhone(John.Phone!)).Should().Throw<InvalidOperationException>();
            store.Invoking(s => s.GetLeadWithHistory(John.Phone!)).Should().Throw<InvalidOperationException>();
            store.Invoking(s => s.CreateLead(Jane)).Should().Throw<InvalidOperationException>();
            store.Invoking(s => s.InTransaction(_ => 1)).Should().Throw<InvalidOperationException>();
            store.Invoking(s => s.Settings.List()).Should().Throw<InvalidOperationException>();
        });
        store.GetAllLeads().Should().ContainSingle();
        store.CreateLead(Jane);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_asynchronous_verbs_of_the_outer_store_are_refused_too(bool memory)
    {
        using LeadDatabase store = Open(memory);
        await store.InTransactionAsync(async tx =>
        {
            await tx.CreateLeadAsync(John);
            await store.Awaiting(s => s.GetAllLeadsAsync().AsTask()).Should().ThrowAsync<InvalidOperationException>();
            await store.Awaiting(s => s.CreateLeadAsync(Jane).AsTask()).Should().ThrowAsync<InvalidOperationException>();
        });
        store.GetAllLeads().Should().ContainSingle();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_outer_store_is_refused_inside_a_function_that_changes_a_lead(bool memory)
    {
        using LeadDatabase store = Open(memory);
        Lead lead = store.CreateLead(John);
        store.Invoking(s => s.UpdateLead(lead.Id, l => l with { Name = $"{store.GetAllLeads().Count}" })).Should().Throw<InvalidOperationException>();
        store.GetRequiredLead(lead.Id).Should().Be(lead);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_transaction_cannot_be_used_on_another_thread_or_after_its_end(bool memory)
    {
        using LeadDatabase store = Open(memory);
        LeadDatabase? kept = null;
        store.InTransaction(tx =>
        {
            kept = tx;
            Task<Lead> elsewhere = Background.Run(() => tx.CreateLead(John));
            ((IAsyncResult)elsewhere).AsyncWaitHandle.WaitOne(Background.Patience).Should().BeTrue();
            elsewhere.Exception!.InnerException.Should().BeOfType<InvalidOperationException>();
            tx.CreateLead(Jane);
        });
        kept!.Invoking(t => t.CreateLead(John)).Should().Throw<InvalidOperationException>();
        kept!.Invoking(t => t.GetAllLeads()).Should().Throw<InvalidOperationException>();
        await kept!.Awaiting(t => t.GetAllLeadsAsync().AsTask()).Should().ThrowAsync<InvalidOperationException>();
        store.InTransaction(_ => kept!.Invoking(t => t.CreateLead(John)).Should().Throw<InvalidOperationException>());
        store.GetAllLeads().Should().ContainSingle().Which.Phone.Should().Be(Jane.Phone);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_store_cannot_be_disposed_inside_its_own_transaction(bool memory)
    {
        using LeadDatabase store = Open(memory);
        store.InTransaction(tx =>
        {
            store.Invoking(s => s.Dispose()).Should().Throw<InvalidOperationException>();
            tx.CreateLead(John);
            tx.Dispose();
            tx.CreateLead(Jane);
        });
        store.GetAllLeads().Should().HaveCount(2);
    }

    private static void UsableAndEmpty(LeadDatabase store)
    {
        store.GetAllLeads(includeArchived: true).Should().BeEmpty();
        store.CreateLead(Jane).Should().Be(store.GetLeadByPhone(Jane.Phone!));
    }

    private LeadDatabase Open(bool memory) => memory
        ? LeadDatabase.OpenInMemory()
        : LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, BusyTimeout = Background.Patience });
}
