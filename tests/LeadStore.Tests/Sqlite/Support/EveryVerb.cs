using System.Text;
using System.Text.Json;
using LeadStore.SkipTracing;
using LeadStore.Tests.Exporting.Support;
using LeadStore.Tests.Importing;
using LeadStore.Tests.SkipTracing;

namespace LeadStore.Tests.Sqlite.Support;

/// <summary>Calls every verb of a store so that it succeeds and every branch that has a statement of its own is taken.</summary>
internal sealed class EveryVerb(LeadDatabase store)
{
    private static readonly DateTimeOffset Someday = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int _number;

    public void Call()
    {
        if (_number == 0)
        {
            // Only an empty store takes one in.
            using MemoryStream export = new(Encoding.UTF8.GetBytes(SampleExport.Text));
            store.Export.Load(export);
        }

        Lead lead = store.CreateLead(new NewLead { Phone = NextPhone(), Qualified = true, Source = $"source_{_number}" });
        store.UpsertLead(new NewLead { Phone = lead.Phone, Name = "Upserted" });
        store.UpsertLead(new NewLead { Phone = NextPhone() });
        store.GetLead(lead.Id);
        store.GetRequiredLead(lead.Id);
        store.GetLeadByPhone(lead.Phone!);
        store.GetLeadByKey("crm", "1");
        store.GetLeadWithHistory(lead.Phone!);
        store.GetLeadWithHistory(lead.Phone!, last: 1);
        store.CheckExistingCustomer(lead.Phone!);
        store.ArchiveLead(lead.Id);
        store.CheckExistingCustomer(lead.Phone!);
        store.ArchiveLead(lead.Id);
        store.RestoreLead(lead.Id);
        store.RestoreLead(lead.Id);
        ListLeads();
        store.UpdateLead(lead.Id, l => l with { Phone = NextPhone(), Name = "Changed", Source = $"other_{_number}", LastContactAt = Someday.AddYears(100) });
        store.UpdateLead(store.GetRequiredLead(lead.Id) with { Progress = 10 });
        store.SetAnswer(lead.Id, "q", "a");
        store.MergeAnswers(lead.Id, new Dictionary<string, string?> { ["r"] = "b" });
        store.RequalifyLead(lead.Id);
        store.QualifyLead(lead.Id);
        store.ListQualifications(lead.Id);
        store.TouchLead(lead.Id);
        store.PauseAssistant(lead.Id, "somebody");
        store.ResumeAssistant(lead.Id);
        store.TryOnce(lead.Id, "welcome");
        store.TryOnce(lead.Id, "welcome");
        Messages(lead);
        Rooms(lead);
        EveryPropertyVerb.Call(store, lead.Id, _number);
        Costs(lead);
        Traces(lead);
        Campaigns(lead);
        Calls(lead);
        Imports();
        store.ArchiveInactive(TimeSpan.FromDays(100_000), dryRun: true);
        store.ArchiveInactive(TimeSpan.FromDays(100_000));
        store.Export.Json(Stream.Null);
        store.Export.Csv(Stream.Null);
        store.Export.CsvMessages(Stream.Null);
        store.InTransaction(tx => tx.InTransaction(inner => inner.TouchLead(lead.Id)));
        store.TryDeleteLead(long.MaxValue);
        store.TryDeleteLead(store.CreateLead(new NewLead { Phone = NextPhone() }).Id);
        store.DeleteLead(lead.Id);
    }

    private void ListLeads()
    {
        store.GetAllLeads();
        store.GetAllLeads(includeArchived: true);
        LeadPage page = store.ListLeads(new LeadFilter(), pageSize: 1);
        store.ListLeads(new LeadFilter { IncludeArchived = true }, page.NextCursor);
        LeadFilter narrow = new() { Status = LeadStatus.New, Qualified = false, LastContactFrom = Someday, LastContactBefore = Someday };
        store.EnumerateLeads(narrow).Should().BeEmpty();
    }

