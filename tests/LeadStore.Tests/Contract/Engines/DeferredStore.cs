using LeadStore.Migrations;
using LeadStore.Tests.Contract.Deferred;
using LeadStore.Tests.Contract.Rooms;

namespace LeadStore.Tests.Contract.Engines;

/// <summary>Shows that no operation takes the engine for a synchronous one; see <see cref="DeferredEngine"/>.</summary>
public sealed class DeferredFixture : StoreFixture
{
    private DeferredEngine? _engine;

    /// <summary>How many calls the session of the newest store has seen.</summary>
    public int Calls => _engine?.Calls ?? 0;

    protected override Task<ILeadStore> OpenFresh(StoreSetup setup)
    {
        DeferredEngine engine = _engine = new(StoreOpening.Check(OptionsOf(setup)));
        Migrator.Migrate(engine, MigrationScript.All);
        engine.SchemaIsThere();
        return Task.FromResult<ILeadStore>(new LeadDatabase(
            engine,
            new DatabaseLocation(":memory:", DatabasePathSource.Memory),
            cache: LeadCache.Create(engine, setup.Cache, StoreOpening.Check(OptionsOf(setup)))));
    }
}

public sealed class DeferredCacheTests : CacheContract<DeferredFixture>;

public sealed class DeferredCustomerTests : CustomerContract<DeferredFixture>;

public sealed class DeferredCreateTests : CreateContract<DeferredFixture>;

public sealed class DeferredUpdateTests : UpdateContract<DeferredFixture>;

public sealed class DeferredQualificationTests : QualificationContract<DeferredFixture>;

public sealed class DeferredArchiveTests : ArchiveContract<DeferredFixture>;

public sealed class DeferredMessageTests : MessageContract<DeferredFixture>;

public sealed class DeferredInboundTests : InboundContract<DeferredFixture>;

public sealed class DeferredListTests : ListContract<DeferredFixture>;

public sealed class DeferredTransactionTests : TransactionContract<DeferredFixture>;

public sealed class DeferredSettingTests : SettingContract<DeferredFixture>;

public sealed class DeferredSourceTests : SourceContract<DeferredFixture>;

public sealed class DeferredCampaignTests : CampaignContract<DeferredFixture>;

public sealed class DeferredCampaignSendTests : CampaignSendContract<DeferredFixture>;

public sealed class DeferredCallTests : CallContract<DeferredFixture>;

public sealed class DeferredTranscriptTests : TranscriptContract<DeferredFixture>;

public sealed class DeferredCostTests : CostContract<DeferredFixture>;

public sealed class DeferredSkipTraceTests : SkipTraceContract<DeferredFixture>;

public sealed class DeferredTracedPhoneTests : TracedPhoneContract<DeferredFixture>;

public sealed class DeferredTraceCacheTests : TraceCacheContract<DeferredFixture>;

public sealed class DeferredAttributeTests : AttributeContract<DeferredFixture>;

public sealed class DeferredOrganizationTests : OrganizationContract<DeferredFixture>;

public sealed class DeferredUsageTests : UsageContract<DeferredFixture>;

public sealed class DeferredUserTests : UserContract<DeferredFixture>;

public sealed class DeferredAssignmentTests : AssignmentContract<DeferredFixture>;

public sealed class DeferredNoteTests : NoteContract<DeferredFixture>;

public sealed class DeferredActivityTests : ActivityContract<DeferredFixture>;

public sealed class DeferredPropertyTests : PropertyContract<DeferredFixture>;

public sealed class DeferredPropertyListTests : PropertyListContract<DeferredFixture>;

public sealed class DeferredPropertyRecordTests : PropertyRecordContract<DeferredFixture>;

public sealed class DeferredContactRuleTests : ContactRuleContract<DeferredFixture>;

public sealed class DeferredReminderTests : ReminderContract<DeferredFixture>;

public sealed class DeferredReminderHoldTests : ReminderHoldContract<DeferredFixture>;

public sealed class DeferredAssistantTests : AssistantContract<DeferredFixture>;

public sealed class DeferredSkipTraceRunTests : SkipTraceRunContract<DeferredFixture>;

public sealed class DeferredTextTests : TextContract<DeferredFixture>;

public sealed class DeferredBadInputTests : BadInputContract<DeferredFixture>;

public sealed class DeferredCancellationTests : CancellationContract<DeferredFixture>;

public sealed class DeferredStoreTests() : StoreContract(new DeferredFixture())
{
    [Fact]
    public async Task No_call_is_complete_when_it_returns_and_all_go_through_the_deferred_session()
    {
        int before = ((DeferredFixture)Fixture).Calls;

        ValueTask<Lead?> reading = Store.GetLeadAsync(1);
        bool completed = reading.IsCompleted;
        await reading;

        completed.Should().BeFalse();
        ((DeferredFixture)Fixture).Calls.Should().BeGreaterThan(before);
    }

    [Fact]
    public async Task The_callback_of_a_transaction_may_wait_where_the_engine_does()
    {
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<Lead> transaction = Store.InTransactionAsync(async tx =>
        {
            Lead lead = await tx.CreateLeadAsync(new NewLead { Phone = John });
            asked.SetResult();
            await answer.Task;
            return await tx.InTransactionAsync(async inner =>
            {
                await Task.Yield();
                return await inner.SetAnswerAsync(lead.Id, "question_1", "yes");
            });
        }).AsTask();
        await asked.Task;
        transaction.IsCompleted.Should().BeFalse();
        answer.SetResult();

        (await transaction).Answers.Should().ContainKey("question_1");
    }

    [Fact]
    public async Task Synchronous_verbs_wait_for_an_engine_that_is_not()
    {
        LeadDatabase database = (LeadDatabase)Store;
        Lead lead = await Add();

        database.ArchiveLead(lead.Id).Should().BeTrue();
        database.CheckExistingCustomer(John)!.Archived.Should().BeFalse();
        database.InTransaction(tx => tx.SetAnswer(lead.Id, "question_1", "yes")).Should().Be(await Stored(lead));
    }
}
