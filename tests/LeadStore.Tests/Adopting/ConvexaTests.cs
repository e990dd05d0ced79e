using System.Data.Common;
using System.Globalization;
using LeadStore.Tests.Contract;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Adopting;

/// <summary>The databases of a property wholesaler: leads with properties, rules and notes come into the rooms that they belong in.</summary>
public sealed class ConvexaTests : IDisposable
{
    private const string Ann = """
        INSERT INTO leads (id, address, owner_name, phone, email, source_type, source, motivation_score, estimated_value, equity, condition_score,
            tax_debt, violations, is_probate, is_vacant, days_on_market, lead_score, aiScore, feedback_good, feedback_bad, phones, emails,
            raw_data, temperature_tag, status, notes, created_at, updated_at, skip_traced_at, dnc_flag, timezone, quiet_hours_start,
            quiet_hours_end, activity_log_json, skip_trace_provider, skip_trace_cost_cents, ai_cost_cents, ai_scored_at)
        VALUES ('L-1', '12 Main Street, Springfield, IL 62704', 'Ann Miller', '(212) 555-0100', 'ann@example.com', 'tax_lien', 'county', 71,
            250000.5, -1200, 35, 1234.56, 3, 1, 1, 42, 80, 64, 2, 1, '["(212) 555-0100","212-555-0123"]', '["ann@example.com"]',
            '{"parcel": "7-1", "lot":7.50}', 'HOT', 'CONTACTED', 'Call after six', '2025-01-01 10:00:00', '2025-01-05T12:00:00Z',
            '2025-01-03T00:00:00Z', 1, 'America/Chicago', '21:00', '08:30', '[{"at":"2025-01-02","what":"called"}]', 'batchdata', 12, 7,
            '2025-01-04T00:00:00Z');
        """;

    private const string Ledger = """
        INSERT INTO api_cost_entries (apiType, cost, details, created_at) VALUES
            ('openai', 0.25, 'gpt', '2025-01-02 03:04:05'), ('Batch Data', 1.005, NULL, '2025-01-03 00:00:00'),
            ('openai', 0.0023, 'tokens', '2025-01-04 00:00:00');
        """;

    private const string Found = """
        INSERT INTO skip_trace_results (id, lead_id, provider, request_data, response_data, confidence, cost, created_at, completed_at) VALUES
            ('R-1', 'L-1', 'BatchData', '{"ownerName": "Ann Miller", "propertyAddress": {"street": "12 Main Street", "city": "Springfield", "state": "IL", "zip": 62704}}',
                '{"raw": true}', 87, 0.15, '2025-01-02 00:00:00', '2025-01-02 00:00:05'),
            ('R-2', 'L-1', 'other', 'nothing', NULL, NULL, NULL, '2025-01-02 06:00:00', NULL),
            ('R-3', 'L-1', 'BatchData', '{"name":"Ann B. Miller"}', NULL, NULL, NULL, '2025-01-02 07:00:00', NULL);
        INSERT INTO skip_trace_phones (id, skip_trace_id, lead_id, phone, phone_type, carrier, is_valid, is_mobile, is_dnc, confidence) VALUES
            ('P-1', 'R-1', 'L-1', '(212) 555-0100', 'Landline', NULL, 1, 0, 1, 0.4), ('P-2', 'R-1', 'L-1', '212-555-0123', 'mobile', 'Verizon', 1, 1, 0, 0.9),
            ('P-3', 'R-1', 'L-1', '+1 212 555 0123', NULL, 'Verizon', 1, NULL, 0, 0.7), ('P-4', 'R-1', 'L-1', 'ask', NULL, NULL, 1, NULL, 0, NULL);
        INSERT INTO skip_trace_emails (id, skip_trace_id, lead_id, email, email_type, confidence) VALUES
            ('E-1', 'R-1', 'L-1', 'ann@example.com', 'personal', 0.5), ('E-2', 'R-2', 'L-1', 'ann@example.org', NULL, NULL);
        """;

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_lead_comes_with_its_property_and_its_scores()
    {
        using LeadDatabase db = Adopted(Ann);

        Lead ann = db.GetLeadByKey("convexa", "L-1")!;
        PropertyFacts property = db.Properties.Get(ann.Id)!;

        property.Should().Be(new PropertyFacts
        {
            LeadId = ann.Id,
            Address = "12 Main Street, Springfield, IL 62704",
            SourceType = "tax_lien",
            EstimatedValue = new Money(250_000_50),
            Equity = new Money(-1200_00),
            TaxDebt = new Money(1234_56),
            ConditionScore = 35,
            Violations = 3,
            IsProbate = true,
            IsVacant = true,
            DaysOnMarket = 42,
            MotivationScore = 71,
            LeadScore = 80,
            AiScore = 64,
            AiScoredAt = At("2025-01-04T00:00:00Z"),
            Temperature = LeadTemperature.Hot,
            FeedbackGood = 2,
            FeedbackBad = 1,
            SkipTracedAt = At("2025-01-03T00:00:00Z"),
            SkipTraceProvider = "batchdata",
            CreatedAt = At("2025-01-01T10:00:00Z"),
            UpdatedAt = At("2025-01-05T12:00:00Z"),
        });
        db.Properties.GetRaw(ann.Id).Should().Be("""{"parcel": "7-1", "lot":7.50}""");
        db.Properties.FindByAddress("12 main st springfield il 62704").Should().ContainSingle();
        db.Properties.ListScores(ann.Id).Select(score => (score.Kind, score.Value, score.ScoredAt)).Should().BeEquivalentTo([
            (ScoreKind.Motivation, 71, At("2025-01-05T12:00:00Z")),
            (ScoreKind.Lead, 80, At("2025-01-05T12:00:00Z")),
            (ScoreKind.Ai, 64, At("2025-01-04T00:00:00Z")),
        ]);
        ann.Should().BeEquivalentTo(new { Name = "Ann Miller", Status = new LeadStatus("contacted"), Source = new LeadSource("county") });
    }

