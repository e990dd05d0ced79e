using System.Data.Common;
using System.Globalization;
using LeadStore.Tests.Contract;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Adopting;

/// <summary>The third database of the property wholesaler, which Prisma made: every table comes into the room that it belongs in.</summary>
public sealed class ConvexaPrismaTests : IDisposable
{
    private const string Hash = "$2b$12$MARKERHASHMARKERHASH";

    // Prisma writes milliseconds since 1970; by hand and by its newer adapters it is ISO text.
    private const string Rows = $$"""
        INSERT INTO "Organization" VALUES
            ('clorg0001', 'Oak Homes', 'Pro', 12, 3, 0, 1735725600000, 1736078400000), ('clorg0002', 'Elm Homes', 'free', 0, 0, 0, 1735725600000, 1735725600000);
        INSERT INTO "User" VALUES
            ('cluser001', 'Ada@Example.com', '{{Hash}}', 'Ada', 'Byron', 'admin', 1, 1736000000000, 1735725600000, 1735725600000, 'clorg0001'),
            ('cluser002', 'bob@example.com', '{{Hash}}2', 'Bob', 'Ross', 'agent', 0, NULL, 1735725600000, 1735725600000, 'clorg0001');
        INSERT INTO "Lead" VALUES
            ('cllead001', 'contacted', 'zillow_fsbo', 'high', '12 Main Street', 'Springfield', 'IL', '62704', 3, 250000.5, -1200, 'Ann Miller',
             '(212) 555-0100', 'ann@example.com', 1, 71.0, 64, 1735948800000, 'HOT', 1, 'clorg0001', 'cluser001', 1735725600000, 1736078400000),
            ('cllead002', 'new', 'manual', 'low', '9 Oak Ave, Springfield, IL 62704', NULL, NULL, NULL, NULL, NULL, NULL, NULL,
             NULL, NULL, 0, NULL, NULL, NULL, 'WARM', 0, 'clorg0002', NULL, '2025-01-01T10:00:00.000Z', '2025-01-05T12:00:00.000Z');
        INSERT INTO "LeadNote" VALUES
            ('clnote001', 'Call after six', 'follow-up', 1735819200000, 'cllead001'), ('clnote002', 'No answer', 'call', 1735905600000, 'cllead001'),
            ('clnote003', 'No answer', 'call', 1735992000000, 'cllead001');
        INSERT INTO "SkipTraceRecord" VALUES
            ('cltrace01', 'batchdata', 'completed', '{"name":"Ann Miller"}', NULL, 0.12, 0.8, 1735819200000, 1735819205000, 'cllead001'),
            ('cltrace02', 'batchdata', 'failed', '{"name":"Ann B. Miller"}', NULL, NULL, NULL, 1735819300000, NULL, 'cllead001'),
            ('cltrace03', 'whitepages', 'pending', '{"name":"Ann C. Miller"}', NULL, NULL, NULL, 1735819400000, NULL, 'cllead001');
        INSERT INTO "Campaign" VALUES
            ('clcamp001', 'January', 'sms', 'active', NULL, 'Hi, is the house for sale?', 1735725600000, 1735725600000, 'clorg0001'),
            ('clcamp002', 'Letters', 'direct_mail', 'sending', 'Your house', 'Dear owner', 1735725600000, 1735725600000, 'clorg0001');
        INSERT INTO "CampaignLog" VALUES
            ('cllog0001', 'replied', 'Maybe', NULL, 1735819200000, 1735819201000, NULL, 1735819260000, 'clcamp001', 'cllead001'),
            ('cllog0002', 'failed', NULL, 'no route', 1735905600000, NULL, NULL, NULL, 'clcamp001', 'cllead001'),
            ('cllog0003', 'queued', NULL, NULL, 1735905700000, NULL, NULL, NULL, 'clcamp001', 'cllead002');
        INSERT INTO "CallLog" VALUES
            ('clcall001', 'outbound', 'completed', 65, 'Hello this is Ann', 'https://calls.example.com/1.mp3', '+12125550199', '(212) 555-0100',
             'CA0001', 'positive', 'She wants to sell', 'interested', 1735819200000, 1735819265000, 1735819200000, 'cllead001', 'clorg0001', 'cluser001'),
            ('clcall002', 'inbound', 'no-answer', 0, NULL, NULL, '+12125550100', '+12125550199', NULL, NULL, NULL, NULL, 1735905600000, NULL,
             1735905600000, 'cllead001', 'clorg0001', 'cluser002'),
            ('clcall003', 'outbound', 'ringing', NULL, NULL, NULL, '+12125550199', 'withheld', 'CA0003', NULL, NULL, NULL, 1735992000000, NULL,
             1735992000000, 'cllead002', 'clorg0002', 'gone');
        INSERT INTO "PropertyRecord" VALUES
            ('clprop001', 'zillow_fsbo', 'Z-1', '12 Main St', 'Springfield', 'IL', '62704', '{"beds":3}', 1, 'h1', 1735725600000),
            ('clprop002', 'zillow_fsbo', 'Z-2', '14 Main St', 'Springfield', 'IL', '62704', '{"beds":2}', 0, 'h2', 1735725600000),
            ('clprop003', 'zillow_fsbo', 'Z-3', '14 Main Street', 'Springfield', 'IL', '62704', '{"beds":4}', 0, 'h2', 1735812000000);
        INSERT INTO "Activity" VALUES
            ('clact0001', 'enrichment.completed', 'Looked up', '{"tags":["a"]}', 1735819200000, 'cllead001', 'cluser001'),
            ('clact0002', 'matchmaking.completed', NULL, NULL, 1735819200000, NULL, NULL);
        INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES ('m1', 'x', '20250911221331_init');
        """;

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Every_row_is_accounted_for_and_nothing_is_rejected()
    {
        using LeadDatabase db = Store();

        ImportReport report = db.Import.Run(ImportSource.Sqlite(Dev()));

        report.Reasons.Should().BeEmpty();
        report.Tables.Should().OnlyContain(table => table.Read == table.Imported + table.Merged + table.Unchanged + table.Rejected + table.LeftOut);
        report.Tables.Select(table => (table.Table, table.To, table.Imported)).Should().BeEquivalentTo([
            ("Organization", ImportTarget.Organizations, 2L), ("User", ImportTarget.Users, 2L), ("Lead", ImportTarget.Leads, 2L),
            ("LeadNote", ImportTarget.Notes, 3L), ("SkipTraceRecord", ImportTarget.SkipTraces, 3L), ("Campaign", ImportTarget.Campaigns, 2L),
            ("CampaignLog", ImportTarget.CampaignSends, 3L), ("CallLog", ImportTarget.Calls, 3L),
            ("PropertyRecord", ImportTarget.PropertyRecords, 2L), ("Activity", ImportTarget.Activities, 2L), ("_prisma_migrations", ImportTarget.Nothing, 0L),
        ]);
        report.Tables.Single(table => table.To == ImportTarget.PropertyRecords).Merged.Should().Be(1);
        report.Total.LeftOut.Should().Be(1);
        report.Unreadable.Select(reason => (reason.Table, reason.Column, reason.Code)).Should().BeEquivalentTo([
            ("User", "role", "unknown_value"), ("Campaign", "status", "unknown_value"), ("CallLog", "toNumber", "not_a_phone_number"),
            ("CallLog", "createdById", "unknown_user"),
        ]);
        db.Maintenance.Verify().IsSound.Should().BeTrue();
    }

