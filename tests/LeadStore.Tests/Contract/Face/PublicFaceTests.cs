using System.Reflection;

namespace LeadStore.Tests.Contract.Face;

/// <summary>The names and shapes that applications are compiled against, and that every verb has both forms.</summary>
public sealed class PublicFaceTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Not verbs: they open, restore and end a store, or hand out a connection that is of one engine only.
    private static readonly string[] NotVerbs =
    [
        "Open", "OpenInMemory", "OpenReadOnlyConnection", "OpenForOldReaders", "Adopt", "Query", "DescribeSchema",
        "SelfTest", "SelfTestAsync", "GetPerformanceStats", "AdviseIndexes",
        "Restore", "RestoreLatest", "GetMigrationStatus", "RollBack",
        "Dispose", "DisposeAsync",

        // It waits for a provider, which nobody should do on a thread.
        "TraceAsync",
    ];

    public static TheoryData<Type, string[]> FixedMethods => new()
    {
        {
            typeof(LeadDatabase),
            [
                "static LeadDatabase Open()",
                "static LeadDatabase Open(string path)",
                "static LeadDatabase Open(LeadDatabaseOptions options)",
                "static LeadDatabase OpenInMemory(LeadDatabaseOptions? options = null)",
                "Lead? CheckExistingCustomer(string phone)",
                "Lead CreateLead(NewLead lead)",
                "Lead UpsertLead(NewLead lead)",
                "Lead? GetLead(long id)",
                "Lead? GetLeadByPhone(string phone)",
                "IReadOnlyList<Lead> GetAllLeads(bool includeArchived = false)",
                "LeadPage ListLeads(LeadFilter filter, string? cursor = null, int pageSize = 50)",
                "Lead UpdateLead(long id, Func<Lead, Lead> change)",
                "Lead UpdateLead(Lead changed)",
                "Lead SetAnswer(long id, string question, string? answer)",
                "Lead QualifyLead(long id, IReadOnlyDictionary<string, string>? answers = null)",
                "Lead RequalifyLead(long id)",
                "Lead TouchLead(long id, DateTimeOffset? at = null)",
                "bool ArchiveLead(long id)",
                "bool RestoreLead(long id)",
                "DeleteSummary DeleteLead(long id)",
                "Message CreateMessage(long leadId, MessageSender sender, string content, DateTimeOffset? sentAt = null)",
                "IReadOnlyList<Message> GetConversationHistory(long leadId, int? last = null)",
                "MessagePage ListMessages(long leadId, string? cursor = null, int pageSize = 50)",
                "InboundResult IngestInbound(InboundMessage message)",
            ]
        },
        { typeof(PhoneNumber), ["static PhoneNumber Parse(string text, string? region = null)"] },
        { typeof(LeadStatus), ["static LeadStatus op_Implicit(string value)"] },
        { typeof(Channel), ["static Channel op_Implicit(string value)"] },
    };

    public static TheoryData<Type, string[]> FixedProperties => new()
    {
        { typeof(LeadDatabase), ["SettingStore Settings", "LeadSourceStore Sources", "ReminderStore Reminders"] },
        {
            typeof(LeadDatabaseOptions),
            ["string? Path", "string? DefaultRegion", "TimeSpan BusyTimeout", "Durability Durability", "TimeProvider TimeProvider"]
        },
        {
            typeof(Lead),
            [
                "long Id", "Guid Uid", "string? Phone", "string? Name", "string? Email", "LeadSource Source", "LeadStatus Status", "int Progress",
                "bool Qualified", "DateTimeOffset? QualifiedAt", "bool Archived", "DateTimeOffset? ArchivedAt",
                "IReadOnlyDictionary<string, string> Answers", "DateTimeOffset CreatedAt", "DateTimeOffset LastContactAt", "long Version",
            ]
        },
        {
            typeof(NewLead),
            [
                "string? Phone", "string? Name", "string? Email", "LeadSource? Source", "LeadStatus? Status", "int? Progress", "bool? Qualified",
                "DateTimeOffset? QualifiedAt", "IReadOnlyDictionary<string, string>? Answers", "DateTimeOffset? CreatedAt",
                "DateTimeOffset? LastContactAt",
            ]
        },
        { typeof(LeadStatus), ["static LeadStatus New", "static LeadStatus Active", "static LeadStatus Qualified"] },
        { typeof(Message), ["long Id", "long LeadId", "MessageSender Sender", "string Content", "DateTimeOffset SentAt"] },
        { typeof(InboundMessage), ["string? From", "string? Body", "Channel Channel", "string? SourceId", "DateTimeOffset? ReceivedAt"] },
        {
            typeof(InboundResult),
            [
                "Lead Lead", "Message Message", "IReadOnlyList<Message> History", "bool IsNew", "bool WasRestored", "bool IsDuplicate",
                "ConversationMode Mode",
            ]
        },
        { typeof(LeadPage), ["IReadOnlyList<Lead> Items", "string? NextCursor"] },
        { typeof(MessagePage), ["IReadOnlyList<Message> Items", "string? NextCursor"] },
        { typeof(DeleteSummary), ["int MessagesDeleted", "IReadOnlyDictionary<string, int> RowsDeleted"] },
    };

    [Theory]
    [MemberData(nameof(FixedMethods))]
    public void The_methods_that_applications_are_compiled_against_are_there(Type type, string[] expected) =>
        type.GetMethods(Own).Select(CSharp.Signature).Should().Contain(expected);

    [Theory]
    [MemberData(nameof(FixedProperties))]
    public void The_properties_that_applications_are_compiled_against_are_there(Type type, string[] expected) =>
        type.GetProperties(Own).Select(CSharp.Signature).Should().Contain(expected);

    [Fact]
    public void A_store_is_disposable_both_ways_and_is_an_ILeadStore() =>
        typeof(LeadDatabase).GetInterfaces().Should().Contain([typeof(IDisposable), typeof(IAsyncDisposable), typeof(ILeadStore)]);

    [Theory]
    [InlineData(typeof(LeadDatabase))]
    [InlineData(typeof(SettingStore))]
    [InlineData(typeof(LeadSourceStore))]
    [InlineData(typeof(ReminderStore))]
    [InlineData(typeof(LeadAttributeStore))]
    [InlineData(typeof(OrganizationStore))]
    [InlineData(typeof(UserStore))]
    [InlineData(typeof(NoteStore))]
    [InlineData(typeof(ActivityStore))]
    [InlineData(typeof(PropertyStore))]
    [InlineData(typeof(ContactRuleStore))]
    [InlineData(typeof(CostStore))]
    [InlineData(typeof(SkipTraceStore))]
    [InlineData(typeof(CampaignStore))]
    [InlineData(typeof(CallStore))]
    public void Every_synchronous_verb_has_its_asynchronous_twin_and_the_other_way_round(Type type)
    {
        string[] all = [.. Verbs(type).Select(CSharp.Signature)];
        string[] asynchronous = [.. Verbs(type).Where(IsAsynchronous).Select(CSharp.Signature)];
        string[] synchronous = [.. Verbs(type).Where(method => !IsAsynchronous(method)).Select(TwinOf)];

        all.Should().NotBeEmpty();
        synchronous.Should().BeEquivalentTo(asynchronous);
    }

    [Fact]
    public void Every_asynchronous_verb_of_the_store_is_on_the_interface()
    {
        IEnumerable<string> onTheStore = Verbs(typeof(LeadDatabase)).Where(IsAsynchronous).Select(CSharp.Signature);

        Verbs(typeof(ILeadStore)).Select(CSharp.Signature).Should().BeEquivalentTo(onTheStore);
    }

    [Fact]
    public void Every_room_of_the_store_is_on_the_interface_and_its_verbs_are_tested()
    {
        string[] rooms = [.. typeof(ILeadStore).GetProperties().Select(property => property.Name)];

        rooms.Should().BeEquivalentTo(Verb.Asynchronous.Select(verb => verb.Room).Where(room => room.Length > 0).Distinct());
        typeof(LeadDatabase).GetProperties(Own).Select(property => property.Name).Should().Contain(rooms);
    }

    private static IEnumerable<MethodInfo> Verbs(Type type) =>
        type.GetMethods(Own).Where(method => !method.IsSpecialName && !method.IsStatic && !NotVerbs.Contains(method.Name));

    private static bool IsAsynchronous(MethodInfo method) => method.Name.EndsWith("Async", StringComparison.Ordinal);

    // What the twin must look like: the same parameters and a last one to cancel, and the result as a task.
    private static string TwinOf(MethodInfo method)
    {
        string signature = CSharp.Signature(method);
        string result = signature[..signature.IndexOf($" {method.Name}", StringComparison.Ordinal)];
        string rest = signature[(result.Length + 1 + method.Name.Length)..^1];
        string twinResult = result switch
        {
            "void" => "ValueTask",
            _ when result.StartsWith("IEnumerable<", StringComparison.Ordinal) => $"IAsync{result[1..]}",
            _ => $"ValueTask<{result}>",
        };

        // A transaction's callback is a verb of its own kind: it gets the store as an interface and may be asynchronous.
        string parameters = rest.Replace("Func<LeadDatabase, T>", "Func<ILeadStore, ValueTask<T>>", StringComparison.Ordinal)
            .Replace("Action<LeadDatabase>", "Func<ILeadStore, ValueTask>", StringComparison.Ordinal);
        string separator = parameters.EndsWith('(') ? "" : ", ";
        return $"{twinResult} {method.Name}Async{parameters}{separator}CancellationToken cancellationToken = default)";
    }
}
