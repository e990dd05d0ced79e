using static LeadStore.Tests.Privacy.Markers;

namespace LeadStore.Tests.Privacy;

/// <summary>The verbs on calls, called rightly and in every way that they refuse.</summary>
internal static class CallProvocations
{
    private const long Nobody = 999_999;

    private static readonly CallEnd BadEnd = new()
    {
        Outcome = Name + "/",
        DurationSeconds = -5,
        EndedAt = DateTimeOffset.MinValue,
        RecordingUrl = Text,
        Transcript = Text + "\0",
        Analysis = Text,
    };

    public static IReadOnlyList<Provocation> All { get; } =
    [
        new("Calls.Record", null, (db, id) => db.Calls.Record(Valid(id))),
        new("Calls.Record", "odd", (db, id) => db.Calls.Record(new NewCall
        {
            LeadId = id,
            Phone = Phone + Text,
            Direction = (CallDirection)9,
            SourceId = Long(Token, 256),
            End = BadEnd,
        })),
        new("Calls.Record", "nobody", (db, _) => db.Calls.Record(Valid(Nobody) with { SourceId = Token + "2" })),
        new("Calls.Record", "no campaign", (db, id) => db.Calls.Record(Valid(id) with { SourceId = null, CampaignId = Nobody })),
        new("Calls.Record", "no user", (db, id) => db.Calls.Record(Valid(id) with { SourceId = null, UserId = Nobody })),
        new("Calls.Record", "null", (db, _) => db.Calls.Record(null!)),
        new("Calls.Complete", null, (db, id) =>
            db.Calls.Complete(Begun(db, id), new CallEnd { Transcript = Text, Analysis = $"\"{Text}\"" })),
        new("Calls.Complete", "odd", (db, id) => db.Calls.Complete(Begun(db, id), BadEnd)),
        new("Calls.Complete", "ended", (db, id) => db.Calls.Complete(ACall(db, id), new CallEnd { Transcript = Text })),
        new("Calls.Complete", "unknown", (db, _) => db.Calls.Complete(Nobody, new CallEnd { Transcript = Text })),
        new("Calls.Complete", "null", (db, id) => db.Calls.Complete(ACall(db, id), null!)),
        new("Calls.Update", null, (db, id) =>
            db.Calls.Update(ACall(db, id), it => it with { RecordingUrl = "https://example.com/" + Token })),
        new("Calls.Update", "odd", (db, id) => db.Calls.Update(ACall(db, id), it => it with
        {
            LeadId = 77,
            Outcome = Name + "/",
            DurationSeconds = -1,
            RecordingUrl = Text,
            SourceId = Token + "3",
        })),
        new("Calls.Update", "unknown", (db, _) => db.Calls.Update(Nobody, it => it)),
        new("Calls.Update", "null", (db, id) => db.Calls.Update(ACall(db, id), _ => null!)),
        new("Calls.SetTranscript", null, (db, id) => db.Calls.SetTranscript(ACall(db, id), Text)),
        new("Calls.SetTranscript", "long", (db, id) => db.Calls.SetTranscript(ACall(db, id), Long(Text, 1_000_001))),
        new("Calls.SetTranscript", "unknown", (db, _) => db.Calls.SetTranscript(Nobody, Text)),
        new("Calls.SetAnalysis", null, (db, id) => db.Calls.SetAnalysis(ACall(db, id), $"\"{Text}\"")),
        new("Calls.SetAnalysis", "no JSON", (db, id) => db.Calls.SetAnalysis(ACall(db, id), Text)),
        new("Calls.SetAnalysis", "unknown", (db, _) => db.Calls.SetAnalysis(Nobody, $"\"{Text}\"")),
        new("Calls.Get", null, (db, _) => db.Calls.Get(1)),
        new("Calls.GetBySourceId", null, (db, _) => db.Calls.GetBySourceId(Token)),
        new("Calls.GetBySourceId", "null", (db, _) => db.Calls.GetBySourceId(null!)),
        new("Calls.GetTranscript", null, (db, _) => db.Calls.GetTranscript(1)),
        new("Calls.GetAnalysis", null, (db, _) => db.Calls.GetAnalysis(1)),
        new("Calls.List", null, (db, id) => db.Calls.List(id)),
        new("Calls.List", "cursor", (db, id) => db.Calls.List(id, Text)),
        new("Calls.SearchTranscripts", null, (db, _) => db.Calls.SearchTranscripts(Text)),
        new("Calls.SearchTranscripts", "long", (db, _) => db.Calls.SearchTranscripts(Long(Text, 1_001))),
        new("Calls.SearchTranscripts", "too many words", (db, _) =>
            db.Calls.SearchTranscripts(string.Join(' ', Enumerable.Range(0, 11).Select(i => $"{Name}{i}")))),
        new("Calls.SearchTranscripts", "cursor", (db, _) => db.Calls.SearchTranscripts(Text, Text)),
        new("Calls.Delete", null, (db, id) => db.Calls.Delete(Begun(db, id))),
    ];

    private static NewCall Valid(long id) => new()
    {
        LeadId = id,
        Phone = Phone,
        SourceId = Token,
        End = new CallEnd { Transcript = Text, RecordingUrl = "https://example.com/" + Token, Analysis = $"\"{Text}\"" },
    };

    private static long Begun(LeadDatabase db, long id) => db.Calls.Record(new NewCall { LeadId = id }).Id;

    private static long ACall(LeadDatabase db, long id) => db.Calls.Record(Valid(id)).Id;
}
