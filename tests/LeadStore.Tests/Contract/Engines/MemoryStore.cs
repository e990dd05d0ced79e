using LeadStore.Tests.Contract.Rooms;

namespace LeadStore.Tests.Contract.Engines;

public sealed class MemoryFixture : StoreFixture
{
    protected override Task<ILeadStore> OpenFresh(StoreSetup setup) =>
        Task.FromResult<ILeadStore>(LeadDatabase.OpenInMemory(OptionsOf(setup)));
}

public sealed class MemoryCacheTests : CacheContract<MemoryFixture>;

public sealed class MemoryCustomerTests : CustomerContract<MemoryFixture>;

public sealed class MemoryCreateTests : CreateContract<MemoryFixture>;

public sealed class MemoryUpdateTests : UpdateContract<MemoryFixture>;

public sealed class MemoryQualificationTests : QualificationContract<MemoryFixture>;

public sealed class MemoryArchiveTests : ArchiveContract<MemoryFixture>;

public sealed class MemoryMessageTests : MessageContract<MemoryFixture>;

public sealed class MemoryInboundTests : InboundContract<MemoryFixture>;

public sealed class MemoryListTests : ListContract<MemoryFixture>;

public sealed class MemoryTransactionTests : TransactionContract<MemoryFixture>;

public sealed class MemorySettingTests : SettingContract<MemoryFixture>;

public sealed class MemorySourceTests : SourceContract<MemoryFixture>;

public sealed class MemoryCampaignTests : CampaignContract<MemoryFixture>;

public sealed class MemoryCampaignSendTests : CampaignSendContract<MemoryFixture>;

public sealed class MemoryCallTests : CallContract<MemoryFixture>;

public sealed class MemoryTranscriptTests : TranscriptContract<MemoryFixture>;

public sealed class MemoryCostTests : CostContract<MemoryFixture>;

public sealed class MemorySkipTraceTests : SkipTraceContract<MemoryFixture>;

public sealed class MemoryTracedPhoneTests : TracedPhoneContract<MemoryFixture>;

public sealed class MemoryTraceCacheTests : TraceCacheContract<MemoryFixture>;

public sealed class MemoryAttributeTests : AttributeContract<MemoryFixture>;

public sealed class MemoryOrganizationTests : OrganizationContract<MemoryFixture>;

public sealed class MemoryUsageTests : UsageContract<MemoryFixture>;

public sealed class MemoryUserTests : UserContract<MemoryFixture>;

public sealed class MemoryAssignmentTests : AssignmentContract<MemoryFixture>;

public sealed class MemoryNoteTests : NoteContract<MemoryFixture>;

public sealed class MemoryActivityTests : ActivityContract<MemoryFixture>;

public sealed class MemoryPropertyTests : PropertyContract<MemoryFixture>;

public sealed class MemoryPropertyListTests : PropertyListContract<MemoryFixture>;

public sealed class MemoryPropertyRecordTests : PropertyRecordContract<MemoryFixture>;

public sealed class MemoryContactRuleTests : ContactRuleContract<MemoryFixture>;

public sealed class MemoryReminderTests : ReminderContract<MemoryFixture>;

public sealed class MemoryReminderHoldTests : ReminderHoldContract<MemoryFixture>;

public sealed class MemoryAssistantTests : AssistantContract<MemoryFixture>;

public sealed class MemorySkipTraceRunTests : SkipTraceRunContract<MemoryFixture>;

public sealed class MemoryTextTests : TextContract<MemoryFixture>;

public sealed class MemoryBadInputTests : BadInputContract<MemoryFixture>;

public sealed class MemoryCancellationTests : CancellationContract<MemoryFixture>;