    [Fact]
    public void Organizations_and_users_come_with_whom_they_belong_to()
    {
        using LeadDatabase db = Imported();

        Organization oak = db.Organizations.List().Single(each => each.Name == "Oak Homes");
        oak.Should().BeEquivalentTo(new { Plan = OrganizationPlan.Pro, CreatedAt = At("2025-01-01T10:00:00Z"), UpdatedAt = At("2025-01-05T12:00:00Z") });
        db.Organizations.GetUsage(oak.Id, new DateOnly(2025, 1, 1)).Select(usage => (usage.Measure, usage.Count))
            .Should().Equal(("leads", 12L), ("skip_traces", 3L));
        User ada = db.Users.GetByEmail("ada@example.com")!;
        ada.Should().BeEquivalentTo(new { FirstName = "Ada", LastName = "Byron", Role = UserRole.Admin, Active = true, OrganizationId = oak.Id });
        db.Users.GetPasswordHash(ada.Id).Should().Be(Hash);
        db.Users.GetByEmail("bob@example.com").Should().BeEquivalentTo(
            new { Role = UserRole.User, Active = false }, "a role that nobody knows is the least");
        Lead ann = db.GetLeadByKey("convexa", "cllead001")!;
        db.Organizations.GetOfLead(ann.Id).Should().Be(oak);
        db.Users.GetAssignment(ann.Id).Should().BeEquivalentTo(
            new { UserId = ada.Id, AssignedBy = "convexa", AssignedAt = At("2025-01-05T12:00:00Z") });
        db.Notes.List(ann.Id).Items.Select(note => (note.Type, note.Content, note.CreatedAt)).Should().Equal(
            (NoteType.Call, "No answer", At("2025-01-04T12:00:00Z")), (NoteType.Call, "No answer", At("2025-01-03T12:00:00Z")),
            (NoteType.FollowUp, "Call after six", At("2025-01-02T12:00:00Z")));
    }