    [Fact]
    public void A_lead_that_is_not_to_be_called_stays_so_and_has_its_quiet_hours_and_its_note()
    {
        using LeadDatabase db = Adopted(Ann);
        long ann = db.GetLeadByKey("convexa", "L-1")!.Id;

        db.ContactRules.Get(ann).Should().Be(new ContactRules
        {
            LeadId = ann,
            DoNotCall = true,
            TimeZone = "America/Chicago",
            QuietFrom = new TimeOnly(21, 0),
            QuietUntil = new TimeOnly(8, 30),
        });
        db.Notes.List(ann).Items.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            Type = NoteType.General,
            Content = "Call after six",
            CreatedAt = At("2025-01-05T12:00:00Z"),
        });
        db.Attributes.Get(ann).Should().NotContainKey("activity_log_json");
    }

    [Fact]
    public void A_log_of_activities_becomes_activities_and_old_readers_find_it_with_what_was_done_since()
    {
        const string Log = """[{"at":"2025-01-02","what":"called"},{"action":"Score Set","timestamp":1735905600000,"by":7},"mailed",{"at":"2025-01-02","what":"called"}]""";
        using LeadDatabase db = Adopted(Ann, $"UPDATE leads SET activity_log_json = '{Log}'");
        long ann = db.GetLeadByKey("convexa", "L-1")!.Id;

        IReadOnlyList<Activity> activities = db.Activities.List(ann).Items;

        activities.Select(activity => (activity.Type.Value, activity.Description, activity.StartedAt, activity.Status)).Should().BeEquivalentTo([
            ("other", "called", At("2025-01-02T00:00:00Z"), ActivityStatus.Success), ("score set", null, At("2025-01-03T12:00:00Z"), ActivityStatus.Success),
            ("other", "mailed", At("2025-01-05T12:00:00Z"), ActivityStatus.Success), ("other", "called", At("2025-01-02T00:00:00Z"), ActivityStatus.Success),
        ]);
        db.Activities.GetInput(activities.Single(activity => activity.Type.Value == "score set").Id)
            .Should().Be("""{"action":"Score Set","timestamp":1735905600000,"by":7}""");
        using DbConnection old = db.OpenForOldReaders(ImportLayouts.ConvexaLeads);
        old.Scalar("SELECT activity_log_json FROM leads").Should().Be(Log);
        db.Activities.Record(new NewActivity { LeadId = ann, Type = "email_sent", StartedAt = At("2025-03-01T00:00:00Z") });
        old.Scalar("SELECT json_array_length(activity_log_json) || json_extract(activity_log_json, '$[4].type') FROM leads").Should().Be("5email_sent");
        Raw.Execute(_directory.File("leadflow.db"), "UPDATE leads SET activity_log_json = json_insert(activity_log_json, '$[#]', 'new')");
        db.Import.Run(ImportSource.Sqlite(_directory.File("leadflow.db"))).Total.Merged.Should().Be(1);
        db.Activities.List(ann).Items.Should().HaveCount(6);
    }

    [Theory]
    [InlineData("[{", "not_json")]
    [InlineData("called", "not_json")]
    [InlineData("{\"at\":\"2025-01-02\"}", "not_a_list")]
    public void A_log_that_is_no_list_of_activities_is_told_and_kept(string log, string code)
    {
        using LeadDatabase db = Store();

        ImportReport report = db.Import.Run(ImportSource.Sqlite(Leads(Ann, $"UPDATE leads SET activity_log_json = '{log}'")));

        report.Unreadable.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Column = "activity_log_json", Code = code });
        long ann = db.GetLeadByKey("convexa", "L-1")!.Id;
        db.Activities.List(ann).Items.Should().BeEmpty();
        db.Attributes.Get(ann)["activity_log_json"].GetString().Should().Be(log);
        using DbConnection old = db.OpenForOldReaders(ImportLayouts.ConvexaLeads);
        old.Scalar("SELECT activity_log_json FROM leads").Should().Be(log);
    }

    [Fact]
    public void What_a_room_cannot_take_is_kept_as_it_is_and_told_by_its_reason()
    {
        using LeadDatabase db = Store();
        string file = Leads(Ann, """
            UPDATE leads SET timezone = 'Springfield Time', aiScore = 130, estimated_value = 'much', tax_debt = 10.005, raw_data = 'none',
                temperature_tag = 'SIMMERING', condition_score = 35.5
            """);

        ImportReport report = db.Import.Run(ImportSource.Sqlite(file));

        report.Total.Rejected.Should().Be(0);
        report.Unreadable.Select(reason => (reason.Column, reason.Code)).Should().BeEquivalentTo([
            ("timezone", "unknown_time_zone"), ("quiet_hours_start", "required"), ("aiScore", "out_of_range"), ("estimated_value", "not_an_amount"),
            ("raw_data", "not_json"), ("temperature_tag", "unknown_value"),
        ]);
        long ann = db.GetLeadByKey("convexa", "L-1")!.Id;
        db.Properties.Get(ann).Should().BeEquivalentTo(new
        {
            EstimatedValue = default(Money?),
            AiScore = default(int?),
            TaxDebt = new Money(10_01),
            ConditionScore = 35,
            Temperature = LeadTemperature.Dead,
        });
        db.ContactRules.Get(ann).Should().BeEquivalentTo(new { DoNotCall = true, TimeZone = default(string), QuietFrom = default(TimeOnly?) });
        db.Attributes.Get(ann).Where(pair => pair.Key is not ("phones" or "emails" or "activity_log_json"))
            .Select(pair => $"{pair.Key}={pair.Value}").Should().Contain([
                "timezone=Springfield Time", "aiScore=130", "estimated_value=much", "raw_data=none", "temperature_tag=SIMMERING", "tax_debt=10.005",
                "condition_score=35.5", "quiet_hours_start=21:00", "quiet_hours_end=08:30",
            ]);
    }

    [Fact]
    public void Whoever_cannot_be_known_not_to_be_called_is_rejected()
    {
        using LeadDatabase db = Store();

        ImportReport report = db.Import.Plan(ImportSource.Sqlite(Leads(Ann, "UPDATE leads SET dnc_flag = 'ask'")));

        report.Reasons.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Column = "dnc_flag", Code = "not_a_flag" });
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing()
    {
        using LeadDatabase db = Store();
        string file = Leads(Ann, Many(30));

        ImportReport plan = db.Import.Plan(ImportSource.Sqlite(file));
        ImportReport first = db.Import.Run(ImportSource.Sqlite(file));
        string content = await StoreContent.Of(db);
        ImportReport second = db.Import.Run(ImportSource.Sqlite(file));

        plan.Total.Should().Be(first.Total);
        first.Total.Imported.Should().Be(31);
        second.Total.Unchanged.Should().Be(31);
        (await StoreContent.Of(db)).Should().Be(content);
        db.Maintenance.Verify().IsSound.Should().BeTrue();
    }

    [Fact]
    public void A_file_that_was_changed_later_brings_what_is_new_and_nothing_else()
    {
        using LeadDatabase db = Store();
        string file = Leads(Ann);
        db.Import.Run(ImportSource.Sqlite(file));
        long ann = db.GetLeadByKey("convexa", "L-1")!.Id;
        Raw.Execute(file, "UPDATE leads SET equity = 500, is_vacant = 0, lead_score = 85, notes = 'Sold', dnc_flag = 0, updated_at = '2025-02-01T00:00:00Z'");

        db.Import.Run(ImportSource.Sqlite(file)).Total.Merged.Should().Be(1);

        db.Properties.Get(ann).Should().BeEquivalentTo(new { Equity = new Money(500_00), IsVacant = false, LeadScore = 85, MotivationScore = 71 });
        db.ContactRules.Get(ann).DoNotCall.Should().BeTrue("an import lets nobody be called who was not to be");
        db.Notes.List(ann).Items.Select(note => note.Content).Should().Equal("Sold", "Call after six");
    }

    [Fact]
    public void What_was_done_in_the_store_since_stays_done()
    {
        using LeadDatabase db = Store();
        string file = Leads(Ann);
        db.Import.Run(ImportSource.Sqlite(file));
        long ann = db.GetLeadByKey("convexa", "L-1")!.Id;
        db.Properties.Update(ann, facts => facts with { Equity = new Money(1), IsVacant = false });
        db.Properties.SetScore(ann, ScoreKind.Ai, 90);
        Raw.Execute(file, "UPDATE leads SET aiScore = 10, equity = 7, updated_at = '2025-02-01T00:00:00Z', ai_scored_at = '2025-02-01T00:00:00Z'");

        db.Import.Run(ImportSource.Sqlite(file));

        db.Properties.Get(ann).Should().BeEquivalentTo(new { Equity = new Money(1), IsVacant = false, AiScore = 90 });
        db.Properties.ListScores(ann, ScoreKind.Ai).Select(score => score.Value).Should().BeEquivalentTo([64, 90, 10]);
    }

    [Fact]
    public void The_second_property_of_a_person_is_kept_with_the_lead()
    {
        using LeadDatabase db = Adopted(Ann, """
            INSERT INTO leads (id, address, phone, source_type, equity, created_at, updated_at)
            VALUES ('L-2', '9 Oak Ave', '212 555 0100', 'probate', 99, '2025-03-01 00:00:00', '2025-03-01 00:00:00')
            """);

        Lead ann = db.GetLeadByKey("convexa", "L-2")!;

        ann.Id.Should().Be(db.GetLeadByKey("convexa", "L-1")!.Id);
        db.Properties.Get(ann.Id)!.Address.Should().StartWith("12 Main Street");
        db.Attributes.Get(ann.Id)["properties"].EnumerateArray().Should().ContainSingle()
            .Which.GetProperty("address").GetString().Should().Be("9 Oak Ave");
    }

    [Fact]
    public void Amounts_are_of_the_currency_that_the_mapping_names()
    {
        using LeadDatabase db = Store();
        string file = Leads(Ann.Replace("250000.5", "250000", StringComparison.Ordinal));

        db.Import.Run(ImportSource.Sqlite(file), ImportLayouts.ConvexaLeads.Mapping with { Currency = "JPY" });

        PropertyFacts property = db.Properties.Get(db.GetLeadByKey("convexa", "L-1")!.Id)!;
        property.EstimatedValue.Should().Be(new Money(250_000, "JPY"));
        property.TaxDebt.Should().Be(new Money(1235, "JPY"));
        FluentActions.Invoking(() => db.Import.Run(ImportSource.Sqlite(file), ImportLayouts.ConvexaLeads.Mapping with { Currency = "dollars" }))
            .Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.Validation);
        ImportMapping.Parse((ImportLayouts.ConvexaLeads.Mapping with { Currency = "JPY" }).ToJson()).Currency.Should().Be("JPY");
    }

    [Fact]
    public void The_ledger_and_the_totals_of_leads_become_costs()
    {
        using LeadDatabase db = Adopted(Ann, Ledger);
        long ann = db.GetLeadByKey("convexa", "L-1")!.Id;

        List<CostEntry> costs = [.. db.Costs.List(new CostFilter()).Items];

        costs.Select(cost => (cost.Type.Value, cost.Amount.MinorUnits, cost.Details, cost.LeadId)).Should().BeEquivalentTo([
            ("openai", 25L, "gpt", default(long?)), ("batch data", 101L, "1.005 USD", null), ("openai", 0L, "tokens (0.0023 USD)", null),
            ("skip_trace", 12L, null, ann), ("ai", 7L, null, ann),
        ]);
        costs.Single(cost => cost.Details == "gpt").OccurredAt.Should().Be(At("2025-01-02T03:04:05Z"));
        db.Costs.GetForLead(ann).Items.Select(cost => (cost.Type, cost.Total, cost.Count)).Should().BeEquivalentTo([
            (CostType.SkipTrace, new Money(12), 1L), (CostType.Ai, new Money(7), 1L),
        ]);
    }

    [Fact]
    public void A_cost_that_is_none_is_rejected_and_the_same_costs_again_are_the_same()
    {
        using LeadDatabase db = Store();
        string file = Leads(Ann, Ledger, "INSERT INTO api_cost_entries (apiType, cost) VALUES ('x', -1), ('x', 'free'), ('*', 1)");
        ImportOptions options = new() { ContinueOnRejects = true };

        ImportReport first = db.Import.Run(ImportSource.Sqlite(file), null, options);
        ImportReport second = db.Import.Run(ImportSource.Sqlite(file), null, options);

        first.Tables.Single(table => table.To == ImportTarget.Costs).Should().BeEquivalentTo(new { Read = 6L, Imported = 3L, Rejected = 3L });
        first.Reasons.Select(reason => (reason.Column, reason.Code, reason.Count))
            .Should().BeEquivalentTo([("cost", "not_an_amount", 2L), ("apiType", "not_a_word", 1L)]);
        second.Tables.Single(table => table.To == ImportTarget.Costs).Should().BeEquivalentTo(new { Unchanged = 3L, Rejected = 3L });
        db.Costs.Summarize(new CostFilter(), CostGrouping.Type).Sum(sum => sum.Total.MinorUnits).Should().Be(25 + 101 + 0 + 12 + 7);
    }

    [Fact]
    public void Old_readers_add_up_their_costs_as_before()
    {
        using LeadDatabase db = Adopted(Ann, Ledger, Many(2));
        using DbConnection old = db.OpenForOldReaders(ImportLayouts.ConvexaLeads);
        const string All = "SELECT group_concat(id || quote(apiType) || cost || quote(details) || created_at, '; ') "
            + "FROM (SELECT * FROM api_cost_entries ORDER BY id)";
        const string Totals = "SELECT group_concat(id || ':' || skip_trace_cost_cents || ':' || ai_cost_cents) FROM (SELECT * FROM leads ORDER BY id)";

        old.Scalar(All).Should().Be(Raw.Scalar(_directory.File("leadflow.db"), All));
        old.Scalar(Totals).Should().Be(Raw.Scalar(_directory.File("leadflow.db"), Totals));

        db.Costs.Record(new NewCost { Type = CostType.Sms, Amount = new Money(150) });
        old.Scalar("SELECT apiType || cost FROM api_cost_entries ORDER BY id DESC LIMIT 1").Should().Be("sms1.5");
        db.Costs.AddAiCost(db.GetLeadByKey("convexa", "L-1")!.Id, new Money(3));
        old.Number("SELECT ai_cost_cents FROM leads WHERE id = 'L-1'").Should().Be(10);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Traces_come_with_what_was_found_and_nobody_pays_for_them_again(bool together)
    {
        using LeadDatabase db = Store();
        string leads = Leads(Ann);
        string traced = Traces();

        List<ImportReport> reports = together
            ? [db.Import.Run(ImportSource.Sqlite(leads, traced))]
            : [db.Import.Run(ImportSource.Sqlite(leads)), db.Import.Run(ImportSource.Sqlite(traced))];

        reports.Sum(report => report.Total.Rejected).Should().Be(0);
        reports.Sum(report => report.Total.Imported).Should().Be(1 + 3 + 3 + 2);
        reports.Sum(report => report.Total.Unchanged).Should().Be(1, "a number that was found twice by one trace is one");
        long ann = db.GetLeadByKey("convexa", "L-1")!.Id;
        List<SkipTrace> history = [.. db.SkipTrace.GetHistory(ann).Where(trace => trace.Provider != "imported").OrderBy(trace => trace.Id)];
        history.Select(trace => (trace.Status, trace.Cost, trace.Confidence, trace.PhoneCount, trace.PhonesSkipped, trace.EmailCount)).Should().Equal(
            (SkipTraceStatus.Completed, new Money(15), 0.87, 2, 1, 1),
            (SkipTraceStatus.Completed, null, null, 0, 0, 1),
            (SkipTraceStatus.Pending, null, null, 0, 0, 0));
        history[0].StartedAt.Should().Be(At("2025-01-02T00:00:00Z"));
        history[0].AnsweredAt.Should().Be(At("2025-01-02T00:00:05Z"));
        db.SkipTrace.GetResponse(history[0].Id).Should().Be("""{"raw": true}""");
        db.SkipTrace.RankPhones(ann).Select(phone => (phone.Phone.ToString(), phone.Excluded)).Should().Equal(
            ("+12125550123", PhoneExclusion.LeadDoNotCall), ("+12125550100", PhoneExclusion.DoNotCall));
        db.SkipTrace.FindAnswer("batchdata", new SkipTraceRequest { FullName = "ANN MILLER", Address = "12 Main St., Springfield IL 62704" }, TimeSpan.FromDays(99999))!
            .Id.Should().Be(history[0].Id);
        db.Costs.GetForLead(ann).Items.Where(cost => cost.Type == CostType.SkipTrace).Should().ContainSingle()
            .Which.Total.Should().Be(new Money(15), "the total of the lead, 12, is part of what its traces cost");
        db.Properties.Get(ann)!.SkipTracedAt.Should().Be(At("2025-01-03T00:00:00Z"));
    }

    [Fact]
    public async Task Both_files_again_in_any_order_change_nothing()
    {
        using LeadDatabase db = Store();
        string leads = Leads(Ann.Replace("'batchdata', 12", "'batchdata', 40", StringComparison.Ordinal), Ledger, Many(5));
        string traced = Traces();
        ImportReport plan = db.Import.Plan(ImportSource.Sqlite(leads, traced));
        db.Import.Run(ImportSource.Sqlite(leads, traced)).Tables.Should().Equal(plan.Tables);
        string content = await StoreContent.Of(db);

        db.Import.Run(ImportSource.Sqlite(traced)).Total.Should().BeEquivalentTo(new { Imported = 0L, Merged = 0L, Rejected = 0L });
        db.Import.Run(ImportSource.Sqlite(leads)).Total.Should().BeEquivalentTo(new { Imported = 0L, Merged = 0L, Rejected = 0L });
        db.Import.Run(ImportSource.Sqlite(leads, traced)).Total.Should().BeEquivalentTo(new { Imported = 0L, Merged = 0L, Rejected = 0L });

        (await StoreContent.Of(db)).Should().Be(content);
        db.Costs.Summarize(new CostFilter { Type = CostType.SkipTrace }, CostGrouping.Type).Single().Total.Should().Be(new Money(40));
        db.Maintenance.Verify().IsSound.Should().BeTrue();
    }

    [Fact]
    public void Traces_that_come_before_their_leads_say_so_and_come_again()
    {
        using LeadDatabase db = Store();
        string traced = Traces();

        ImportException early = FluentActions.Invoking(() => db.Import.Run(ImportSource.Sqlite(traced))).Should().Throw<ImportException>().Which;

        early.Report.Total.Should().BeEquivalentTo(new { Read = 9L, Rejected = 9L });
        early.Report.Reasons.Select(reason => (reason.Code, reason.Count)).Should().BeEquivalentTo(
            [("unknown_lead", 3L), ("unknown_trace", 4L), ("unknown_trace", 2L)]);
        db.Import.Run(ImportSource.Sqlite(Leads(Ann)));
        db.Import.Run(ImportSource.Sqlite(traced)).Total.Should().BeEquivalentTo(new { Imported = 8L, Unchanged = 1L });
    }

    [Fact]
    public void The_first_file_is_taken_over_in_its_place_and_the_second_is_imported()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string leads = Leads(Ann, Ledger);
        string traced = Traces();
        LeadDatabaseOptions options = new() { Path = leads, DefaultRegion = "US" };

        AdoptReport adopted = LeadDatabase.Adopt(options);
        using LeadDatabase db = LeadDatabase.Open(options);
        ImportReport imported = db.Import.Run(ImportSource.Sqlite(traced));

        adopted.Import.Total.Should().BeEquivalentTo(new { Read = 4L, Imported = 4L });
        imported.Total.Should().BeEquivalentTo(new { Read = 9L, Imported = 8L, Unchanged = 1L });
        db.SkipTrace.GetHistory(db.GetLeadByKey("convexa", "L-1")!.Id).Should().HaveCount(4);
    }

    [Fact]
    public void A_trace_that_was_under_way_comes_to_its_end()
    {
        using LeadDatabase db = Store();
        string traced = Traces();
        db.Import.Run(ImportSource.Sqlite(Leads(Ann), traced));
        Raw.Execute(traced, "UPDATE skip_trace_results SET completed_at = '2025-01-09 00:00:00', cost = 0.2, response_data = 'late' WHERE id = 'R-3'");

        db.Import.Run(ImportSource.Sqlite(traced)).Total.Merged.Should().Be(1);

        long ann = db.GetLeadByKey("convexa", "L-1")!.Id;
        db.SkipTrace.GetHistory(ann)[0].Should().BeEquivalentTo(new { Status = SkipTraceStatus.Completed, Cost = new Money(20) });
        db.Costs.GetForLead(ann).Total(CostType.SkipTrace).Should().Be(new Money(35));
    }

    [Fact]
    public void Nothing_that_outlives_a_lead_says_who_it_was()
    {
        using LeadDatabase db = Store();
        string secret = "ann.miller@example.com";
        db.Import.Run(ImportSource.Sqlite(
            Leads(Ann.Replace("'L-1'", $"'{secret}'", StringComparison.Ordinal)),
            Traces(rows => rows.Replace("'L-1'", $"'{secret}'", StringComparison.Ordinal))));

        db.DeleteLead(db.GetLeadByKey("convexa", secret)!.Id);

        db.Costs.List(new CostFilter()).Items.Should().NotBeEmpty().And.OnlyContain(cost => cost.LeadId == null);
        string file = _directory.File("all.jsonl");
        db.Export.Json(file);
        File.ReadAllText(file).Should().NotContain(secret).And.NotContain("Miller").And.Contain("convexa:");
    }

    [Fact]
    public void A_list_of_phones_is_what_somebody_has_found()
    {
        using LeadDatabase db = Adopted(Ann);
        long ann = db.GetLeadByKey("convexa", "L-1")!.Id;

        db.SkipTrace.GetHistory(ann).Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Provider = new TraceProvider("imported"), PhoneCount = 2, EmailCount = 1, Cost = default(Money?) });
        db.SkipTrace.ListPhones(ann).Select(phone => phone.Phone.ToString()).Should().BeEquivalentTo("+12125550100", "+12125550123");
        db.Attributes.Get(ann)["phones"].GetString().Should().Be("""["(212) 555-0100","212-555-0123"]""");
    }

    [Fact]
    public void Old_readers_find_their_traces()
    {
        using LeadDatabase db = Store();
        string traced = Traces();
        db.Import.Run(ImportSource.Sqlite(Leads(Ann), traced));
        using DbConnection old = db.OpenForOldReaders(ImportLayouts.Convexa);

        foreach (string sql in (string[])[
            "SELECT group_concat(id || lead_id || provider || request_data || ifnull(response_data, '-') || ifnull(confidence, '-') || ifnull(cost, '-') || created_at) FROM (SELECT * FROM skip_trace_results ORDER BY id)",
            "SELECT count(*) || max(completed_at IS NULL) FROM skip_trace_results WHERE lead_id = 'L-1' AND provider = 'BatchData'",
            "SELECT group_concat(skip_trace_id || lead_id || email || ifnull(email_type, '-') || is_valid) FROM (SELECT * FROM skip_trace_emails ORDER BY email)",
            "SELECT sum(is_dnc) || sum(is_valid) || total(is_mobile) || max(confidence) FROM skip_trace_phones WHERE skip_trace_id = 'R-1' AND phone <> 'ask' AND id <> 'P-3'",
            "SELECT sum(cost) FROM skip_trace_results r JOIN leads l ON l.id = r.lead_id"])
        {
            string expected = sql.Replace("JOIN leads l ON l.id = r.lead_id", "", StringComparison.Ordinal);
            old.Scalar(sql).Should().Be(Raw.Scalar(traced, expected), sql);
        }

        old.Scalar("SELECT phone FROM skip_trace_phones WHERE carrier = 'Verizon'").Should().Be("+12125550123");
    }

    [Fact]
    public void Old_readers_find_what_they_found()
    {
        using LeadDatabase db = Adopted(Ann, Many(3), "UPDATE leads SET tax_debt = 10.005, aiScore = 130, condition_score = 101 WHERE id = 'M-1'");
        using DbConnection old = db.OpenForOldReaders(ImportLayouts.ConvexaLeads);

        foreach (string column in (string[])["id", "address", "owner_name", "email", "source_type", "source", "motivation_score", "estimated_value", "equity",
            "condition_score", "tax_debt", "violations", "is_probate", "is_vacant", "days_on_market", "lead_score", "aiScore", "feedback_good",
            "feedback_bad", "phones", "emails", "raw_data", "temperature_tag", "status", "notes", "created_at", "dnc_flag", "timezone",
            "quiet_hours_start", "quiet_hours_end", "activity_log_json", "skip_trace_provider"])
        {
            string sql = $"SELECT group_concat(quote(id) || quote({column}), '; ') FROM (SELECT * FROM leads ORDER BY id)";
            old.Scalar(sql).Should().Be(Raw.Scalar(_directory.File("leadflow.db"), sql), column);
        }

        old.Number("SELECT count(*) FROM leads WHERE is_vacant = 1 AND equity < 0 AND temperature_tag = 'HOT'").Should().Be(1);
        old.Scalar("SELECT strftime('%s', updated_at) FROM leads WHERE id = 'L-1'").Should().Be("1736078400");
        db.Properties.SetTemperature(db.GetLeadByKey("convexa", "L-1")!.Id, LeadTemperature.Cold);
        old.Scalar("SELECT temperature_tag FROM leads WHERE id = 'L-1'").Should().Be("COLD");
    }

    private string Traces(Func<string, string>? change = null) =>
        Foreign.Make(_directory.File("skip_trace.db"), SourceSchemas.Of(ImportLayouts.ConvexaSkipTrace.Name), change?.Invoke(Found) ?? Found);

    private static string Many(int count) => string.Concat(Enumerable.Range(1, count).Select(number => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        INSERT INTO leads (id, address, phone, source_type, equity, lead_score, raw_data, notes, timezone, created_at, updated_at)
        VALUES ('M-{number}', '{number} Oak Ave', '+1212556{number:0000}', 'probate', {number}.25, {number % 100}, '[{number}]', 'note {number}',
            'America/New_York', '2025-03-01 00:00:00', '2025-03-02 00:00:00');
        """)));

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

    private LeadDatabase Adopted(params string[] rows)
    {
        using LeadDatabase made = Store();
        made.Import.Run(ImportSource.Sqlite(Leads(rows)), null, new ImportOptions { ContinueOnRejects = false }).Total.Rejected.Should().Be(0);
        return Store();
    }

    private string Leads(params string[] rows) =>
        Foreign.Make(_directory.File("leadflow.db"), [SourceSchemas.Of(ImportLayouts.ConvexaLeads.Name), .. rows]);

    private LeadDatabase Store() => LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.File("store.db"), DefaultRegion = "US" });
}
