using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Sqlite;

/// <summary>Blocking and asynchronous callers of one store, and callers that go away while they wait.</summary>
public sealed class MixedCallersTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _store;

    public MixedCallersTests() =>
        _store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, Durability = Durability.Normal, BusyTimeout = Background.Patience });

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Asynchronous_transactions_need_no_thread_of_the_pool_for_their_turn()
    {
        // More blocking callers than the pool has threads wait for the writer. The asynchronous ones stand before them in the queue and
        // could not be resumed by the pool.
        ThreadPool.GetMinThreads(out int poolThreads, out _);
        Task[] asynchronous;
        Task[] blocking;
        using (HeldTransaction held = new(_store))
        {
            asynchronous = [.. Enumerable.Range(0, 20).Select(i => _store.InTransactionAsync(async tx => { await tx.CreateLeadAsync(Lead(i)); }).AsTask())];
            Background.Until(() => Inside.Waiting(_store) == asynchronous.Length);
            blocking = [.. Enumerable.Range(100, poolThreads * 4).Select(i => Task.Run(() => _store.InTransaction(tx => { tx.CreateLead(Lead(i)); })))];
            Background.Until(() => Inside.Waiting(_store) >= asynchronous.Length + poolThreads);
        }

        await Task.WhenAll([.. asynchronous, .. blocking]).WaitAsync(Background.Patience);
        _store.GetAllLeads().Should().HaveCount(asynchronous.Length + blocking.Length);
    }

    [Fact]
    public async Task An_asynchronous_callback_finds_the_context_of_its_caller()
    {
        AsyncLocal<string> context = new() { Value = "caller" };
        string? seen = null;
        Task waiting;
        using (HeldTransaction held = new(_store))
        {
            waiting = _store.InTransactionAsync(tx =>
            {
                seen = context.Value;
                return ValueTask.CompletedTask;
            }).AsTask();
            Background.Until(() => Inside.Waiting(_store) == 1);
        }

        await waiting.WaitAsync(Background.Patience);
        seen.Should().Be("caller");
    }

    [Fact]
    public void A_waiting_thread_that_is_interrupted_writes_first_and_loses_the_turn_for_nobody()
    {
        Exception? interruption = null;
        Thread waiting = new(() =>
        {
            _store.CreateLead(Lead(1));
            interruption = Record.Exception(() => Thread.CurrentThread.Join(Background.Patience));
        });
        using (HeldTransaction held = new(_store))
        {
            waiting.Start();
            Background.Until(() => Inside.Waiting(_store) == 1);
            waiting.Interrupt();
        }

        waiting.Join(Background.Patience).Should().BeTrue();
        interruption.Should().BeOfType<ThreadInterruptedException>();
        _store.CreateLead(Lead(2));
        _store.GetAllLeads().Should().HaveCount(2);
    }

    [Fact]
    public async Task A_callback_that_outlives_its_transaction_does_not_touch_its_neighbours()
    {
        using ManualResetEventSlim end = new();
        Task refused = Background.Run(async () =>
        {
            while (!end.IsSet)
            {
                // Its own exception where it was quick enough to end inside the transaction.
                (await Record.ExceptionAsync(async () => await _store.InTransactionAsync(tx => tx.InTransactionAsync(async _ =>
                {
                    await Task.Yield();
                    throw new FormatException();
                })))).Should().Match(failure => failure is InvalidOperationException || failure is FormatException);
            }
        }).Unwrap();

        for (int i = 0; i < 500; i++)
        {
            _store.InTransaction(tx => tx.InTransaction(inner => { inner.CreateLead(Lead(i)); }));
        }

        end.Set();
        await refused.WaitAsync(Background.Patience);
        _store.GetAllLeads().Should().HaveCount(500);
    }

    private static NewLead Lead(int i) => new() { Phone = $"+4477009{i + 10000}" };
}
