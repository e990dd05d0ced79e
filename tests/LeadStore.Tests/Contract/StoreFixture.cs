using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Contract;

/// <summary>An engine as the contract sees it: something that opens a fresh store. A further engine is one more of these.</summary>
public abstract class StoreFixture : IAsyncDisposable
{
    private readonly List<ILeadStore> _opened = [];

    public static DateTimeOffset Start { get; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Whether a transaction of the application may write skip traces; not so where they are in a file of their own.</summary>
    public virtual bool WritesTracesInTransactions => true;

    public FakeTimeProvider Clock { get; } = new(Start);

    /// <summary>Opens a store that is empty and shares nothing with the others.</summary>
    public async Task<ILeadStore> Open(StoreSetup setup)
    {
        ILeadStore store = await OpenFresh(setup);
        _opened.Add(store);
        return store;
    }

    /// <summary>Closes a store and opens what it left behind; an engine that leaves nothing behind hands the open store back.</summary>
    public async Task<ILeadStore> Reopen(ILeadStore store)
    {
        ILeadStore reopened = await CloseAndOpen(store);
        _opened.Add(reopened);
        return reopened;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ILeadStore store in _opened)
        {
            await store.DisposeAsync();
        }

        CleanUp();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<ILeadStore> OpenFresh(StoreSetup setup);

    protected virtual Task<ILeadStore> CloseAndOpen(ILeadStore store) => Task.FromResult(store);

    protected virtual void CleanUp()
    {
    }

    protected LeadDatabaseOptions OptionsOf(StoreSetup setup) => new()
    {
        DefaultRegion = setup.DefaultRegion,
        Statuses = setup.Statuses,
        RefuseUnknownSources = setup.RefuseUnknownSources,
        TimeProvider = Clock,
        Cache = setup.Cache,

        // A loaded build machine must not turn patience into failures.
        BusyTimeout = TimeSpan.FromMinutes(5),
    };
}