    [Fact]
    public void A_lead_comes_with_its_property_whose_address_is_put_together()
    {
        using LeadDatabase db = Imported();

        Lead ann = db.GetLeadByKey("convexa", "cllead001")!;

        ann.Should().BeEquivalentTo(new { Phone = "+12125550100", Name = "Ann Miller", Status = new LeadStatus("contacted"), Archived = false });
        db.Properties.Get(ann.Id).Should().BeEquivalentTo(new
        {
            Address = "12 Main Street, Springfield, IL 62704",
            EstimatedValue = new Money(250_000_50),
            Equity = new Money(-1200_00),
            MotivationScore = 71,
            AiScore = 64,
            AiScoredAt = At("2025-01-04T00:00:00Z"),
            Temperature = LeadTemperature.Hot,
        });
        db.ContactRules.Get(ann.Id).DoNotCall.Should().BeTrue();
        db.Attributes.Get(ann.Id)["priority"].GetString().Should().Be("high");
        db.Attributes.Get(ann.Id)["city"].GetString().Should().Be("Springfield");
        Lead other = db.GetLeadByKey("convexa", "cllead002")!;
        other.Archived.Should().BeTrue("it is not active");
        db.Properties.Get(other.Id)!.Address.Should().Be("9 Oak Ave, Springfield, IL 62704", "its town is there already");
        db.SkipTrace.GetHistory(ann.Id).Select(trace => (trace.Status, trace.Failure)).Should().Equal(
            (SkipTraceStatus.Pending, null), (SkipTraceStatus.Failed, "failed"), (SkipTraceStatus.Completed, null));
        db.Costs.GetForLead(ann.Id).Total(CostType.SkipTrace).Should().Be(new Money(12));
    }

    [Fact]
    public void Campaigns_come_with_what_leads_were_sent_of_them()
    {
        using LeadDatabase db = Imported();
        long ann = db.GetLeadByKey("convexa", "cllead001")!.Id;
        Campaign january = db.Campaigns.List().Items.Single(each => each.Name == "January");

        january.Should().BeEquivalentTo(new { Type = CampaignType.Sms, Status = CampaignStatus.Active, Message = "Hi, is the house for sale?" });
        db.Campaigns.List().Items.Single(each => each.Name == "Letters").Status.Should().Be(CampaignStatus.Draft);
        db.Campaigns.GetSend(january.Id, ann, 1).Should().BeEquivalentTo(new
        {
            SentAt = At("2025-01-02T12:00:00Z"),
            DeliveredAt = At("2025-01-02T12:00:01Z"),
            RepliedAt = At("2025-01-02T12:01:00Z"),
            Response = "Maybe",
            FailedAt = default(DateTimeOffset?),
        });
        db.Campaigns.GetSend(january.Id, ann, 2)!.FailedAt.Should().Be(At("2025-01-03T12:00:00Z"));
        db.Campaigns.GetStats(january.Id).Total.Should().BeEquivalentTo(new { Sent = 2L, Delivered = 1L, Replied = 1L, Failed = 1L });
        db.Attributes.Get(ann)["CampaignLog"][0].GetProperty("errorMessage").GetString().Should().Be("no route");
        db.Attributes.Get(db.GetLeadByKey("convexa", "cllead002")!.Id)["CampaignLog"][0].GetProperty("status").GetString().Should().Be("queued");
    }

