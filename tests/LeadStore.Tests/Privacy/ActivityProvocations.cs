using static LeadStore.Tests.Privacy.Markers;

namespace LeadStore.Tests.Privacy;

/// <summary>The verbs on activities, called rightly and in every way that they refuse.</summary>
internal static class ActivityProvocations
{
    private const long Nobody = 999_999;

    public static IReadOnlyList<Provocation> All { get; } =
    [
        new("Activities.Record", null, (db, id) => db.Activities.Record(Valid(id), Json)),
        new("Activities.Record", "odd", (db, id) =>
            db.Activities.Record(
                new NewActivity { LeadId = id, Type = Name + "/", Description = Text + "\0", Input = Text, SourceId = Long(Email, 256) }, Text, " ")),
        new("Activities.Record", "nobody", (db, _) => db.Activities.Record(Valid(Nobody), error: Text)),
        new("Activities.Record", "null", (db, _) => db.Activities.Record(null!)),
        new("Activities.Start", null, (db, id) => db.Activities.Start(Valid(id))),
        new("Activities.Start", "nobody", (db, _) => db.Activities.Start(Valid(Nobody))),
        new("Activities.Start", "null", (db, _) => db.Activities.Start(null!)),
        new("Activities.Complete", null, (db, id) => db.Activities.Complete(db.Activities.Start(Valid(id)).Id, Json)),
        new("Activities.Complete", "odd", (db, id) => db.Activities.Complete(db.Activities.Start(Valid(id)).Id, Text)),
        new("Activities.Complete", "over", (db, id) => db.Activities.Complete(db.Activities.Record(Valid(id)).Id, Json)),
        new("Activities.Complete", "nobody", (db, _) => db.Activities.Complete(Nobody, Json)),
        new("Activities.Fail", null, (db, id) => db.Activities.Fail(db.Activities.Start(Valid(id)).Id, Text)),
        new("Activities.Fail", "odd", (db, id) => db.Activities.Fail(db.Activities.Start(Valid(id)).Id, Long(Text, 10_001), Text)),
        new("Activities.Fail", "nobody", (db, _) => db.Activities.Fail(Nobody, Text)),
        new("Activities.Get", null, (db, _) => db.Activities.Get(1)),
        new("Activities.GetBySourceId", null, (db, _) => db.Activities.GetBySourceId(Email)),
        new("Activities.GetBySourceId", "null", (db, _) => db.Activities.GetBySourceId(null!)),
        new("Activities.GetInput", null, (db, _) => db.Activities.GetInput(1)),
        new("Activities.GetOutput", null, (db, _) => db.Activities.GetOutput(1)),
        new("Activities.List", null, (db, id) => db.Activities.List(id)),
        new("Activities.List", "cursor", (db, id) => db.Activities.List(id, Name, Text)),
        new("Activities.List", "page size", (db, id) => db.Activities.List(id, pageSize: 0)),
        new("Activities.ListPending", null, (db, _) => db.Activities.ListPending()),
        new("Activities.ListPending", "cursor", (db, _) => db.Activities.ListPending(cursor: Text)),
        new("Activities.Delete", null, (db, id) => db.Activities.Delete(db.Activities.Start(Valid(id)).Id)),
    ];

    private static string Json => $"\"{Text}\"";

    private static NewActivity Valid(long leadId) => new() { LeadId = leadId, Type = Name, Description = Text, Input = Json };
}
