using LeadStore.Tests.Contract.Rooms;
using LeadStore.Tests.Support;

namespace LeadStore.Tests.Contract.Engines;

public class FileFixture : StoreFixture
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<ILeadStore, LeadDatabaseOptions> _options = [];

    protected override Task<ILeadStore> OpenFresh(StoreSetup setup)
    {
        LeadDatabaseOptions options = OptionsOf(setup);
        options.Path = _directory.File($"leads-{_options.Count}.db");
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

public sealed class FileCacheTests : CacheContract<FileFixture>;

public sealed class FileCustomerTests : CustomerContract<FileFixture>;

public sealed class FileCreateTests : CreateContract<FileFixture>;

public sealed class FileUpdateTests : UpdateContract<FileFixture>;

public sealed class FileQualificationTests : QualificationContract<FileFixture>;

public sealed class FileArchiveTests : ArchiveContract<FileFixture>;

public sealed class FileMessageTests : MessageContract<FileFixture>;

public sealed class FileInboundTests : InboundContract<FileFixture>;

public sealed class FileListTests : ListContract<FileFixture>;

public sealed class FileTransactionTests : TransactionContract<FileFixture>;

public sealed class FileSettingTests : SettingContract<FileFixture>;

public sealed class FileSourceTests : SourceContract<FileFixture>;

public sealed class FileCampaignTests : CampaignContract<FileFixture>;

public sealed class FileCampaignSendTests : CampaignSendContract<FileFixture>;

public sealed class FileCallTests : CallContract<FileFixture>;

public sealed class FileTranscriptTests : TranscriptContract<FileFixture>;

public sealed class FileCostTests : CostContract<FileFixture>;

public sealed class FileSkipTraceTests : SkipTraceContract<FileFixture>;

public sealed class FileTracedPhoneTests : TracedPhoneContract<FileFixture>;

public sealed class FileTraceCacheTests : TraceCacheContract<FileFixture>;

public sealed class FileAttributeTests : AttributeContract<FileFixture>;

public sealed class FileOrganizationTests : OrganizationContract<FileFixture>;

public sealed class FileUsageTests : UsageContract<FileFixture>;

public sealed class FileUserTests : UserContract<FileFixture>;

public sealed class FileAssignmentTests : AssignmentContract<FileFixture>;

public sealed class FileNoteTests : NoteContract<FileFixture>;

public sealed class FileActivityTests : ActivityContract<FileFixture>;

public sealed class FilePropertyTests : PropertyContract<FileFixture>;

public sealed class FilePropertyListTests : PropertyListContract<FileFixture>;

public sealed class FilePropertyRecordTests : PropertyRecordContract<FileFixture>;

public sealed class FileContactRuleTests : ContactRuleContract<FileFixture>;

public sealed class FileReminderTests : ReminderContract<FileFixture>;

public sealed class FileReminderHoldTests : ReminderHoldContract<FileFixture>;

public sealed class FileAssistantTests : AssistantContract<FileFixture>;

public sealed class FileSkipTraceRunTests : SkipTraceRunContract<FileFixture>;

public sealed class FileTextTests : TextContract<FileFixture>;

public sealed class FileBadInputTests : BadInputContract<FileFixture>;

public sealed class FileCancellationTests : CancellationContract<FileFixture>;

public sealed class FileStoreTests() : StoreContract(new FileFixture())
{
    [Fact]
    public async Task Readers_beside_a_transaction_see_what_was_committed_before_it()
    {
        using ManualResetEventSlim written = new();
        using ManualResetEventSlim read = new();
        Task<Lead> transaction = Task.Run(async () => await Store.InTransactionAsync(async tx =>
        {
            Lead lead = await tx.CreateLeadAsync(new NewLead { Phone = John });
            written.Set();
            read.Wait(CancellationToken.None);
            return lead;
        }));
        written.Wait(CancellationToken.None);

        Lead? during = await Store.GetLeadByPhoneAsync(John);
        read.Set();
        Lead stored = await transaction;

        during.Should().BeNull();
        (await Store.GetLeadByPhoneAsync(John)).Should().Be(stored);
    }

    [Fact]
    public async Task A_callback_that_waits_for_something_else_is_refused_and_rolled_back()
    {
        TaskCompletionSource never = new();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Store.InTransactionAsync(async tx =>
        {
            await tx.CreateLeadAsync(new NewLead { Phone = John });
            await never.Task;
        }));

        (await Store.GetLeadByPhoneAsync(John)).Should().BeNull();
    }

    [Fact]
    public async Task A_callback_that_goes_on_after_it_was_refused_writes_into_no_later_transaction()
    {
        TaskCompletionSource waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<Exception> refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Store.InTransactionAsync(async tx =>
        {
            await waits.Task;
            try
            {
                await tx.CreateLeadAsync(new NewLead { Phone = John });
                refused.SetResult(new InvalidTimeZoneException("it was not refused"));
            }
            catch (InvalidOperationException failure)
            {
                refused.SetResult(failure);
            }
        }));

        waits.SetResult();

        (await refused.Task).Should().BeOfType<InvalidOperationException>();
        (await Store.GetAllLeadsAsync()).Should().BeEmpty();
    }
}