    [Fact]
    public void Calls_activities_and_property_records_come_with_all_that_is_known_of_them()
    {
        using LeadDatabase db = Imported();
        long ann = db.GetLeadByKey("convexa", "cllead001")!.Id;

        IReadOnlyList<CallLog> calls = db.Calls.List(ann).Items;
        calls.Select(call => (call.Direction, call.Outcome?.Value, call.DurationSeconds, $"{call.Phone}", call.StartedAt)).Should().Equal(
            (CallDirection.Inbound, "no_answer", 0, "+12125550100", At("2025-01-03T12:00:00Z")),
            (CallDirection.Outbound, "interested", 65, "+12125550100", At("2025-01-02T12:00:00Z")));
        calls[1].UserId.Should().Be(db.Users.GetByEmail("ada@example.com")!.Id);
        calls[1].RecordingUrl.Should().Be("https://calls.example.com/1.mp3");
        db.Calls.GetBySourceId("CA0001")!.Id.Should().Be(calls[1].Id);
        db.Calls.GetTranscript(calls[1].Id).Should().Be("Hello this is Ann");
        db.Calls.SearchTranscripts("hello ann").Items.Should().ContainSingle();
        db.Calls.GetAnalysis(calls[1].Id).Should().Be("""{"aiSummary":"She wants to sell","sentiment":"positive"}""");
        db.Calls.GetBySourceId("CA0003")!.IsUnderWay.Should().BeTrue();
        Activity activity = db.Activities.List(ann).Items.Single();
        activity.Should().BeEquivalentTo(new { Type = new ActivityType("enrichment.completed"), Status = ActivityStatus.Success, Description = "Looked up" });
        db.Activities.GetInput(activity.Id).Should().Be("""{"tags":["a"]}""");
        PropertyRecordClaim claim = db.Properties.ClaimUnprocessed(10);
        claim.Records.Should().ContainSingle().Which.Raw.Should().Be("""{"beds":4}""", "it came last");
        using DbConnection sql = db.OpenReadOnlyConnection();
        $"{sql.Scalar("SELECT content FROM imported_rows WHERE table_name = 'PropertyRecord' AND key LIKE '#%'")}".Should().Contain("beds\\\":2");
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing_and_a_plan_tells_what_will_be()
    {
        using LeadDatabase db = Store();
        string file = Dev();

        ImportReport plan = db.Import.Plan(ImportSource.Sqlite(file));
        ImportReport first = db.Import.Run(ImportSource.Sqlite(file));
        string content = await StoreContent.Of(db);
        ImportReport second = db.Import.Run(ImportSource.Sqlite(file));

        plan.Tables.Should().Equal(first.Tables);
        second.Total.Should().BeEquivalentTo(new { Imported = 0L, Merged = 0L, Rejected = 0L, LeftOut = 1L });
        (await StoreContent.Of(db)).Should().Be(content);
    }

    [Fact]
    public void What_was_done_in_the_store_since_stays_done()
    {
        using LeadDatabase db = Store();
        string file = Dev();
        db.Import.Run(ImportSource.Sqlite(file));
        long ann = db.GetLeadByKey("convexa", "cllead001")!.Id;
        User ada = db.Users.GetByEmail("ada@example.com")!;
        db.Users.Update(ada.Id, user => user with { Role = UserRole.User, LastName = "Lovelace" });
        db.Users.SetPasswordHash(ada.Id, "new");
        db.Users.Unassign(ann, "tests");
        Note note = db.Notes.List(ann).Items[0];
        db.Notes.Delete(note.Id);
        db.Notes.Update(db.Notes.List(ann).Items[0].Id, "Changed");

        db.Import.Run(ImportSource.Sqlite(file)).Total.Should().BeEquivalentTo(new { Imported = 0L, Merged = 0L });

        db.Users.Get(ada.Id).Should().BeEquivalentTo(new { Role = UserRole.User, LastName = "Lovelace" });
        db.Users.GetPasswordHash(ada.Id).Should().Be("new");
        db.Users.GetAssignment(ann).Should().BeNull();
        db.Notes.List(ann).Items.Select(each => each.Content).Should().Equal("Changed", "Call after six");
    }

    [Fact]
    public void A_file_that_was_changed_later_brings_what_is_new()
    {
        using LeadDatabase db = Store();
        string file = Dev();
        db.Import.Run(ImportSource.Sqlite(file));
        long ann = db.GetLeadByKey("convexa", "cllead001")!.Id;
        Raw.Execute(file, """
            UPDATE "Organization" SET plan = 'enterprise', monthlyLeadCount = 20, updatedAt = 1736164800000 WHERE id = 'clorg0001';
            UPDATE "User" SET isActive = 0, role = 'admin', password = 'other', updatedAt = 1736164800000;
            UPDATE "Lead" SET assignedToId = 'cluser002', updatedAt = 1736164800000 WHERE id = 'cllead001';
            UPDATE "CallLog" SET status = 'completed', duration = 30, transcript = 'Sold' WHERE id = 'clcall003';
            UPDATE "CampaignLog" SET openedAt = 1735905800000 WHERE id = 'cllog0001';
            UPDATE "Campaign" SET status = 'completed', updatedAt = 1736164800000 WHERE id = 'clcamp001';
            UPDATE "SkipTraceRecord" SET status = 'completed', completedAt = 1736164800000 WHERE id = 'cltrace03';
            """);

        db.Import.Run(ImportSource.Sqlite(file)).Total.Rejected.Should().Be(0);

        db.Organizations.List()[0].Plan.Value.Should().Be("enterprise");
        db.Organizations.GetUsage(1, new DateOnly(2025, 1, 1))[0].Count.Should().Be(20);
        db.Users.GetByEmail("ada@example.com")!.Active.Should().BeFalse();
        db.Users.GetByEmail("bob@example.com")!.Role.Should().Be(UserRole.User, "no file makes an admin of somebody who is there");
        db.Users.GetPasswordHash(db.Users.GetByEmail("ada@example.com")!.Id).Should().Be(Hash);
        db.Users.GetAssignment(ann)!.UserId.Should().Be(db.Users.GetByEmail("bob@example.com")!.Id);
        db.Calls.GetBySourceId("CA0003").Should().BeEquivalentTo(new { IsUnderWay = false, DurationSeconds = 30, TranscriptLength = 4 });
        db.Campaigns.GetSend(1, ann, 1)!.OpenedAt.Should().Be(At("2025-01-03T12:03:20Z"));
        db.Campaigns.Get(1)!.Status.Should().Be(CampaignStatus.Completed);
        db.SkipTrace.GetHistory(ann)[0].Status.Should().Be(SkipTraceStatus.Completed);
    }

    [Fact]
    public void It_is_known_by_the_names_that_other_databases_of_the_application_have_and_without_what_came_later()
    {
        Foreign.Make(_directory.File("dev.db"), """
            CREATE TABLE organizations (id TEXT PRIMARY KEY, name TEXT NOT NULL, plan TEXT NOT NULL, "monthlyLeadCount" INTEGER);
            CREATE TABLE users (id TEXT PRIMARY KEY, email TEXT, password TEXT, "firstName" TEXT, "lastName" TEXT, role TEXT, "organizationId" TEXT);
            CREATE TABLE leads (id TEXT PRIMARY KEY, "propertyAddress" TEXT, city TEXT, state TEXT, "zipCode" TEXT, "ownerName" TEXT, "ownerPhone" TEXT,
                status TEXT, "aiScore" INTEGER, "temperatureTag" TEXT, "organizationId" TEXT, "assignedToId" TEXT, "createdAt" DATETIME);
            CREATE TABLE lead_notes (id TEXT PRIMARY KEY, content TEXT, type TEXT, "leadId" TEXT);
            INSERT INTO organizations VALUES ('o', 'Oak', 'pro', 1);
            INSERT INTO users VALUES ('u', 'ada@example.com', 'hash', 'Ada', NULL, 'ADMIN', 'o');
            INSERT INTO leads VALUES ('l', '1 Elm St', 'Springfield', 'IL', '62704', 'Ann', '2125550100', 'new', 7, 'COLD', 'o', 'u', 1735725600000);
            INSERT INTO lead_notes VALUES ('n', 'Hi', 'general', 'l');
            """);
        using LeadDatabase db = Store();

        LayoutMatch match = ImportLayouts.Recognise(ImportSource.Sqlite(_directory.File("dev.db")))!;
        ImportReport report = db.Import.Run(ImportSource.Sqlite(_directory.File("dev.db")));

        match.Layout.Should().BeSameAs(ImportLayouts.ConvexaPrisma);
        match.Added.Should().BeEmpty();
        report.Total.Should().BeEquivalentTo(new { Read = 4L, Imported = 4L });
        long ann = db.GetLeadByKey("convexa", "l")!.Id;
        db.Properties.Get(ann)!.Address.Should().Be("1 Elm St, Springfield, IL 62704");
        db.Users.GetAssignment(ann)!.UserId.Should().Be(db.Users.GetByEmail("ada@example.com")!.Id);
        db.Users.GetByEmail("ada@example.com")!.Role.Should().Be(UserRole.Admin);
    }

    [Fact]
    public void It_is_taken_over_in_its_place()
    {
        string file = Dev();
        LeadDatabaseOptions options = new() { Path = file, DefaultRegion = "US" };

        AdoptReport plan = LeadDatabase.Adopt(options, new AdoptOptions { DryRun = true });
        AdoptReport done = LeadDatabase.Adopt(options);

        plan.Import.Tables.Should().Equal(done.Import.Tables);
        done.Import.Total.Rejected.Should().Be(0);
        using LeadDatabase db = LeadDatabase.Open(options);
        db.Calls.List(db.GetLeadByPhone("+12125550100")!.Id).Items.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_three_files_one_after_the_other_give_one_lead_for_a_person_and_a_property(bool prismaComesFirst)
    {
        string leads = Foreign.Make(_directory.File("leadflow.db"), SourceSchemas.Of(ImportLayouts.ConvexaLeads.Name), """
            INSERT INTO leads (id, address, owner_name, phone, source_type, notes, created_at, updated_at) VALUES
                ('L-1', '12 Main St, Springfield, IL 62704', 'Ann Miller', '+12125550100', 'tax_lien', 'Call', '2025-01-01 10:00:00', '2025-01-02 10:00:00'),
                ('L-2', '9 Oak Avenue, Springfield IL 62704', NULL, NULL, 'county', NULL, '2025-01-01 10:00:00', '2025-01-02 10:00:00');
            """);
        string traces = Foreign.Make(_directory.File("skip_trace.db"), SourceSchemas.Of(ImportLayouts.ConvexaSkipTrace.Name), """
            INSERT INTO skip_trace_results (id, lead_id, provider, request_data) VALUES ('R-1', 'L-1', 'batch', '{}'), ('R-2', 'cllead002', 'batch', '{}');
            INSERT INTO skip_trace_phones (id, skip_trace_id, lead_id, phone, confidence) VALUES ('P-1', 'R-2', 'cllead002', '(212) 555-0123', 0.4);
            """);
        string[] files = prismaComesFirst ? [Dev(), leads, traces] : [leads, Dev(), traces];
        using LeadDatabase db = Store();

        foreach (string file in files)
        {
            db.Import.Run(ImportSource.Sqlite(file)).Total.Rejected.Should().Be(0);
        }

        string content = await StoreContent.Of(db);
        db.ListLeads(new LeadFilter { IncludeArchived = true }).Items.Should().HaveCount(2);
        db.GetLeadByKey("convexa", "L-1")!.Id.Should().Be(db.GetLeadByKey("convexa", "cllead001")!.Id);
        Lead other = db.GetLeadByKey("convexa", "L-2")!;
        other.Id.Should().Be(db.GetLeadByKey("convexa", "cllead002")!.Id, "it is the same property, and nothing says that somebody else is meant");
        other.Phone.Should().Be("+12125550123");
        foreach (string file in files)
        {
            db.Import.Run(ImportSource.Sqlite(file)).Total.Should().BeEquivalentTo(new { Imported = 0L, Merged = 0L });
        }

        (await StoreContent.Of(db)).Should().Be(content);
    }

    [Theory]
    [InlineData("""SELECT group_concat(id || name || lower(plan) || monthlyLeadCount || createdAt, '; ') FROM (SELECT * FROM "Organization" ORDER BY id)""")]
    [InlineData("""SELECT group_concat(id || lower(email) || firstName || isActive || organizationId || ifnull(lastLoginAt, '-')) FROM (SELECT * FROM "User" ORDER BY id)""")]
    [InlineData("""SELECT group_concat(id || status || source || priority || ifnull(ownerName, '-') || organizationId || ifnull(assignedToId, '-') || isActive || temperatureTag || createdAt) FROM (SELECT * FROM "Lead" WHERE id = 'cllead001')""")]
    [InlineData("""SELECT group_concat(id || content || leadId || createdAt, '; ') FROM (SELECT * FROM "LeadNote" ORDER BY id)""")]
    [InlineData("""SELECT group_concat(id || name || type || message || organizationId || ifnull(subject, '-') || updatedAt, '; ') FROM (SELECT * FROM "Campaign" ORDER BY id)""")]
    [InlineData("""SELECT group_concat(id || status || ifnull(response, '-') || ifnull(errorMessage, '-') || sentAt || campaignId || leadId, '; ') FROM (SELECT * FROM "CampaignLog" WHERE status <> 'queued' ORDER BY id)""")]
    [InlineData("""SELECT group_concat(direction || status || duration || ifnull(transcript, '-') || ifnull(sentiment, '-') || ifnull(twilioCallSid, '-') || fromNumber || createdById || callStartedAt, '; ') FROM (SELECT * FROM "CallLog" WHERE leadId = 'cllead001' ORDER BY callStartedAt)""")]
    [InlineData("""SELECT group_concat(source || processed || createdAt, '; ') FROM (SELECT * FROM "PropertyRecord" WHERE rawData <> '{"beds":2}' ORDER BY createdAt)""")]
    [InlineData("""SELECT group_concat(id || type || description || metadata || createdAt || leadId || userId) FROM "Activity" WHERE leadId IS NOT NULL""")]
    public void Old_readers_find_what_they_found(string sql)
    {
        using LeadDatabase db = Imported();
        using DbConnection old = db.OpenForOldReaders(ImportLayouts.ConvexaPrisma);

        old.Scalar(sql).Should().NotBeNull().And.Be(Raw.Scalar(_directory.File("dev.db"), sql));
        old.Scalar("""SELECT count(password) FROM "User" """).Should().Be(0L);
    }

    [Fact]
    public void The_hash_of_a_password_is_in_no_report_and_no_file_of_rejected_rows()
    {
        string file = Dev("""UPDATE "User" SET email = 'none' WHERE id = 'cluser001'; UPDATE "User" SET email = CAST(x'e9' AS TEXT) WHERE id = 'cluser002'""");
        string rejects = _directory.File("rejects.jsonl");
        using LeadDatabase db = Store();

        ImportReport report = db.Import.Run(ImportSource.Sqlite(file), null, new ImportOptions { ContinueOnRejects = true, RejectsPath = rejects });

        report.Tables.Single(table => table.To == ImportTarget.Users).Rejected.Should().Be(2);
        File.ReadAllText(rejects).Should().NotContain("MARKERHASH").And.Contain("Byron");
        report.ToString().Should().NotContain("MARKERHASH");
        using DbConnection sql = db.OpenReadOnlyConnection();
        sql.Number("SELECT count(*) FROM imported_rows WHERE content LIKE '%MARKERHASH%'").Should().Be(0);
    }

    [Fact]
    public void Broken_rows_of_users_are_not_shown_at_all()
    {
        string file = _directory.File("User.json");
        File.WriteAllText(file, $$"""{"id":"u1","email":"ada@example.com","password":"{{Hash}}" """);
        string rejects = _directory.File("rejects.jsonl");
        using LeadDatabase db = Store();
        ImportMapping mapping = new()
        {
            System = "crm",
            Tables = [new TableMapping { Table = "User", To = ImportTarget.Users, Columns = new Dictionary<string, ColumnMapping> { ["email"] = new() { To = "email" }, ["password"] = new() { To = "password_hash" } } }],
        };

        db.Import.Run(ImportSource.Json(file), mapping, new ImportOptions { ContinueOnRejects = true, RejectsPath = rejects }).Total.Rejected.Should().Be(1);

        File.ReadAllText(rejects).Should().NotContain("MARKERHASH");
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

    private LeadDatabase Imported()
    {
        LeadDatabase db = Store();
        db.Import.Run(ImportSource.Sqlite(Dev()));
        return db;
    }

    private string Dev(params string[] more) =>
        Foreign.Make(_directory.File("dev.db"), [SourceSchemas.Of(ImportLayouts.ConvexaPrisma.Name), Rows, .. more]);

    private LeadDatabase Store() => LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.File("store.db"), DefaultRegion = "US" });
}
