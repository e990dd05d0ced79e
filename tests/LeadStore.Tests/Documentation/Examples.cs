using System.Data.Common;

namespace LeadStore.Tests.Documentation;

/// <summary>
/// Every example of README.md, of docs/ and of the documentation comments, compiled. <see cref="ExampleTests"/> finds their lines here, so an example
/// that is changed there and not here fails.
/// </summary>
internal static class Examples
{
    public static void Use()
    {
        using var db = LeadDatabase.Open();                        // makes the file and its tables on first use

        Lead? lead = db.CheckExistingCustomer("+44 7809 505864");  // any spelling; an archived customer comes back
        lead ??= db.CreateLead(new NewLead { Phone = "+447809505864", Name = "John Smith" });

        db.CreateMessage(lead.Id, MessageSender.Customer, "Hi again");
        IReadOnlyList<Message> history = db.GetConversationHistory(lead.Id);
        lead = db.UpdateLead(lead.Id, l => l with { Status = LeadStatus.Active, Progress = 50 });
        Show(history, lead);
    }

    public static void Ingest(LeadDatabase db)
    {
        InboundResult inbound = db.IngestInbound(new InboundMessage
        {
            From = "whatsapp:+447809505864",
            Body = "Still interested",
            Channel = Channel.WhatsApp,
            SourceId = "SM0123456789abcdef",                       // the provider's id: stored once, however often it arrives
        });
        // inbound.Lead, inbound.History, inbound.Mode, inbound.IsNew, inbound.WasRestored, inbound.IsDuplicate
        Show(inbound.Lead, inbound.History, inbound.Mode, inbound.IsNew, inbound.WasRestored, inbound.IsDuplicate);
    }

    public static async Task Trace(LeadDatabase db, ISkipTraceProvider provider, IEnumerable<(long, SkipTraceRequest)> leads, long leadId)
    {
        SkipTraceRunReport run = await db.SkipTrace.TraceAsync(provider, leads, new SkipTraceRunOptions { Budget = Money.FromAmount(50m) });
        RankedPhone? best = db.SkipTrace.BestPhone(leadId);           // mobile, valid, likely; never one that must not be dialled
        IReadOnlyList<CostSummary> spent = db.Costs.Summarize(new CostFilter(), CostGrouping.Day);
        Show(run, best, spent);
    }

    public static void MakePropertyLead(LeadDatabase db)
    {
        PropertyLead made = db.Properties.CreateLead(
            new NewLead { Name = "Ada Abbott", Source = "county" },
            new NewProperty { Address = "12 Oak Street, Austin, TX 78701", SourceType = "tax_delinquent" });
        Show(made);
    }

    public static void ListProperties(LeadDatabase db, Lead lead)
    {
        db.Properties.Set(lead.Id, new NewProperty { Address = "12 Main Street, Springfield, IL 62704", SourceType = "tax_lien", IsVacant = true });
        PropertyPage page = db.Properties.List(new PropertyFilter { IsVacant = true, Traced = false, MinEquity = Money.FromAmount(100_000) });
        Show(page);
    }

    public static void AskBeforeContact(LeadDatabase db, Lead lead)
    {
        db.ContactRules.Set(lead.Id, it => it with { TimeZone = "America/Chicago", QuietFrom = new TimeOnly(21, 0), QuietUntil = new TimeOnly(8, 0) });
        ContactDecision decision = db.ContactRules.CanContact(lead.Id, Channel.Sms);
        Show(decision);
    }

    public static string CountUsage(LeadDatabase db)
    {
        Organization acme = db.Organizations.Create("Acme Homes", OrganizationPlan.Pro);
        if (!db.Organizations.TryUse(acme.Id, "leads_scraped", count: 1, limit: 500))
        {
            return "The plan allows 500 leads a month.";
        }

        return "counted";
    }

    public static void Assign(LeadDatabase db, Lead lead, string hash)
    {
        User ada = db.Users.Create(new NewUser { Email = "ada@example.com", FirstName = "Ada", Role = UserRole.Manager });
        db.Users.SetPasswordHash(ada.Id, hash);
        db.Users.Assign(lead.Id, ada.Id, by: "round robin");
        LeadPage hers = db.Users.ListAssignedLeads(ada.Id);
        Show(hers);
    }

