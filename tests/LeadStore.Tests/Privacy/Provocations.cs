using System.Text.Json;
using static LeadStore.Tests.Privacy.Markers;

namespace LeadStore.Tests.Privacy;

/// <summary>
/// Every public verb, once as it should be called and in every way that it refuses, always with personal data. In an order in which they
/// can be called one after the other.
/// </summary>
internal static class Provocations
{
    private const string Nul = Text + "\0";
    private const string HalfPair = Text + "\ud83d";
    private const long Nobody = 999_999;

    private static readonly string[] BadPhones = [PhoneDigits, Phone + "7809505", "+999" + PhoneDigits, Text, Phone + Text, "", null!];

    private static readonly (string How, NewLead Lead)[] BadLeads =
    [
        ("no phone", new NewLead { Phone = PhoneDigits, Name = Name }),
        ("long name", Valid with { Name = Long(Name, 201) }),
        ("NUL in name", Valid with { Name = Name + "\0" }),
        ("half a pair in name", Valid with { Name = Name + "\udc00" }),
        ("no email", Valid with { Email = Text }),
        ("long email", Valid with { Email = new string('x', 300) + Email }),
        ("odd source", Valid with { Source = Name + "/?" }),
        ("odd status", Valid with { Status = Name + "!" }),
        ("unknown status", Valid with { Status = Name }),
        ("progress", Valid with { Progress = 101 }),
        ("long answer", Valid with { Answers = new Dictionary<string, string> { [Question] = Long(Answer, 10_001) } }),
        ("long question", Valid with { Answers = new Dictionary<string, string> { [Long(Question, 201)] = Answer } }),
        ("NUL in answer", Valid with { Answers = new Dictionary<string, string> { [Question] = Answer + "\0" } }),
        ("too many answers", Valid with { Answers = Enumerable.Range(0, 501).ToDictionary(i => Question + i, i => Answer) }),
    ];

    public static IReadOnlyList<Provocation> All { get; } =
        [.. Finding, .. Talking, .. Changing, .. Assisting, .. Rooms, .. PeopleProvocations.All, .. PropertyProvocations.All, .. Moving, .. Deleting];

    private static NewLead Valid => new() { Phone = Phone, Name = Name, Email = Email, Answers = Answers };

    private static IEnumerable<Provocation> Finding =>
    [
        .. BadPhones.SelectMany<string, Provocation>(phone =>
        [
            new("CheckExistingCustomer", "no phone", (db, _) => db.CheckExistingCustomer(phone)),
            new("GetLeadByPhone", "no phone", (db, _) => db.GetLeadByPhone(phone)),
            new("GetLeadWithHistory", "no phone", (db, _) => db.GetLeadWithHistory(phone)),
            new("UpsertLead", "no phone", (db, _) => db.UpsertLead(Valid with { Phone = phone })),
            new("IngestInbound", "no phone", (db, _) => db.IngestInbound(new InboundMessage { From = phone, Body = Text })),
        ]),
        new("CheckExistingCustomer", null, (db, _) => db.CheckExistingCustomer(Phone)),
        new("GetLeadByPhone", null, (db, _) => db.GetLeadByPhone(Phone)),
        new("GetLeadWithHistory", null, (db, _) => db.GetLeadWithHistory(Phone)),
        new("GetLeadWithHistory", "negative count", (db, _) => db.GetLeadWithHistory(Phone, last: -1)),
        new("GetLeadByKey", null, (db, _) => db.GetLeadByKey(Name, Token)),
        new("GetLeadByKey", "null", (db, _) => db.GetLeadByKey(Name, null!)),
        new("GetLead", null, (db, id) => db.GetLead(id)),
        new("GetRequiredLead", null, (db, id) => db.GetRequiredLead(id)),
        new("GetRequiredLead", "nobody", (db, _) => db.GetRequiredLead(Nobody)),
        new("GetAllLeads", null, (db, _) => db.GetAllLeads(includeArchived: true)),
        new("ListLeads", null, (db, _) => db.ListLeads(new LeadFilter { IncludeArchived = true })),
        new("ListLeads", "cursor", (db, _) => db.ListLeads(new LeadFilter { Status = Name }, cursor: Text)),
        new("ListLeads", "page size", (db, _) => db.ListLeads(new LeadFilter { Source = Name }, pageSize: 0)),
        new("ListLeads", "null", (db, _) => db.ListLeads(null!)),
        new("EnumerateLeads", null, (db, _) => db.EnumerateLeads().ToList().Clear()),
        new("OpenReadOnlyConnection", null, (db, _) => db.OpenReadOnlyConnection().Dispose()),
        new("OpenForOldReaders", null, (db, _) => db.OpenForOldReaders(ImportLayouts.LeadQualification).Dispose()),
        new("OpenForOldReaders", "null", (db, _) => db.OpenForOldReaders(null!)),
        new("Query", null, (db, _) => db.Query("SELECT id FROM leads WHERE name = ?1", [Name])),
        new("Query", "no such table", (db, _) => db.Query($"SELECT '{Phone}' FROM \"{Name}\"")),
        new("Query", "no SQL", (db, _) => db.Query($"SELECT '{Text}' FROM WHERE {Name}")),
        new("Query", "a write", (db, _) => db.Query($"DELETE FROM leads WHERE name = '{Name}'")),
        new("Query", "an argument too many", (db, _) => db.Query("SELECT 1", [Name])),
        new("DescribeSchema", null, (db, _) => db.DescribeSchema()),
        new("GetPerformanceStats", null, (db, _) => db.GetPerformanceStats()),
        new("AdviseIndexes", "nothing is counted", (db, _) => db.AdviseIndexes()),
        new("SelfTest", null, (db, _) => db.SelfTest()),
        new("SelfTest", "no time", (db, _) => db.SelfTest(new SelfTestOptions { MaxTime = TimeSpan.Zero })),
    ];

