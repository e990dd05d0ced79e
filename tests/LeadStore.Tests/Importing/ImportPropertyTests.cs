using System.Globalization;
using LeadStore.Tests.Contract;
using LeadStore.Tests.Sqlite.Support;
using Xunit.Abstractions;

namespace LeadStore.Tests.Importing;

/// <summary>Random tables with everything that is wrong with real ones.</summary>
public sealed class ImportPropertyTests(ITestOutputHelper output)
{
    private static readonly string?[] Senders = ["user", "bot", "agent", "system", "customer", "nobody", null];

    private static readonly string[] Zones = ["Europe/London", "America/Chicago", "Mars/Olympus"];

    private static readonly string?[] SendWords = ["sent", "Delivered", "replied", "failed", "queued", "lost", null];

    private static readonly string?[] CallWords = ["completed", "No-Answer", "ringing", "busy", null];

    private static readonly string[] Logs =
        ["[]", "{}", "[", """[{"at":"2026-01-02","type":"called"},{"at":"2026-01-02","type":"called"},"text",7,null]""", """["text"]"""];

    [Fact]
    public async Task Every_row_is_accounted_for_importing_twice_changes_nothing_and_the_store_is_sound()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), out int given) ? given : Random.Shared.Next();
        output.WriteLine($"SEED={seed}");
        Random random = new(seed);
        for (int round = 0; round < 12; round++)
        {
            using TempDirectory directory = new();
            using LeadDatabase store = LeadDatabase.Open(new LeadDatabaseOptions { Path = directory.Database, DefaultRegion = "GB" });
            if (random.Next(2) == 0)
            {
                store.CreateMessage(store.CreateLead(new NewLead { Phone = Phone(random), Name = "Known" }).Id, MessageSender.Customer, "text 1");
            }

            ImportRows rows = Rows(random);
            ImportOptions options = new() { ContinueOnRejects = true, BatchSize = random.Next(3) == 0 ? random.Next(1, 20) : null };

            ImportReport plan = store.Import.Plan(rows.Source, rows.Mapping, options);
            ImportReport first = store.Import.Run(rows.Source, rows.Mapping, options);
            string content = await StoreContent.Of(store);
            ImportReport second = store.Import.Run(rows.Source, rows.Mapping, options);

            string because = $"round {round}, SEED={seed}";
            first.Tables.Should().OnlyContain(
                table => table.Read == table.Imported + table.Merged + table.Unchanged + table.Rejected + table.LeftOut, because);
            plan.Tables.Should().Equal(first.Tables, because);
            second.Tables.Select(table => table.Rejected).Should().Equal(first.Tables.Select(table => table.Rejected), because);
            second.Tables.Where(table => table.To != ImportTarget.Messages).Sum(table => table.Imported).Should().Be(0, because);
            (await StoreContent.Of(store)).Should().Be(content, because);
            second.Total.Imported.Should().Be(0, because);
            second.Total.Merged.Should().Be(0, because);
            VerificationReport verified = store.Maintenance.Verify();
            verified.IsSound.Should().BeTrue("{0}: {1}", because, string.Join("; ", verified.Errors));
        }
    }

    private static ImportRows Rows(Random random)
    {
        ImportRows rows = new() { Sorts = random.Next(2) == 0 };
        ImportRows.Rows leads = rows.Table("leads", ImportTarget.Leads);
        ImportRows.Rows messages = rows.Table("messages", ImportTarget.Messages);
        ImportRows.Rows notes = rows.Table("notes", ImportTarget.LeadAttributes);
        for (int i = random.Next(1, 60); i > 0; i--)
        {
            leads.Row(
                ("key", random.Next(5) == 0 ? null : random.Next(80)),
                ("phone", random.Next(4) == 0 ? null : random.Next(9) == 0 ? "none" : Phone(random)),
                ("email", random.Next(3) == 0 ? $"e{random.Next(20)}@example.com" : null),
                ("name", random.Next(2) == 0 ? $"name {random.Next(5)}" : null),
                ("status", random.Next(2) == 0 ? $"status {random.Next(3)}" : null),
                ("progress", random.Next(4) == 0 ? random.Next(105) : null),
                ("qualified", random.Next(4) == 0 ? "yes" : null),
                ("times_qualified", random.Next(6) == 0 ? random.Next(4) : null),
                ("qualified_at", random.Next(6) == 0 ? Time(random) : null),
                ("answers", random.Next(3) == 0 ? $"{{\"q{random.Next(3)}\":\"{random.Next(3)}\"}}" : null),
                ("archived", random.Next(3) == 0 ? random.Next(2) : null),
                ("created_at", random.Next(5) == 0 ? null : Time(random)),
                ("last_contact_at", random.Next(2) == 0 ? Time(random) : null),
                ("reminder_1_sent", random.Next(5) == 0 ? 1 : null),
                ("address", random.Next(3) == 0 ? null : $"{random.Next(4)} Oak Ave"),
                ("source_type", random.Next(3) == 0 ? "County" : null),
                ("equity", random.Next(3) == 0 ? random.Next(500) - 100.5 : random.Next(9) == 0 ? "much" : null),
                ("tax_debt", random.Next(3) == 0 ? random.Next(5) : null),
                ("vacant", random.Next(3) == 0 ? random.Next(3) : null),
                ("lead_score", random.Next(3) == 0 ? random.Next(110) : null),
                ("ai_score", random.Next(3) == 0 ? random.Next(110) : null),
                ("ai_scored_at", random.Next(4) == 0 ? Time(random) : null),
                ("temperature", random.Next(3) == 0 ? random.Next(4) == 0 ? "mild" : "HOT" : null),
                ("feedback_good", random.Next(4) == 0 ? random.Next(4) : null),
                ("raw_data", random.Next(4) == 0 ? $"[{random.Next(3)}]" : null),
                ("skip_traced_at", random.Next(4) == 0 ? Time(random) : null),
                ("do_not_call", random.Next(4) == 0 ? random.Next(2) : null),
                ("time_zone", random.Next(4) == 0 ? Zones[random.Next(Zones.Length)] : null),
                ("quiet_from", random.Next(4) == 0 ? "21:00" : null),
                ("quiet_until", random.Next(4) == 0 ? $"0{random.Next(9)}:00" : null),
                ("skip_trace_cost", random.Next(4) == 0 ? random.Next(90) / 100.0 : null),
                ("ai_cost", random.Next(4) == 0 ? random.Next(9) : null),
                ("phones", random.Next(6) == 0 ? $"[\"{Phone(random)}\"]" : null),
                ("note", random.Next(3) == 0 ? $"note {random.Next(4)}" : null),
                ("updated_at", random.Next(2) == 0 ? Time(random) : null),
                ("city", random.Next(5) == 0 ? "Leeds" : null),
                ("organization", random.Next(3) == 0 ? $"O{random.Next(5)}" : null),
                ("assigned_to", random.Next(3) == 0 ? $"U{random.Next(9)}" : null),
                ("activity_log", random.Next(4) == 0 ? Logs[random.Next(Logs.Length)] : null),
                ("colour", random.Next(3) == 0 ? $"colour {random.Next(3)}" : null));
        }

        for (int i = random.Next(1, 200); i > 0; i--)
        {
            messages.Row(
                ("lead", random.Next(20) == 0 ? null : random.Next(80)),
                ("sender", Senders[random.Next(Senders.Length)]),
                ("content", random.Next(12) == 0 ? null : $"text {random.Next(4)}"),
                ("sent_at", random.Next(30) == 0 ? "once" : Time(random)),
                ("source_id", random.Next(4) == 0 ? $"S{random.Next(30)}" : null),
                ("mood", random.Next(8) == 0 ? "good" : null));
        }

        for (int i = random.Next(1, 40); i > 0; i--)
        {
            notes.Row(("lead", random.Next(80)), ("text", $"note {random.Next(10)}"));
        }

        AddMoney(random, rows);
        AddTraces(random, rows);
        AddPeople(random, rows);
        AddCampaigns(random, rows);
        AddWork(random, rows);
        return rows;
    }

    private static void AddMoney(Random random, ImportRows rows)
    {
        ImportRows.Rows costs = rows.Table("costs", ImportTarget.Costs);
        for (int i = random.Next(1, 30); i > 0; i--)
        {
            costs.Row(
                ("key", random.Next(3) == 0 ? null : random.Next(40)),
                ("lead", random.Next(3) == 0 ? random.Next(80) : null),
                ("type", random.Next(4) == 0 ? "Open AI" : "sms"),
                ("amount", random.Next(9) == 0 ? "free" : random.Next(3) == 0 ? random.Next(500) / 1000.0 : random.Next(9)),
                ("details", random.Next(3) == 0 ? "details" : null),
                ("colour", random.Next(9) == 0 ? "red" : null));
        }
    }

    private static void AddTraces(Random random, ImportRows rows)
    {
        ImportRows.Rows traces = rows.Table("traces", ImportTarget.SkipTraces);
        ImportRows.Rows phones = rows.Table("found_phones", ImportTarget.SkipTracePhones);
        ImportRows.Rows emails = rows.Table("found_emails", ImportTarget.SkipTraceEmails);
        for (int i = random.Next(1, 30); i > 0; i--)
        {
            traces.Row(
                ("key", random.Next(9) == 0 ? null : $"T{random.Next(40)}"),
                ("lead", random.Next(80)),
                ("provider", random.Next(9) == 0 ? "*" : "BatchData"),
                ("request", random.Next(3) == 0 ? "{}" : $"{{\"name\":\"Ann {random.Next(9)}\"}}"),
                ("response", random.Next(2) == 0 ? "text" : null),
                ("confidence", random.Next(3) == 0 ? random.Next(110) : null),
                ("cost", random.Next(3) == 0 ? random.Next(300) / 1000.0 : null),
                ("created_at", random.Next(3) == 0 ? null : Time(random)),
                ("completed_at", random.Next(2) == 0 ? null : Time(random)));
            phones.Row(
                ("trace", $"T{random.Next(40)}"), ("phone", random.Next(7) == 0 ? "none" : Phone(random)), ("valid", random.Next(2) == 0 ? 1 : null),
                ("do_not_call", random.Next(5) == 0 ? 1 : null), ("confidence", random.Next(3) == 0 ? random.Next(10) / 10.0 : null));
            emails.Row(("trace", $"T{random.Next(40)}"), ("email", random.Next(7) == 0 ? "none" : $"e{random.Next(9)}@example.com"));
        }
    }

    private static void AddPeople(Random random, ImportRows rows)
    {
        ImportRows.Rows organizations = rows.Table("organizations", ImportTarget.Organizations);
        ImportRows.Rows users = rows.Table("users", ImportTarget.Users);
        ImportRows.Rows notes = rows.Table("lead_notes", ImportTarget.Notes);
        for (int i = random.Next(1, 12); i > 0; i--)
        {
            organizations.Row(
                ("key", random.Next(6) == 0 ? null : $"O{random.Next(5)}"), ("name", random.Next(8) == 0 ? null : $"Firm {random.Next(3)}"),
                ("plan", random.Next(3) == 0 ? "Pro" : random.Next(9) == 0 ? "*" : null), ("leads_used", random.Next(3) == 0 ? random.Next(20) : null),
                ("updated_at", random.Next(2) == 0 ? Time(random) : null), ("colour", random.Next(5) == 0 ? "red" : null));
            users.Row(
                ("key", random.Next(6) == 0 ? null : $"U{random.Next(9)}"), ("email", random.Next(9) == 0 ? "none" : $"U{random.Next(7)}@example.com"),
                ("organization", random.Next(3) == 0 ? $"O{random.Next(7)}" : null), ("first_name", random.Next(2) == 0 ? $"name {random.Next(3)}" : null),
                ("role", random.Next(3) == 0 ? "ADMIN" : random.Next(5) == 0 ? "boss" : null), ("active", random.Next(4) == 0 ? random.Next(3) : null),
                ("password_hash", random.Next(2) == 0 ? $"hash {random.Next(3)}" : null), ("updated_at", random.Next(2) == 0 ? Time(random) : null));
            notes.Row(
                ("key", random.Next(3) == 0 ? null : random.Next(30)), ("lead", random.Next(80)), ("type", random.Next(4) == 0 ? "Follow-up" : null),
                ("content", random.Next(9) == 0 ? null : $"note {random.Next(4)}"), ("created_by", random.Next(3) == 0 ? $"U{random.Next(9)}" : null),
                ("created_at", random.Next(2) == 0 ? Time(random) : null));
        }
    }

    private static void AddCampaigns(Random random, ImportRows rows)
    {
        ImportRows.Rows campaigns = rows.Table("campaigns", ImportTarget.Campaigns);
        ImportRows.Rows sends = rows.Table("sends", ImportTarget.CampaignSends);
        for (int i = random.Next(1, 8); i > 0; i--)
        {
            campaigns.Row(
                ("key", $"C{random.Next(5)}"), ("name", random.Next(9) == 0 ? null : "Spring"), ("type", random.Next(3) == 0 ? "Email" : null),
                ("status", random.Next(3) == 0 ? "ACTIVE" : random.Next(5) == 0 ? "sending" : null), ("organization", random.Next(3) == 0 ? $"O{random.Next(7)}" : null),
                ("message", random.Next(3) == 0 ? $"text {random.Next(3)}" : null), ("updated_at", random.Next(2) == 0 ? Time(random) : null));
        }

        bool hasSteps = random.Next(2) == 0;
        for (int i = random.Next(1, 60); i > 0; i--)
        {
            sends.Row(
                ("key", random.Next(5) == 0 ? null : random.Next(60)), ("lead", random.Next(20)), ("campaign", $"C{random.Next(5)}"),
                ("step", hasSteps && random.Next(4) != 0 ? random.Next(4) : null), ("status", SendWords[random.Next(SendWords.Length)]),
                ("sent_at", random.Next(3) == 0 ? null : Time(random)), ("opened_at", random.Next(3) == 0 ? Time(random) : null),
                ("response", random.Next(3) == 0 ? $"answer {random.Next(4)}" : null), ("colour", random.Next(9) == 0 ? "red" : null));
        }
    }

    private static void AddWork(Random random, ImportRows rows)
    {
        ImportRows.Rows calls = rows.Table("calls", ImportTarget.Calls);
        ImportRows.Rows activities = rows.Table("work", ImportTarget.Activities);
        ImportRows.Rows records = rows.Table("records", ImportTarget.PropertyRecords);
        for (int i = random.Next(1, 30); i > 0; i--)
        {
            calls.Row(
                ("key", random.Next(3) == 0 ? null : random.Next(40)), ("lead", random.Next(40)), ("direction", random.Next(9) == 0 ? "up" : "Outbound-API"),
                ("to", random.Next(3) == 0 ? Phone(random) : random.Next(4) == 0 ? "withheld" : null), ("status", CallWords[random.Next(CallWords.Length)]),
                ("outcome", random.Next(4) == 0 ? "interested" : null), ("started_at", random.Next(5) == 0 ? null : Time(random)),
                ("ended_at", random.Next(4) == 0 ? Time(random) : null), ("duration", random.Next(3) == 0 ? random.Next(90) : null),
                ("recording_url", random.Next(5) == 0 ? "https://example.com/1" : random.Next(9) == 0 ? "here" : null),
                ("transcript", random.Next(3) == 0 ? $"word{random.Next(5)}" : null), ("summary", random.Next(5) == 0 ? "short" : null),
                ("user", random.Next(3) == 0 ? $"U{random.Next(12)}" : null), ("campaign", random.Next(4) == 0 ? $"C{random.Next(7)}" : null),
                ("source_id", random.Next(3) == 0 ? $"CA{random.Next(9)}" : null));
            activities.Row(
                ("key", random.Next(3) == 0 ? null : random.Next(40)), ("lead", random.Next(5) == 0 ? null : random.Next(60)), ("type", random.Next(3) == 0 ? "Called" : null),
                ("status", random.Next(3) == 0 ? "done" : random.Next(4) == 0 ? "running" : null), ("input", random.Next(3) == 0 ? "{}" : random.Next(5) == 0 ? "{" : null),
                ("error", random.Next(6) == 0 ? "refused" : null), ("started_at", random.Next(3) == 0 ? null : Time(random)));
            records.Row(
                ("key", random.Next(3) == 0 ? null : random.Next(40)), ("source", random.Next(3) == 0 ? "County" : random.Next(9) == 0 ? "*" : null),
                ("address", random.Next(9) == 0 ? null : $"{random.Next(6)} Oak Ave"), ("raw", random.Next(9) == 0 ? null : $"[{random.Next(3)}]"),
                ("processed", random.Next(3) == 0 ? 1 : null), ("received_at", random.Next(3) == 0 ? null : Time(random)), ("colour", random.Next(9) == 0 ? "red" : null));
        }
    }

    private static string Phone(Random random) => $"0780950{random.Next(30):0000}";

    private static string Time(Random random) =>
        new DateTime(2026, 1, 1 + random.Next(20), 0, 0, 0, DateTimeKind.Utc).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