    public static void Note(LeadDatabase db, Lead lead)
    {
        Note note = db.Notes.Add(lead.Id, "Wants to sell before the winter.", NoteType.Call, by: "ada");
        db.Notes.Update(note.Id, "Wants to sell before the end of the year.");
        NotePage newest = db.Notes.List(lead.Id);

        db.Activities.Record(new NewActivity { LeadId = lead.Id, Type = ActivityType.EmailSent, Description = "First letter" });
        Activity scoring = db.Activities.Start(new NewActivity { LeadId = lead.Id, Type = ActivityType.Scored, Input = """{"model":"m1"}""" });
        db.Activities.Complete(scoring.Id, """{"score":71}""");
        ActivityPage done = db.Activities.List(lead.Id);
        Show(done);
        Show(newest);
    }

    public static void Campaigns(LeadDatabase db, Lead lead)
    {
        Campaign winter = db.Campaigns.Create(new NewCampaign { Name = "Winter", Type = CampaignType.Sms, Status = CampaignStatus.Active });
        if (db.ContactRules.CanContact(lead.Id, Channel.Sms).Allowed && db.Campaigns.RecordSend(winter.Id, lead.Id, step: 1).IsNew)
        {
            // Send it; nobody else will.
        }

        db.Campaigns.RecordEvent(winter.Id, lead.Id, step: 1, CampaignEvent.Replied, response: "Call me");
        double? replied = db.Campaigns.GetStats(winter.Id).Total.ReplyRate;
        Show(replied);
    }

    public static void Calls(LeadDatabase db, Lead lead)
    {
        CallLog call = db.Calls.Record(new NewCall { LeadId = lead.Id, Phone = lead.Phone, SourceId = "CA0123456789abcdef" });
        db.Calls.Complete(call.Id, new CallEnd { Outcome = CallOutcome.Answered, DurationSeconds = 95 });
        db.Calls.SetTranscript(call.Id, "Yes, I would sell the house on Oak Street.");
        CallPage found = db.Calls.SearchTranscripts("sell house");
        Show(found);
    }

    public static void TakeOver()
    {
        LeadDatabaseOptions options = new() { Path = "leads.db", DefaultRegion = "GB" };
        AdoptReport plan = LeadDatabase.Adopt(options, new AdoptOptions { DryRun = true });   // what would become of every row
        AdoptReport done = LeadDatabase.Adopt(options);
        using LeadDatabase db = LeadDatabase.Open(options);

        ImportReport report = db.Import.Run(ImportSource.Csv("more-leads.csv"));              // again, and nothing is doubled
        db.Export.Json("everything.jsonl");                                                   // and out again, without loss
        Show(plan, done, report);
    }

    public static void TakeOverByMapping(LeadDatabase db, LeadDatabaseOptions options)
    {
        ImportMapping.Propose(ImportSource.Sqlite("crm.db")).Save("crm-mapping.json");
        // ... read it, mend it ...
        LeadDatabase.Adopt(options, new AdoptOptions { Mapping = ImportMapping.Load("crm-mapping.json") });
        using DbConnection old = db.OpenForOldReaders(ImportLayouts.LeadQualification);
        Show(old);
    }

    public static void TakeOverTwoFiles()
    {
        LeadDatabase.Adopt(new LeadDatabaseOptions { Path = "leadflow.db" });
        using LeadDatabase db = LeadDatabase.Open("leadflow.db");
        ImportReport traces = db.Import.Run(ImportSource.Sqlite("skip_trace.db"));
        Show(traces);
    }

    public static async Task KeepBackups(LeadDatabase db)
    {
        BackupReport report = db.Maintenance.Backup("/backups");                        // leads-20261123T010203Z.db and its manifest
        await using BackupSchedule schedule = db.Maintenance.ScheduleBackups(new BackupScheduleOptions { Directory = "/backups" });
        RestoreReport restored = db.Maintenance.Restore(report.Path);                   // a store that is open goes on with the backup
        RestoreReport latest = LeadDatabase.RestoreLatest("/backups", new LeadDatabaseOptions { Path = "/data/leads.db" });
        Show(schedule, restored, latest);
    }

    public static void AcceptDamage(LeadDatabase db)
    {
        VerificationReport report = db.Maintenance.Verify();                            // names the rows: table and key
        db.Maintenance.Backup("/backups", new BackupOptions { AllowDamagedRows = true }); // carries them on, and says how many
        int accepted = db.Maintenance.AcceptDamagedRows(report);                        // they count as good from now on
        Show(accepted);
    }

    public static void Transact(LeadDatabase db, NewLead lead)
    {
        db.InTransaction(tx =>
        {
            Lead created = tx.CreateLead(new NewLead { Phone = "+15551234567", Source = "web" });
            tx.CreateMessage(created.Id, MessageSender.Agent, "Thanks for your enquiry.");
        });
        db.InTransaction(tx => tx.CreateMessage(tx.CreateLead(lead).Id, MessageSender.Agent, "Hello"));
    }