    private static IEnumerable<Provocation> Changing =>
    [
        .. BadLeads.SelectMany<(string How, NewLead Lead), Provocation>(bad =>
        [
            new("CreateLead", bad.How, (db, _) => db.CreateLead(bad.Lead)),
            new("UpsertLead", bad.How, (db, _) => db.UpsertLead(bad.Lead)),
            new("UpdateLead", bad.How, (db, id) => db.UpdateLead(id, lead => Changed(lead, bad.Lead))),
        ]),
        new("CreateLead", "nothing to reach the person by", (db, _) => db.CreateLead(new NewLead { Name = Name })),
        new("CreateLead", "null answer", (db, _) => db.CreateLead(Valid with { Answers = new Dictionary<string, string> { [Question] = null! } })),
        new("CreateLead", "null", (db, _) => db.CreateLead(null!)),
        new("CreateLead", "duplicate", (db, _) => db.CreateLead(Valid)),
        new("CreateLead", null, (db, _) => db.CreateLead(Valid with { Phone = "+447809505333" })),
        new("UpsertLead", null, (db, _) => db.UpsertLead(Valid with { Name = Name + "2" })),
        new("UpsertLead", "null", (db, _) => db.UpsertLead(null!)),
        new("UpdateLead", null, (db, id) => db.UpdateLead(id, lead => lead with { Name = Name + "2", Email = "2" + Email })),
        new("UpdateLead", "nobody", (db, id) => db.UpdateLead(Nobody, lead => lead with { Name = Name })),
        new("UpdateLead", "null", (db, id) => db.UpdateLead(id, _ => null!)),
        new("UpdateLead", "stale", (db, id) => db.UpdateLead(db.GetRequiredLead(id) with { Version = 77, Name = Name })),
        new("UpdateLead", "read only", (db, id) => db.UpdateLead(id, lead => lead with { Uid = Guid.Empty, Id = 5, Name = Name })),
        new("UpdateLead", "phone of another", (db, id) => db.UpdateLead(id, lead => lead with { Phone = "+447809505999" })),
        new("UpdateLead", "bad phone", (db, id) => db.UpdateLead(id, lead => lead with { Phone = Phone + Text })),
        new("UpdateLead", "bad pause", (db, id) => db.UpdateLead(id, lead => lead with { AssistantPause = new(default, null, Long(Name, 201), Nul) })),
        new("SetAnswer", null, (db, id) => db.SetAnswer(id, Question, Answer + "2")),
        new("SetAnswer", "nobody", (db, _) => db.SetAnswer(Nobody, Question, Answer)),
        new("SetAnswer", "blank question", (db, id) => db.SetAnswer(id, " ", Answer)),
        new("SetAnswer", "long", (db, id) => db.SetAnswer(id, Long(Question, 201), Long(Answer, 10_001))),
        new("SetAnswer", "NUL", (db, id) => db.SetAnswer(id, Question + "\0", Answer + "\0")),
        new("MergeAnswers", null, (db, id) => db.MergeAnswers(id, new Dictionary<string, string?> { [Question] = Answer + "3" })),
        new("MergeAnswers", "NUL", (db, id) => db.MergeAnswers(id, new Dictionary<string, string?> { [Question] = Nul })),
        new("MergeAnswers", "nobody", (db, _) => db.MergeAnswers(Nobody, new Dictionary<string, string?> { [Question] = Answer })),
        new("MergeAnswers", "null", (db, id) => db.MergeAnswers(id, null!)),
        new("TouchLead", null, (db, id) => db.TouchLead(id)),
        new("TouchLead", "nobody", (db, _) => db.TouchLead(Nobody)),
        new("ArchiveLead", null, (db, id) => db.ArchiveLead(id)),
        new("ArchiveLead", "nobody", (db, _) => db.ArchiveLead(Nobody)),
        new("RestoreLead", null, (db, id) => db.RestoreLead(id)),
        new("ArchiveInactive", null, (db, _) => db.ArchiveInactive(TimeSpan.FromDays(100_000))),
        new("ArchiveInactive", "negative", (db, _) => db.ArchiveInactive(TimeSpan.FromDays(-1))),
        new("RestoreLead", "nobody", (db, _) => db.RestoreLead(Nobody)),
        new("DeleteLead", "nobody", (db, _) => db.DeleteLead(Nobody)),
        new("InTransaction", null, (db, id) => db.InTransaction(tx => tx.CreateMessage(id, MessageSender.Agent, Text))),
        new("InTransaction", "fails inside", (db, _) => db.InTransaction(tx => tx.CreateLead(Valid))),
        new("InTransaction", "returns a task", (db, id) => db.InTransaction(tx => Task.FromResult(tx.CreateMessage(id, MessageSender.Agent, Text)))),
        new("InTransaction", "outer store", (db, id) => db.InTransaction(_ => db.CreateMessage(id, MessageSender.Agent, Text))),
    ];