    private void Messages(Lead lead)
    {
        store.CreateMessage(lead.Id, MessageSender.Agent, "Hello");
        store.CreateMessage(lead.Id, MessageSender.Customer, "Hi");
        store.GetConversationHistory(lead.Id);
        store.GetConversationHistory(lead.Id, last: 1);
        MessagePage page = store.ListMessages(lead.Id, pageSize: 1);
        store.ListMessages(lead.Id, page.NextCursor);
        store.CreateMessage(lead.Id, MessageSender.Agent, "Before", Someday);
        store.GetConversationHistory(lead.Id, last: 1);
        store.ListMessages(lead.Id, page.NextCursor);
        InboundMessage inbound = new() { From = NextPhone(), Body = "Hi", SourceId = $"id {_number}", ReceivedAt = Someday };
        store.IngestInbound(inbound);
        store.IngestInbound(inbound);
        store.ArchiveLead(store.GetLeadByPhone(inbound.From)!.Id);
        store.IngestInbound(inbound with { SourceId = null });
    }

    private void Rooms(Lead lead)
    {
        store.Attributes.Set(lead.Id, "shirt", JsonSerializer.SerializeToElement("blue"));
        store.Attributes.Set(lead.Id, "shirt", null);
        store.Attributes.Get(lead.Id);
        store.Attributes.GetOfMessage(1);
        store.Settings.Set(LeadSettings.AssistantName, "Ada");
        store.Settings.Get(LeadSettings.AssistantName);
        store.Settings.List();
        store.Settings.Reset(LeadSettings.AssistantName);

        LeadSource source = $"added_{_number}";
        store.Sources.Add(source);
        store.Sources.Get(source);
        store.Sources.List();
        store.Sources.Rename(source, "Added");
        store.Sources.Deactivate(source);
        store.Sources.Activate(source);
        store.Sources.Delete(source);

        store.CreateMessage(store.CreateLead(new NewLead { Phone = NextPhone() }).Id, MessageSender.Customer, "Are you there?", TimeProvider.System.GetUtcNow().AddHours(-2));
        IReadOnlyList<Reminder> due = store.Reminders.ClaimDue(lease: TimeSpan.FromHours(1));
        store.Reminders.MarkSent(due[0]);
        store.Reminders.Release(new Reminder(due[0].LeadId, 2, Someday, Someday, Guid.NewGuid()));
        store.Reminders.Get(lead.Id);
        People(lead);
    }

    private void People(Lead lead)
    {
        Organization organization = store.Organizations.Create("Acme");
        store.Organizations.Get(organization.Id);
        store.Organizations.List();
        store.Organizations.Update(organization.Id, it => it with { Plan = OrganizationPlan.Pro });
        store.Organizations.RecordUsage(organization.Id, "calls");
        store.Organizations.TryUse(organization.Id, "calls", count: 1, limit: 2);
        store.Organizations.GetUsage(organization.Id);
        store.Organizations.SetLead(lead.Id, organization.Id);
        store.Organizations.GetOfLead(lead.Id);
        store.Organizations.ListLeads(organization.Id);
        store.Organizations.SetLead(lead.Id, null);

        User user = store.Users.Create(new NewUser { Email = $"user{_number}@example.com", OrganizationId = organization.Id });
        store.Invoking(it => it.Users.Create(new NewUser { Email = user.Email })).Should().Throw<LeadStoreException>();
        store.Users.Get(user.Id);
        store.Users.GetByEmail(user.Email);
        store.Users.List();
        store.Users.List(organization.Id);
        store.Users.Update(user.Id, it => it with { OrganizationId = null, Email = $"changed{_number}@example.com" });
        store.Users.SetPasswordHash(user.Id, "hash");
        store.Users.GetPasswordHash(user.Id);
        store.Users.RemovePasswordHash(user.Id);
        store.Users.Assign(lead.Id, user.Id, "somebody");
        store.Users.GetAssignment(lead.Id);
        store.Users.ListAssignments(lead.Id);
        store.Users.ListAssignedLeads(user.Id);
        store.Users.Unassign(lead.Id, "somebody");
        store.Users.Delete(store.Users.Create(new NewUser { Email = "gone@example.com" }).Id);
        store.Organizations.Delete(organization.Id);

        Activity pending = store.Activities.Start(new NewActivity { LeadId = lead.Id, Input = "1", SourceId = "activity" });
        store.Activities.Record(new NewActivity { LeadId = lead.Id }, "1");
        store.Activities.Complete(pending.Id);
        store.Activities.Fail(store.Activities.Start(new NewActivity { LeadId = lead.Id }).Id, "error");
        store.Activities.Get(pending.Id);
        store.Activities.GetBySourceId("activity");
        store.Activities.GetInput(pending.Id);
        store.Activities.GetOutput(pending.Id);
        store.Activities.List(lead.Id);
        store.Activities.ListPending();
        store.Activities.Delete(pending.Id);
        Note note = store.Notes.Add(lead.Id, "Note");
        store.Notes.Get(note.Id);
        store.Notes.Update(note.Id, "Changed");
        store.Notes.List(lead.Id);
        store.Notes.Delete(note.Id);
    }

