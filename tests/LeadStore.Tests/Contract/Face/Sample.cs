using System.Reflection;
using System.Text.Json;
using LeadStore.Tests.SkipTracing;

namespace LeadStore.Tests.Contract.Face;

/// <summary>A store with one of everything, and an argument for every parameter of every verb, with which each verb has something to do.</summary>
internal sealed class Sample
{
    private const string Known = "+447809505864";
    private static readonly Setting<string> Webhook = Setting.Text("crm_webhook", "none");

    // Asked for another lead already, and pending for the one that the verbs are called for.
    private static readonly SkipTraceRequest Request = new() { FullName = "John Smith" };
    private static readonly TraceProvider Provider = "tracer";

    private readonly Lead _lead;
    private readonly long _traceId;
    private readonly long _costId;
    private readonly Guid _lostCall;
    private readonly long _messageId;
    private readonly Reminder _reminder;
    private readonly PropertySample _property;

    private Sample(Lead lead, long messageId, Reminder reminder, PropertySample property, long traceId, long costId, Guid lostCall)
    {
        _lostCall = lostCall;
        _property = property;
        _traceId = traceId;
        _costId = costId;
        _messageId = messageId;
        _lead = lead;
        _reminder = reminder;
    }

    /// <param name="store">An empty store.</param>
    /// <param name="waitForReminder">Lets the store's clock go on by an hour.</param>
    public static async Task<Sample> Prepare(ILeadStore store, Action waitForReminder)
    {
        InboundResult inbound = await store.IngestInboundAsync(new InboundMessage { From = Known, Body = "Hello", SourceId = "SM1" });
        InboundResult other = await store.IngestInboundAsync(new InboundMessage { From = "+447809505866", Body = "Hello" });
        await store.Sources.AddAsync("website");
        await store.Settings.SetAsync(Webhook, "https://example.com");
        Organization organization = await store.Organizations.CreateAsync("Acme");
        await store.Organizations.CreateAsync("Other");
        await store.Organizations.RecordUsageAsync(organization.Id, "calls");
        User user = await store.Users.CreateAsync(new NewUser { Email = "ada@example.com", OrganizationId = organization.Id });
        await store.Users.CreateAsync(new NewUser { Email = "grace@example.com" });
        await store.Users.SetPasswordHashAsync(user.Id, "hash");
        await store.Users.AssignAsync(inbound.Lead.Id, user.Id, "by");
        await store.Notes.AddAsync(inbound.Lead.Id, "Note");
        await store.Activities.StartAsync(new NewActivity { LeadId = inbound.Lead.Id, SourceId = "activity" });
        waitForReminder();
        Reminder reminder = (await store.Reminders.ClaimDueAsync(limit: 1)).Single();
        PropertySample property = await PropertySample.Prepare(store, inbound.Lead.Id);
        await store.SkipTrace.RecordAsync(other.Lead.Id, Provider, Request, new SkipTraceResult { Phones = [new FoundPhone { Number = Known }] });
        SkipTrace trace = await store.SkipTrace.BeginAsync(inbound.Lead.Id, Provider, Request);
        FakeProvider lost = new() { Name = Provider, Answer = (_, _) => throw new SkipTraceProviderException("timeout") { MayBeBilled = true } };
        await store.SkipTrace.TraceAsync(lost, inbound.Lead.Id, new SkipTraceRequest { FullName = "Jane Smith" });
        Campaign campaign = await store.Campaigns.CreateAsync(new NewCampaign { Name = "Winter" });
        await store.Campaigns.CreateAsync(new NewCampaign { Name = "Spring" });
        await store.Campaigns.RecordSendAsync(campaign.Id, inbound.Lead.Id);
        await store.Calls.RecordAsync(new NewCall { LeadId = inbound.Lead.Id, SourceId = "CA1" });
        CostEntry cost = await store.Costs.AddAiCostAsync(inbound.Lead.Id, new Money(1));
        return new Sample(await store.GetRequiredLeadAsync(inbound.Lead.Id), inbound.Message.Id, reminder, property, trace.Id, cost.Id, lost.Keys.Single());
    }

    public object? Argument(ParameterInfo parameter, CancellationToken cancellationToken) => parameter switch
    {
        { ParameterType: Type type } when type == typeof(CancellationToken) => cancellationToken,
        { HasDefaultValue: true } => parameter.DefaultValue,
        { Name: "id", Member.DeclaringType: Type room } when room == typeof(SkipTraceStore) => _traceId,
        { Name: "id", Member.DeclaringType: Type room } when room == typeof(CostStore) => _costId,
        { Member.DeclaringType: Type room } when (room == typeof(PropertyStore) || room == typeof(ContactRuleStore)) && parameter.Name != "leadId" =>
            _property.Argument(parameter),
        { Name: "id" or "leadId" } => _lead.Id,
        { Name: "provider" } => Provider,

