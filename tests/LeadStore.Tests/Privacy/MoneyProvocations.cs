using static LeadStore.Tests.Privacy.Markers;

namespace LeadStore.Tests.Privacy;

/// <summary>The verbs on costs and skip traces, called rightly and in every way that they refuse.</summary>
internal static class MoneyProvocations
{
    private const long Nobody = 999_999;

    private static readonly SkipTraceRequest Request = new() { FullName = Name, Address = Text };
    private static readonly SkipTraceRequest NulRequest = new()
    {
        FullName = Name + "\0",
        City = Text + "\ud83d",
        Address = Long(Text,
        501)
    };

    private static readonly SkipTraceResult Result = new()
    {
        Phones = [new FoundPhone { Number = Phone, Carrier = Text }],
        Emails = [new FoundEmail { Address = Email }],
        Response = Text,
    };

    private static readonly SkipTraceResult BadResult = new()
    {
        Phones = [new FoundPhone { Number = Phone, Carrier = Long(Text, 201), Confidence = 7809505 }],
        Emails = [new FoundEmail { Address = Email, Type = Long(Text, 65) }],
        Response = Text,
    };

    public static IReadOnlyList<Provocation> All =>
    [
        new("Costs.Record", null, (db, id) => db.Costs.Record(new NewCost { LeadId = id, Details = Text })),
        new("Costs.Record", "odd", (db, id) =>
            db.Costs.Record(new NewCost { LeadId = id, Type = Name + "/", Details = Long(Text, 1_001), Campaign = Text + "\0" })),
        new("Costs.Record", "nobody", (db, _) => db.Costs.Record(new NewCost { LeadId = Nobody, Details = Text })),
        new("Costs.Record", "no organization", (db, _) => db.Costs.Record(new NewCost { OrganizationId = Nobody, Details = Text })),
        new("Costs.Record", "null", (db, _) => db.Costs.Record(null!)),
        new("Costs.AddAiCost", null, (db, id) => db.Costs.AddAiCost(id, new Money(1), Text)),
        new("Costs.AddAiCost", "negative", (db, id) => db.Costs.AddAiCost(id, new Money(-1), Text)),
        new("Costs.Get", null, (db, _) => db.Costs.Get(1)),
        new("Costs.GetForLead", null, (db, id) => db.Costs.GetForLead(id)),
        new("Costs.List", null, (db, id) => db.Costs.List(new CostFilter { LeadId = id })),
        new("Costs.List", "cursor", (db, _) => db.Costs.List(new CostFilter { Campaign = Text }, Text)),
        new("Costs.Summarize", null, (db, _) => db.Costs.Summarize(new CostFilter { Campaign = Text }, CostGrouping.Day)),
        new("Costs.Summarize", "grouping", (db, _) => db.Costs.Summarize(new CostFilter { Campaign = Text }, (CostGrouping)99)),
        new("SkipTrace.Begin", null, (db, id) => db.SkipTrace.Begin(id, Name, Request)),
        new("SkipTrace.Begin", "odd", (db, id) => db.SkipTrace.Begin(id, Name + "/", NulRequest)),
        new("SkipTrace.Begin", "nobody", (db, _) => db.SkipTrace.Begin(Nobody, Name, Request)),
        new("SkipTrace.Complete", null, (db, _) => db.SkipTrace.Complete(1, Result)),
        new("SkipTrace.Complete", "odd", (db, _) => db.SkipTrace.Complete(1, BadResult)),
        new("SkipTrace.Complete", "unknown", (db, _) => db.SkipTrace.Complete(Nobody, Result)),
        new("SkipTrace.Fail", null, (db, _) => db.SkipTrace.Fail(1, new SkipTraceFailure { Reason = Name, Response = Text })),
        new("SkipTrace.Fail", "odd", (db, _) => db.SkipTrace.Fail(1, new SkipTraceFailure { Reason = Name + "/", Response = Text })),
        new("SkipTrace.Record", null, (db, id) => db.SkipTrace.Record(id, Name, Request, Result)),
        new("SkipTrace.Record", "odd", (db, id) => db.SkipTrace.Record(id, Name, Request, BadResult)),
        new("SkipTrace.FindAnswer", null, (db, _) => db.SkipTrace.FindAnswer(Name, Request, TimeSpan.FromDays(1))),
        new("SkipTrace.FindAnswer", "odd", (db, _) => db.SkipTrace.FindAnswer(Name, NulRequest, TimeSpan.FromDays(1))),
        new("SkipTrace.Reuse", null, (db, id) => db.SkipTrace.Reuse(id, Name, Request, TimeSpan.FromDays(1))),
        new("SkipTrace.Reuse", "nobody", (db, _) => db.SkipTrace.Reuse(Nobody, Name, Request, TimeSpan.FromDays(1))),
        new("SkipTrace.Get", null, (db, _) => db.SkipTrace.Get(1)),
        new("SkipTrace.GetResponse", null, (db, _) => db.SkipTrace.GetResponse(1)),
        new("SkipTrace.GetHistory", null, (db, id) => db.SkipTrace.GetHistory(id)),
        new("SkipTrace.ListPending", null, (db, _) => db.SkipTrace.ListPending()),
        new("SkipTrace.ListPending", "cursor", (db, _) => db.SkipTrace.ListPending(cursor: Text)),
        new("SkipTrace.ListPhones", null, (db, id) => db.SkipTrace.ListPhones(id)),
        new("SkipTrace.ListEmails", null, (db, id) => db.SkipTrace.ListEmails(id)),
        new("SkipTrace.RankPhones", null, (db, id) => db.SkipTrace.RankPhones(id)),
        new("SkipTrace.BestPhone", null, (db, id) => db.SkipTrace.BestPhone(id)),
        new("SkipTrace.GetSummary", null, (db, id) => db.SkipTrace.GetSummary(id)),
        new("SkipTrace.ListInterrupted", null, (db, _) => db.SkipTrace.ListInterrupted(Name)),
        new("SkipTrace.ReleaseInterrupted", null, (db, _) => db.SkipTrace.ReleaseInterrupted(Name, Guid.Empty)),
        new("SkipTrace.ReleaseInterrupted", "less than nothing", (db, _) => db.SkipTrace.ReleaseInterrupted(Name, Guid.Empty, new Money(-1))),
    ];
}