    private void Campaigns(Lead lead)
    {
        Campaign campaign = store.Campaigns.Create(new NewCampaign { Name = "Winter" });
        store.Campaigns.Get(campaign.Id);
        store.Campaigns.Update(campaign.Id, it => it with { Status = CampaignStatus.Active });
        store.Campaigns.List();
        store.Campaigns.List(new CampaignFilter { OrganizationId = 1 });
        store.Campaigns.RecordSend(campaign.Id, lead.Id);
        store.Campaigns.RecordEvent(campaign.Id, lead.Id, 1, CampaignEvent.Delivered);
        store.Campaigns.GetSend(campaign.Id, lead.Id);
        store.Campaigns.ListSends(campaign.Id);
        store.Campaigns.ListOfLead(lead.Id);
        store.Campaigns.GetStats(campaign.Id);
        store.Campaigns.Delete(store.Campaigns.Create(new NewCampaign { Name = "None" }).Id);
    }

    private void Calls(Lead lead)
    {
        NewCall call = new() { LeadId = lead.Id, SourceId = $"call {_number}" };
        CallLog stored = store.Calls.Record(call);
        store.Calls.Record(call);
        store.Calls.Complete(stored.Id, new CallEnd { Transcript = "Hello there", Analysis = "{}" });
        store.Calls.Update(stored.Id, it => it with { RecordingUrl = "https://example.com" });
        store.Calls.Get(stored.Id);
        store.Calls.GetBySourceId(call.SourceId);
        store.Calls.GetTranscript(stored.Id);
        store.Calls.GetAnalysis(stored.Id);
        store.Calls.List(lead.Id);
        store.Calls.SearchTranscripts("hello there");
        store.Calls.Delete(stored.Id);
    }

    private void Costs(Lead lead)
    {
        NewCost cost = new() { Type = CostType.Sms, Amount = new Money(2), LeadId = lead.Id, SourceId = $"cost {_number}" };
        CostEntry entry = store.Costs.Record(cost);
        store.Costs.Record(cost);
        store.Costs.AddAiCost(lead.Id, new Money(1));
        store.Invoking(it => it.Costs.Record(cost with { OrganizationId = long.MaxValue })).Should().Throw<LeadStoreException>();
        store.Costs.Get(entry.Id);
        store.Costs.GetForLead(lead.Id);
        foreach (CostFilter filter in (CostFilter[])[new(), new() { LeadId = lead.Id }, new() { OrganizationId = 1 }])
        {
            store.Costs.List(filter, pageSize: 1);
            store.Costs.Summarize(filter, CostGrouping.Type);
        }
    }

    private void Traces(Lead lead)
    {
        SkipTraceRequest request = new() { FullName = $"John {_number}" };
        SkipTraceResult result = new()
        {
            Phones = [new FoundPhone { Number = NextPhone() }],
            Emails = [new FoundEmail { Address = "john@example.com" }],
            Cost = new Money(5),
        };
        store.SkipTrace.Complete(store.SkipTrace.Begin(lead.Id, "tracer", request).Id, result);
        SkipTrace failed = store.SkipTrace.Fail(store.SkipTrace.Begin(lead.Id, "tracer", request).Id, new SkipTraceFailure { Reason = "timeout" });
        store.SkipTrace.Record(lead.Id, "tracer", request, result);
        store.SkipTrace.FindAnswer("tracer", request, TimeSpan.FromDays(1));
        store.SkipTrace.Reuse(store.CreateLead(new NewLead { Phone = NextPhone() }).Id, "tracer", request, TimeSpan.FromDays(1));
        store.SkipTrace.Get(failed.Id);
        store.SkipTrace.GetResponse(failed.Id);
        store.SkipTrace.GetHistory(lead.Id);
        store.SkipTrace.ListPending();
        store.SkipTrace.ListPhones(lead.Id);
        store.SkipTrace.ListEmails(lead.Id);
        store.SkipTrace.RankPhones(lead.Id);
        store.SkipTrace.BestPhone(lead.Id);
        store.SkipTrace.GetSummary(lead.Id);
        Runs(lead);
    }