        // One that can be deleted, of two.
        { Name: "campaignId" } => parameter.Member.Name.StartsWith("Delete", StringComparison.Ordinal) ? 2L : 1L,
        { Name: "campaign" } => new NewCampaign { Name = "Summer" },
        { Name: "step" } => 1,
        { Name: "callId" } => 1L,
        { Name: "call" } => new NewCall { LeadId = _lead.Id, Phone = Known, SourceId = "CA2" },
        { Name: "end" } => new CallEnd { DurationSeconds = 95, Transcript = "Hello" },
        { Name: "transcript" or "text" } => "Hello there",
        { Name: "json", Member.DeclaringType: Type room } when room == typeof(CallStore) => "{}",
        { Name: "sourceId" } => "CA1",
        { Name: "change", ParameterType: Type type } when type == typeof(Func<CallLog, CallLog>) =>
            (Func<CallLog, CallLog>)(it => it with { RecordingUrl = "https://example.com/1.mp3" }),
        { Name: "what" } => CampaignEvent.Replied,
        { Name: "change", ParameterType: Type type } when type == typeof(Func<Campaign, Campaign>) =>
            (Func<Campaign, Campaign>)(it => it with { Status = CampaignStatus.Archived }),
        { Name: "request" } => Request,
        { Name: "result" } => new SkipTraceResult { Phones = [new FoundPhone { Number = Known }], Cost = new Money(5) },
        { Name: "failure" } => new SkipTraceFailure { Reason = "timeout", Cost = new Money(5) },
        { Name: "maxAge" } => TimeSpan.FromDays(90),
        { Name: "idempotencyKey" } => _lostCall,
        { Name: "amount" } => new Money(7),
        { Name: "cost" } => new NewCost { Type = CostType.Sms, Amount = new Money(2), LeadId = _lead.Id },
        { Name: "by", ParameterType: Type type } when type == typeof(CostGrouping) => CostGrouping.Type,
        { Name: "filter", ParameterType: Type type } when type == typeof(CostFilter) => new CostFilter(),
        { Name: "messageId" } => _messageId,

        // Those that nothing refers to, so that they can be deleted.
        { Name: "organizationId" or "userId" } => 2L,
        { Name: "noteId" or "activityId" } => 1L,
        { Name: "activity" } => new NewActivity { LeadId = _lead.Id, Type = ActivityType.Scored },
        { Name: "error" } => "timeout",
        { Name: "plan" } => OrganizationPlan.Pro,
        { Name: "count" } => 1L,
        { Name: "limit", ParameterType: Type type } when type == typeof(long) => 10L,
        { Name: "user" } => new NewUser { Email = "jane@example.com" },
        { Name: "change", ParameterType: Type type } when type == typeof(Func<Organization, Organization>) =>
            (Func<Organization, Organization>)(organization => organization with { Name = "Changed" }),
        { Name: "change", ParameterType: Type type } when type == typeof(Func<User, User>) =>
            (Func<User, User>)(user => user with { LastName = "Changed" }),
        { Name: "email" } => "ada@example.com",
        { Name: "value", ParameterType: Type type } when type == typeof(JsonElement?) => JsonSerializer.SerializeToElement("value"),
        { Name: "phone" } => Known,
        { Name: "lead" } => new NewLead { Phone = "+447809505865", Name = "Jane" },
        { Name: "changed" } => _lead with { Name = "John" },
        { Name: "change" } => (Func<Lead, Lead>)(lead => lead with { Name = "John" }),
        { Name: "answers" } => new Dictionary<string, string> { ["question_1"] = "yes" },
        { Name: "sender" } => MessageSender.Agent,
        { Name: "message" } => new InboundMessage { From = Known, Body = "Hello again", SourceId = "SM2" },
        { Name: "filter" } => new LeadFilter(),
        { Name: "olderThan" } => TimeSpan.FromMinutes(1),
        { Name: "setting" } => Webhook,
        { Name: "source" } => (LeadSource)(parameter.Member.Name.StartsWith("Add", StringComparison.Ordinal) ? "fair" : "website"),
        { Name: "reminder" } => _reminder,
        { Name: "work" } => Work(parameter.ParameterType),
        { Name: "question" or "answer" or "by" or "key" or "content" or "displayName" or "value" or "system" or "name" or "measure" or "passwordHash" } => parameter.Name,
        _ => throw new InvalidOperationException($"Say what a test gives for the parameter {parameter.Name} of {parameter.Member}."),
    };

    private object Work(Type type)
    {
        if (type == typeof(Func<LeadDatabase, string>))
        {
            return (Func<LeadDatabase, string>)(tx => tx.SetAnswer(_lead.Id, "question", "answer").ToString());
        }

        if (type == typeof(Action<LeadDatabase>))
        {
            return (Action<LeadDatabase>)(tx => tx.SetAnswer(_lead.Id, "question", "answer"));
        }

        if (type == typeof(Func<ILeadStore, ValueTask<string>>))
        {
            return (Func<ILeadStore, ValueTask<string>>)(async tx => (await tx.SetAnswerAsync(_lead.Id, "question", "answer")).ToString());
        }

        return (Func<ILeadStore, ValueTask>)(async tx => await tx.SetAnswerAsync(_lead.Id, "question", "answer"));
    }
}
