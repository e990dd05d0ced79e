using LeadStore.Tests.Contract.Rooms;
using LeadStore.Tests.Support;

namespace LeadStore.Tests.Contract.Engines;

/// <summary>A store in a file, with its skip traces in another one.</summary>
public sealed class ApartFixture : StoreFixture
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<ILeadStore, LeadDatabaseOptions> _options = [];

    public override bool WritesTracesInTransactions => false;

    protected override Task<ILeadStore> OpenFresh(StoreSetup setup)
    {
        LeadDatabaseOptions options = OptionsOf(setup);
        options.Path = _directory.File($"leads-{_options.Count}.db");
        options.SkipTracePath = _directory.File($"traces-{_options.Count}.db");
        return Task.FromResult<ILeadStore>(Open(options));
    }

    protected override async Task<ILeadStore> CloseAndOpen(ILeadStore store)
    {
        await store.DisposeAsync();
        return Open(_options[store]);
    }

    protected override void CleanUp() => _directory.Dispose();

    private LeadDatabase Open(LeadDatabaseOptions options)
    {
        LeadDatabase store = LeadDatabase.Open(options);
        _options.Add(store, options);
        return store;
    }
}

public sealed class ApartSkipTraceTests : SkipTraceContract<ApartFixture>;

public sealed class ApartTracedPhoneTests : TracedPhoneContract<ApartFixture>;

public sealed class ApartTraceCacheTests : TraceCacheContract<ApartFixture>;

public sealed class ApartSkipTraceRunTests : SkipTraceRunContract<ApartFixture>;

public sealed class ApartCostTests : CostContract<ApartFixture>;

public sealed class ApartTransactionTests : TransactionContract<ApartFixture>;

public sealed class ApartCancellationTests : CancellationContract<ApartFixture>;