    private void Runs(Lead lead)
    {
        SkipTraceRequest request = new() { FullName = $"Jane {_number}" };
        FakeProvider lost = new() { Answer = (_, _) => throw new SkipTraceProviderException("timeout") { MayBeBilled = true } };
        Run(lost, lead, request);
        Run(new FakeProvider(), lead, request);
        Run(lost, lead, request with { FullName = $"Jack {_number}" });
        store.SkipTrace.ListInterrupted(lost.Name);
        store.SkipTrace.ReleaseInterrupted(lost.Name, lost.Keys.Last(), new Money(3)).Should().BeTrue();
    }

    // The runner itself: the verb is refused in a transaction, which some of the tests make the calls in.
    private void Run(FakeProvider provider, Lead lead, SkipTraceRequest request)
    {
        SkipTraceRunner runner = store.SkipTrace.Runner;
        TraceRun run = runner.Begin(provider, new SkipTraceRunOptions { Budget = new Money(1_000_000) }, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        runner.Trace(run, lead.Id, request, CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    // The total of the lead is told by two of its traces, to the last cent; the third is under way until a phone is found.
    private void ImportOfRooms(int number)
    {
        ImportRows rows = new();
        string lead = $"r {number}";
        rows.Table("leads", ImportTarget.Leads).Row(
            ("key", lead), ("phone", NextPhone()), ("address", $"{number} Oak Ave"), ("lead_score", 7), ("note", "text"), ("skip_trace_cost", 5),
            ("raw_data", "{}"));
        rows.Table("costs", ImportTarget.Costs).Row(("key", lead), ("amount", 1));
        rows.Table("traces", ImportTarget.SkipTraces)
            .Row(("key", $"{lead} 1"), ("lead", lead), ("provider", "batch"), ("cost", 2), ("response", "found"))
            .Row(("key", $"{lead} 2"), ("lead", lead), ("provider", "batch"), ("cost", 3), ("response", "found"))
            .Row(("key", $"{lead} 3"), ("lead", lead), ("provider", "batch"));
        string found = NextPhone();
        rows.Table("phones", ImportTarget.SkipTracePhones)
            .Row(("trace", $"{lead} 3"), ("phone", found)).Row(("trace", $"{lead} 3"), ("phone", found), ("carrier", "carrier"));
        rows.Table("emails", ImportTarget.SkipTraceEmails)
            .Row(("trace", $"{lead} 3"), ("email", "a@example.com")).Row(("trace", $"{lead} 3"), ("email", "a@example.com"), ("type", "home"));
        store.Import.Run(rows.Source, rows.Mapping);
    }

    private void Imports()
    {
        ImportRows rows = new();
        string phone = NextPhone();
        string other = NextPhone();
        int number = _number;
        rows.Table("sources", ImportTarget.Sources).Row(("name", $"imported_{number}")).Row(("name", $"imported_{number}"), ("display_name", "Imported"));
        rows.Table("settings", ImportTarget.Settings).Row(("key", $"imported {number}"), ("value", "1"));
        rows.Table("leads", ImportTarget.Leads)
            .Row(("key", $"a {number}"), ("phone", phone), ("created_at", "2026-01-02"), ("qualified", 1), ("reminder_1_sent", 1), ("colour", "red"))
            .Row(("key", $"b {number}"), ("phone", phone), ("created_at", "2026-01-01"), ("uid", Guid.NewGuid().ToString()), ("archived", 1))
            .Row(("key", $"c {number}"), ("phone", other), ("created_at", "2026-01-02"), ("qualified", 1))
            .Row(("key", $"d {number}"), ("phone", other), ("created_at", "2026-01-03"), ("name", "Jo"))
            .Row(("key", $"f {number}"), ("uid", Guid.NewGuid().ToString()))
            .Row(("key", $"e {number}"), ("email", $"e{number}@example.com"), ("reminder_1_sent", 1));
        rows.Table("phones", ImportTarget.Phones).Row(("lead", $"e {number}"), ("phone", NextPhone()));
        rows.Table("messages", ImportTarget.Messages)
            .Row(("lead", $"a {number}"), ("sender", "user"), ("content", "Hi"), ("sent_at", "2026-01-02"), ("source_id", $"imported {number}"), ("mood", "good"))
            .Row(("lead", $"b {number}"), ("sender", "bot"), ("content", "Hello"), ("sent_at", "2026-01-03"));
        string note = $"n {number}";
        rows.Table("notes", ImportTarget.Rows).Row(("key", note), ("text", "1"));
        store.Import.Run(rows.Source, rows.Mapping);
        store.Import.Run(rows.Source, rows.Mapping);
        ImportRows changed = new();
        changed.Table("notes", ImportTarget.Rows).Row(("key", note), ("text", "2"));
        store.Import.Run(changed.Source, changed.Mapping);
        store.Import.Leads([new NewLead { Phone = phone, Name = "Imported" }]);
        ImportOfRooms(number);
        ImportOfPeople(number);
    }

    private void ImportOfPeople(int number)
    {
        ImportRows rows = new();
        string key = $"p {number}";
        rows.Table("organizations", ImportTarget.Organizations)
            .Row(("key", key), ("name", "Firm"), ("updated_at", "2026-01-01"), ("leads_used", 1))
            .Row(("name", "Firm"), ("created_at", "2026-01-01"));
        rows.Table("users", ImportTarget.Users)
            .Row(("key", key), ("email", $"user{number}@example.com"), ("organization", key), ("password_hash", "hash"), ("updated_at", "2026-01-01"))
            .Row(("key", $"{key} 2"), ("email", $"user{number}@example.com"), ("first_name", "Ada"), ("updated_at", "2026-01-02"));
        rows.Table("leads", ImportTarget.Leads)
            .Row(("key", key), ("phone", NextPhone()), ("organization", key), ("assigned_to", key), ("activity_log", "[1]"), ("updated_at", "2026-01-01"));
        rows.Table("notes", ImportTarget.Notes).Row(("key", key), ("lead", key), ("content", "text"));
        rows.Table("campaigns", ImportTarget.Campaigns).Row(("key", key), ("name", "Spring"), ("updated_at", "2026-01-01"));
        rows.Table("sends", ImportTarget.CampaignSends).Row(("key", key), ("lead", key), ("campaign", key), ("sent_at", "2026-01-01"));
        rows.Table("calls", ImportTarget.Calls).Row(("key", key), ("lead", key), ("direction", "inbound"), ("status", "ringing"), ("user", key));
        rows.Table("activities", ImportTarget.Activities).Row(("key", key), ("lead", key), ("status", "pending"));
        rows.Table("records", ImportTarget.PropertyRecords).Row(("address", $"{number} Elm St"), ("raw", "1"), ("received_at", "2026-01-01"));
        store.Import.Run(rows.Source, rows.Mapping);
        ImportRows changed = new();
        changed.Table("organizations", ImportTarget.Organizations).Row(("key", key), ("name", "Firms"), ("updated_at", "2026-01-03"));
        changed.Table("campaigns", ImportTarget.Campaigns).Row(("key", key), ("name", "Summer"), ("updated_at", "2026-01-03"));
        changed.Table("users", ImportTarget.Users).Row(("key", $"{key} 3"), ("email", $"other{number}@example.com"));
        changed.Table("leads", ImportTarget.Leads).Row(("key", key), ("assigned_to", $"{key} 3"), ("updated_at", "2026-01-03"));
        changed.Table("sends", ImportTarget.CampaignSends)
            .Row(("key", key), ("lead", key), ("campaign", key), ("sent_at", "2026-01-01"), ("status", "replied"));
        changed.Table("calls", ImportTarget.Calls)
            .Row(("key", key), ("lead", key), ("direction", "inbound"), ("duration", 3), ("transcript", "text"), ("summary", "short"));
        changed.Table("activities", ImportTarget.Activities).Row(("key", key), ("lead", key), ("status", "success"));
        changed.Table("records", ImportTarget.PropertyRecords)
            .Row(("address", $"{number} Elm St"), ("raw", "2"), ("received_at", "2026-01-02"), ("processed", 1));
        store.Import.Run(changed.Source, changed.Mapping);
    }

    private string NextPhone() => $"+4478{++_number:00000000}";
}