    private static IEnumerable<Provocation> Assisting =>
    [
        new("QualifyLead", null, (db, id) => db.QualifyLead(id, Answers)),
        new("QualifyLead", "half a pair", (db, id) => db.QualifyLead(id, new Dictionary<string, string> { [Question] = HalfPair })),
        new("QualifyLead", "nobody", (db, _) => db.QualifyLead(Nobody, Answers)),
        new("RequalifyLead", null, (db, id) => db.RequalifyLead(id)),
        new("RequalifyLead", "nobody", (db, _) => db.RequalifyLead(Nobody)),
        new("ListQualifications", null, (db, id) => db.ListQualifications(id)),
        new("PauseAssistant", null, (db, id) => db.PauseAssistant(id, Name, reason: Text)),
        new("PauseAssistant", "long", (db, id) => db.PauseAssistant(id, Long(Name, 201), reason: Long(Text, 1_001))),
        new("PauseAssistant", "blank", (db, id) => db.PauseAssistant(id, " ", reason: Nul)),
        new("PauseAssistant", "nobody", (db, _) => db.PauseAssistant(Nobody, Name, reason: Text)),
        new("ResumeAssistant", null, (db, id) => db.ResumeAssistant(id)),
        new("ResumeAssistant", "nobody", (db, _) => db.ResumeAssistant(Nobody)),
        new("TryOnce", null, (db, id) => db.TryOnce(id, Token)),
        new("TryOnce", "long", (db, id) => db.TryOnce(id, Long(Token, 201))),
        new("TryOnce", "nobody", (db, _) => db.TryOnce(Nobody, Token)),
    ];

