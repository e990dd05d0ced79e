using System.Globalization;

namespace LeadStore.CrashTests.Support;

/// <summary>A small store with something in every table, and all that the public interface reads out of it.</summary>
internal static class SampleStore
{
    private const int Leads = 60;

    /// <summary>Makes the file, closed and without a log.</summary>
    public static void Make(string path, Random random)
    {
        using LeadDatabase store = LeadDatabase.Open(path);
        store.Settings.Set(LeadSettings.ReminderIntervals, [TimeSpan.FromDays(1), TimeSpan.FromDays(3)]);
        store.Settings.Set(LeadSettings.AssistantName, "Ada");
        for (int i = 0; i < Leads; i++)
        {
            Lead lead = store.CreateLead(new NewLead
            {
                Phone = Phone(i),
                Name = $"Name {i}",
                Email = $"person{i}@example.com",
                Source = i % 3 == 0 ? "website" : "fair",
                Answers = new Dictionary<string, string> { ["budget"] = $"{random.Next(1000, 9000)}", ["when"] = "soon" },
            });
            for (int n = 0; n < 4; n++)
            {
                store.IngestInbound(new InboundMessage { From = Phone(i), Body = Text(random), SourceId = $"SM{i:000}{n}" });
                store.CreateMessage(lead.Id, MessageSender.Assistant, Text(random));
            }

            if (i % 4 == 1)
            {
                store.QualifyLead(lead.Id);
            }

            if (i % 5 == 1)
            {
                store.ArchiveLead(lead.Id);
            }

            if (i % 7 == 1)
            {
                store.PauseAssistant(lead.Id, "Eve", reason: "asked for a person");
            }
        }
    }

    /// <summary>Everything, by every way in which an application comes to it.</summary>
    public static IReadOnlyList<string> Read(LeadDatabase store)
    {
        List<string> lines = [];
        lines.AddRange(store.GetAllLeads(includeArchived: true).Select(Line));
        lines.AddRange(store.EnumerateLeads().Select(lead => $"inbox {lead.Id}"));
        lines.AddRange(store.ListLeads(new LeadFilter { Qualified = true }).Items.Select(lead => $"qualified {lead.Id}"));
        lines.AddRange(store.Settings.List().OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key}={s.Value}"));
        lines.AddRange(store.Sources.List(includeInactive: true).Select(s => $"{s.Source} {s.DisplayName} {s.Active} {s.CreatedAt:O}"));
        for (int i = 0; i < Leads; i++)
        {
            Lead? lead = store.GetLeadByPhone(Phone(i));
            lines.Add(lead is null ? "none" : Line(lead));
            lines.Add(store.GetLead(i + 1) is { } byId ? Line(byId) : "none");
            lines.AddRange(store.GetConversationHistory(i + 1).Select(Line));
            lines.AddRange(store.ListQualifications(i + 1).Select(q => $"{q.LeadId} {q.Number} {q.QualifiedAt:O} {Line(q.Answers)}"));
            lines.Add(store.Reminders.Get(i + 1) is { } due ? $"{due.LeadId} {due.Step} {due.DueAt:O}" : "none");
        }

        return lines;
    }

    private static string Line(Lead lead) => string.Join(
        ' ',
        lead.Id,
        lead.Uid,
        lead.Phone,
        lead.Name,
        lead.Email,
        lead.Source,
        lead.Status,
        lead.Progress,
        $"{lead.QualifiedAt:O}",
        lead.TimesQualified,
        $"{lead.ArchivedAt:O}",
        Line(lead.Answers),
        $"{lead.CreatedAt:O} {lead.LastContactAt:O} {lead.LastCustomerMessageAt:O}",
        lead.AssistantPause,
        lead.AssistantPause?.By,
        lead.AssistantPause?.Reason,
        lead.Version);

    private static string Line(IReadOnlyDictionary<string, string> answers) =>
        string.Join(',', answers.Select(answer => $"{answer.Key}={answer.Value}"));

    private static string Line(Message message) => string.Create(
        CultureInfo.InvariantCulture,
        $"{message.Id} {message.LeadId} {message.Sender} {message.SentAt:O} {message.Channel} {message.SourceId} {message.Content}");

    private static string Phone(int i) => string.Create(CultureInfo.InvariantCulture, $"+44770090{i:0000}");

    private static string Text(Random random) =>
        string.Join(' ', Enumerable.Range(0, random.Next(3, 40)).Select(_ => $"word{random.Next(1000)}"));
}