    public static void LookAfter(LeadDatabase db)
    {
        Directory.CreateDirectory("backups");
        BackupReport backup = db.Maintenance.Backup("backups");       // a dated name in that directory, readable by its owner alone
        db.Maintenance.ApplyRetention("backups", keepDaily: 7, keepWeekly: 4);

        VerificationReport check = db.Maintenance.Verify();           // every page, index and row checksum
        DoctorReport advice = db.Maintenance.Doctor();                // what is risky about this store, in words
        db.Maintenance.Restore(backup.Path);                          // verifies first, keeps the old file
        Show(check, advice);
    }

    public static void BeSureOfTheSpeed(LeadDatabase db)
    {
        SelfTestReport speed = db.SelfTest();
        if (!speed.Passed) Console.WriteLine(speed);
    }

    public static void SeeWhatIsSlow()
    {
        LeadDatabaseOptions options = new() { Path = "leads.db", CountStatements = true };
        using LeadDatabase db = LeadDatabase.Open(options);

        PerformanceStats stats = db.GetPerformanceStats();
        foreach (StatementStats one in stats.Statements.Take(10))
        {
            Console.WriteLine(one);                                   // 1204 calls, mean 0.0113 ms, p95 0.0181 ms, 1204 rows: SELECT id, uid, …
        }
    }

    public static void Migrate()
    {
        LeadDatabaseOptions options = new() { Path = "leads.db" };
        options.Cache = new LeadCacheOptions { MaxLeads = 50_000 };
        options.Migrations.Add(MigrationSet.FromResources("billing", typeof(Program).Assembly, "MyApp.Migrations"));
        options.Migrations.Add(new MigrationSet("billing",
        [
            Migration.FromSql(1, "orders", "CREATE TABLE billing_orders (id INTEGER PRIMARY KEY, lead_id INTEGER REFERENCES leads (id));", "DROP TABLE billing_orders;"),
            Migration.FromCode(2, "fill", revision: "1", context => context.Execute("INSERT INTO billing_orders (lead_id) SELECT id FROM leads")),
        ]));
        using var db = LeadDatabase.Open(options);

        MigrationStatus status = LeadDatabase.GetMigrationStatus(options);   // without opening it; writes not a byte
        string sql = status.Script();                                        // what opening would run
        RollBackReport report = db.Migrations.RollBack("billing", 1);        // keeps number 1; 0 for nothing
        RollBackReport older = LeadDatabase.RollBack(options, toVersion: 3); // the store's own schema; nobody may have it open
        Show(sql, report, older);
    }

    public static void Open()
    {
        using var db = LeadDatabase.Open();
        Lead? lead = db.CheckExistingCustomer("+44 7809 505864");
        lead ??= db.CreateLead(new NewLead { Phone = "+447809505864", Name = "John Smith" });
        db.CreateMessage(lead.Id, MessageSender.Customer, "Hi again");
    }

    public static async Task Remind(LeadDatabase db)
    {
        foreach (Reminder reminder in db.Reminders.ClaimDue())
        {
            await Send(reminder);
            db.Reminders.MarkSent(reminder);
        }

        static Task Send(Reminder reminder) => Task.FromResult(reminder);
    }

    public static void Phones()
    {
        PhoneNumber number = PhoneNumber.Parse("07809 505864", "GB");   // +447809505864
        bool same = number == PhoneNumber.Parse("whatsapp:+44 (0)7809 505864");   // true
        Show(same);
    }

    public static void Importing(LeadDatabase db, ImportMapping mapping)
    {
        ImportReport report = db.Import.Run(ImportSource.Csv("leads.csv"), mapping);
        Console.WriteLine(report);   // 1 tables, 2 rows: 2 imported, 0 merged, 0 unchanged, 0 rejected, 0 left out
    }

    public static void Report(LeadDatabase db, DateTimeOffset since)
    {
        db.Query("SELECT status, count(*) FROM leads WHERE created_at >= ?1 GROUP BY status", [since]);

        foreach (StatusCount row in db.Query<StatusCount>("SELECT status, count(*) AS count FROM leads GROUP BY status").Rows)
        {
            Console.WriteLine($"{row.Status}: {row.Count}");
        }
    }

    public static void Words()
    {
        LeadStatus status = "active"; bool same = status == LeadStatus.Active;
        Show(same, CrmWebhook, default(LeadSource), default(Channel));
    }

    private sealed record StatusCount(LeadStatus Status, long Count);

    private static void Show(params object?[] _)
    {
    }

    private
    static readonly Setting<string> CrmWebhook = Setting.Text("crm_webhook", "");
}

/// <summary>The application whose examples these are.</summary>
internal sealed class Program;