    private static IEnumerable<Provocation> Deleting =>
    [
        new("DeleteLead", null, (db, id) => db.DeleteLead(id)),
        new("TryDeleteLead", null, (db, id) => db.TryDeleteLead(id)),
    ];

    private static IEnumerable<Provocation> Talking =>
    [
        new("CreateMessage", null, (db, id) => db.CreateMessage(id, MessageSender.Customer, Text)),
        new("CreateMessage", "nobody", (db, _) => db.CreateMessage(Nobody, MessageSender.Customer, Text)),
        new("CreateMessage", "sender", (db, id) => db.CreateMessage(id, (MessageSender)9, Text)),
        new("CreateMessage", "long", (db, id) => db.CreateMessage(id, MessageSender.Customer, Long(Text, 100_001))),
        new("CreateMessage", "NUL", (db, id) => db.CreateMessage(id, MessageSender.Customer, Nul)),
        new("CreateMessage", "half a pair", (db, id) => db.CreateMessage(id, MessageSender.Customer, HalfPair)),
        new("GetConversationHistory", null, (db, id) => db.GetConversationHistory(id)),
        new("GetConversationHistory", "negative count", (db, id) => db.GetConversationHistory(id, last: -1)),
        new("ListMessages", null, (db, id) => db.ListMessages(id)),
        new("ListMessages", "cursor", (db, id) => db.ListMessages(id, cursor: Text)),
        new("IngestInbound", null, (db, _) => db.IngestInbound(new InboundMessage { From = Phone, Body = Text, SourceId = Token })),
        new("IngestInbound", "long body", (db, _) => db.IngestInbound(new InboundMessage { From = Phone, Body = Long(Text, 100_001) })),
        new("IngestInbound", "NUL", (db, _) => db.IngestInbound(new InboundMessage { From = Phone, Body = Nul, SourceId = Token + "\0" })),
        new("IngestInbound", "long source id", (db, _) => db.IngestInbound(new InboundMessage { From = Phone, Body = Text, SourceId = Long(Token, 256) })),
        new("IngestInbound", "odd channel", (db, _) => db.IngestInbound(new InboundMessage { From = Phone, Body = Text, Channel = Name + "/" })),
        new("IngestInbound", "null", (db, _) => db.IngestInbound(null!)),
    ];

    private static IEnumerable<Provocation> Rooms =>
    [
        new("Settings.Set", null, (db, _) => db.Settings.Set(LeadSettings.AssistantName, Name)),
        new("Settings.Set", "long", (db, _) => db.Settings.Set(Setting.Text(Token, ""), Long(Text, 100_001))),
        new("Settings.Set", "long key", (db, _) => db.Settings.Set(Setting.Text(Long(Token, 201), ""), Text)),
        new("Settings.Set", "null", (db, _) => db.Settings.Set(Setting.Text(Token, ""), null!)),
        new("Settings.Get", null, (db, _) => db.Settings.Get(LeadSettings.AssistantName)),
        new("Settings.List", null, (db, _) => db.Settings.List()),
        new("Settings.Reset", null, (db, _) => db.Settings.Reset(LeadSettings.AssistantName)),
        new("Sources.Add", null, (db, _) => db.Sources.Add(Name, Text)),
        new("Sources.Add", "listed", (db, _) => db.Sources.Add(LeadSource.InboundSms, Text)),
        new("Sources.Add", "odd", (db, _) => db.Sources.Add(Name + "/", Long(Text, 201))),
        new("Sources.Get", null, (db, _) => db.Sources.Get(Name)),
        new("Sources.List", null, (db, _) => db.Sources.List()),
        new("Sources.Rename", "unknown", (db, _) => db.Sources.Rename(Name, Text)),
        new("Sources.Rename", "long", (db, _) => db.Sources.Rename(Name, Long(Text, 201))),
        new("Sources.Activate", "unknown", (db, _) => db.Sources.Activate(Name)),
        new("Sources.Deactivate", "unknown", (db, _) => db.Sources.Deactivate(Name)),
        new("Sources.Delete", null, (db, _) => db.Sources.Delete(Name)),
        new("Sources.Delete", "used", (db, _) => db.Sources.Delete(LeadSource.InboundSms)),
        new("Attributes.Get", null, (db, id) => db.Attributes.Get(id)),
        new("Attributes.GetOfMessage", null, (db, id) => db.Attributes.GetOfMessage((id << 24) + 1)),
        new("Attributes.Set", null, (db, id) => db.Attributes.Set(id, Token, JsonSerializer.SerializeToElement(Text))),
        new("Attributes.Set", "long name", (db, id) => db.Attributes.Set(id, Long(Token, 201), JsonSerializer.SerializeToElement(Text))),
        new("Attributes.Set", "long", (db, id) => db.Attributes.Set(id, Token, JsonSerializer.SerializeToElement(Long(Text, 1_000_001)))),
        new("Attributes.Set", "no value", (db, id) => db.Attributes.Set(id, Token, default(JsonElement))),
        new("Attributes.Set", "nobody", (db, _) => db.Attributes.Set(Nobody, Token, JsonSerializer.SerializeToElement(Text))),
        .. MoneyProvocations.All,
        .. CampaignProvocations.All,
        .. CallProvocations.All,
        new("Reminders.ClaimDue", null, (db, _) => db.Reminders.ClaimDue()),
        new("Reminders.ClaimDue", "limit", (db, _) => db.Reminders.ClaimDue(limit: 0)),
        new("Reminders.MarkSent", null, (db, id) => db.Reminders.MarkSent(new Reminder(id, 1, default, default, Guid.NewGuid()))),
        new("Reminders.MarkSent", "null", (db, _) => db.Reminders.MarkSent(null!)),
        new("Reminders.Release", null, (db, id) => db.Reminders.Release(new Reminder(id, 1, default, default, Guid.NewGuid()))),
        new("Reminders.Get", null, (db, id) => db.Reminders.Get(id)),
    ];

