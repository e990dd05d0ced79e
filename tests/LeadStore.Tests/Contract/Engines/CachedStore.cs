using LeadStore.Tests.Contract.Rooms;

namespace LeadStore.Tests.Contract.Engines;

/// <summary>A store in a file that keeps leads in memory: what the rooms promise holds with it as without.</summary>
public sealed class CachedFixture : FileFixture
{
    protected override Task<ILeadStore> OpenFresh(StoreSetup setup) => base.OpenFresh(setup with { Cache = new LeadCacheOptions() });
}

public sealed class CachedCustomerTests : CustomerContract<CachedFixture>;

public sealed class CachedCreateTests : CreateContract<CachedFixture>;

public sealed class CachedUpdateTests : UpdateContract<CachedFixture>;

public sealed class CachedQualificationTests : QualificationContract<CachedFixture>;

public sealed class CachedArchiveTests : ArchiveContract<CachedFixture>;

public sealed class CachedMessageTests : MessageContract<CachedFixture>;

public sealed class CachedInboundTests : InboundContract<CachedFixture>;

public sealed class CachedTransactionTests : TransactionContract<CachedFixture>;

public sealed class CachedSourceTests : SourceContract<CachedFixture>;

public sealed class CachedReminderTests : ReminderContract<CachedFixture>;

public sealed class CachedAssistantTests : AssistantContract<CachedFixture>;

public sealed class CachedBadInputTests : BadInputContract<CachedFixture>;