    // Files that are taken in and given out.
    private static IEnumerable<Provocation> Moving =>
    [
        new("Import.Leads", null, (db, _) => db.Import.Leads([Valid with { Phone = "+447809505444" }])),
        new("Import.Leads", "no phone", (db, _) => db.Import.Leads([Valid with { Phone = PhoneDigits + Text, Name = Long(Name, 201) }])),
        .. new (string How, string Json)[]
        {
            ("no phone", $$"""{"phone":"{{PhoneDigits}}{{Text}}"}"""),
            ("cut off", $$"""{"phone":"{{Phone}}","name":"{{Name}}"""),
            ("no JSON", $"{Name} {Phone}"),
            ("a broken escape", $$"""{"name":"{{Name}}\u{{Text}}"}"""),
            ("long name", $$"""{"phone":"{{Phone}}","name":"{{Long(Name, 201)}}"}"""),
            ("no time", $$"""{"phone":"{{Phone}}","created_at":"{{Text}}"}"""),
            ("no mapping", $$"""{"{{Name}}":"{{Text}}"}"""),
        }.SelectMany<(string How, string Json), Provocation>(bad =>
        [
            new("Import.Run", bad.How, (db, _) => WithFile(bad.Json, file => db.Import.Run(ImportSource.Json(file)))),
            new("Import.Plan", bad.How, (db, _) => WithFile(bad.Json, file => db.Import.Plan(ImportSource.Json(file)))),
            new("Export.Load", bad.How, (db, _) => WithFile(bad.Json, file => db.Export.Load(file))),
        ]),
        new("Import.Run", "CSV of another width", (db, _) => WithFile($"phone,name\n{Phone},{Name},{Text}", file => db.Import.Run(ImportSource.Csv(file)))),
        new("Export.Json", null, (db, _) => db.Export.Json(Stream.Null)),
        new("Export.Csv", null, (db, _) => db.Export.Csv(Stream.Null)),
        new("Export.CsvMessages", null, (db, _) => db.Export.CsvMessages(Stream.Null)),
    ];

    private static void WithFile<T>(string content, Func<string, T> use)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, content);
            use(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Lead Changed(Lead lead, NewLead input) => lead with
    {
        Phone = input.Phone,
        Name = input.Name,
        Email = input.Email,
        Source = input.Source ?? lead.Source,
        Status = input.Status ?? lead.Status,
        Progress = input.Progress ?? 0,
        Answers = input.Answers ?? Answers,
    };
}
