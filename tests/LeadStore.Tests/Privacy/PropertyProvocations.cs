using static LeadStore.Tests.Privacy.Markers;

namespace LeadStore.Tests.Privacy;

/// <summary>The verbs on properties and rules of contact, called rightly and in every way that they refuse.</summary>
internal static class PropertyProvocations
{
    private const long Nobody = 999_999;

    private static readonly NewProperty House = new() { Address = Text, SourceType = Token };
    private static readonly NewProperty NoHouse = new() { Address = Long(Text, 501), SourceType = Name + "/", ConditionScore = 101 };
    private static readonly NewPropertyRecord Record = new() { Source = Token, Address = Text, Raw = Name };
    private static readonly NewPropertyRecord NoRecord = new() { Source = Token + "/", Address = Text + "\0", Raw = Name + "\0" };

    public static IReadOnlyList<Provocation> All { get; } = [.. Properties, .. Records, .. Contacting];

    private static IEnumerable<Provocation> Properties =>
    [
        new("Properties.CreateLead", null, (db, _) => db.Properties.CreateLead(new NewLead { Name = Name }, House)),
        new("Properties.CreateLead", "odd", (db, _) => db.Properties.CreateLead(new NewLead { Name = Name }, NoHouse)),
        new("Properties.CreateLead", "long", (db, _) => db.Properties.CreateLead(new NewLead { Name = Long(Name, 201) }, House)),
        new("Properties.CreateLead", "duplicate", (db, _) => db.Properties.CreateLead(new NewLead { Phone = Phone }, House)),
        new("Properties.CreateLead", "null", (db, _) => db.Properties.CreateLead(null!, House)),
        new("Properties.Set", null, (db, id) => db.Properties.Set(id, House)),
        new("Properties.Set", "odd", (db, id) => db.Properties.Set(id, NoHouse)),
        new("Properties.Set", "nobody", (db, _) => db.Properties.Set(Nobody, House)),
        new("Properties.Set", "null", (db, id) => db.Properties.Set(id, null!)),
        new("Properties.Get", null, (db, id) => db.Properties.Get(id)),
        new("Properties.Update", null, (db, id) => With(db, id, tx => tx.Properties.Update(id, it => it with { Address = Text + "2" }))),
        new("Properties.Update", "odd", (db, id) => With(db, id, tx => tx.Properties.Update(id, it => it with { Address = Long(Text, 501) }))),
        new("Properties.Update", "nobody", (db, _) => db.Properties.Update(Nobody, it => it)),
        new("Properties.SetRaw", null, (db, id) => With(db, id, tx => tx.Properties.SetRaw(id, $"\"{Text}\""))),
        new("Properties.SetRaw", "not JSON", (db, id) => With(db, id, tx => tx.Properties.SetRaw(id, Text))),
        new("Properties.GetRaw", null, (db, id) => db.Properties.GetRaw(id)),
        new("Properties.SetTemperature", null, (db, id) => With(db, id, tx => tx.Properties.SetTemperature(id, LeadTemperature.Hot))),
        new("Properties.SetTemperature", "nobody", (db, _) => db.Properties.SetTemperature(Nobody, LeadTemperature.Hot)),
        new("Properties.AddFeedback", null, (db, id) => With(db, id, tx => tx.Properties.AddFeedback(id, good: true))),
        new("Properties.AddFeedback", "nobody", (db, _) => db.Properties.AddFeedback(Nobody, good: true)),
        new("Properties.SetScore", null, (db, id) => With(db, id, tx => tx.Properties.SetScore(id, ScoreKind.Ai, 7, Text))),
        new("Properties.SetScore", "long", (db, id) => With(db, id, tx => tx.Properties.SetScore(id, ScoreKind.Ai, 7, Long(Text, 9_999)))),
        new("Properties.ListScores", null, (db, id) => db.Properties.ListScores(id)),
        new("Properties.Delete", null, (db, id) => With(db, id, tx => tx.Properties.Delete(id))),
        new("Properties.FindByAddress", null, (db, _) => db.Properties.FindByAddress(Text)),
        new("Properties.FindByAddress", "long", (db, _) => db.Properties.FindByAddress(Long(Text, 501))),
        new("Properties.List", null, (db, _) => db.Properties.List(new PropertyFilter { SourceType = Token })),
        new("Properties.List", "cursor", (db, _) => db.Properties.List(new PropertyFilter(), cursor: Text)),
    ];

    private static IEnumerable<Provocation> Records =>
    [
        new("Properties.AddRecord", null, (db, _) => db.Properties.AddRecord(Record)),
        new("Properties.AddRecord", "odd", (db, _) => db.Properties.AddRecord(NoRecord)),
        new("Properties.AddRecords", null, (db, _) => db.Properties.AddRecords([Record])),
        new("Properties.AddRecords", "odd", (db, _) => db.Properties.AddRecords([Record, NoRecord])),
        new("Properties.GetRecord", null, (db, _) => db.Properties.GetRecord(1)),
        new("Properties.GetRecordRaw", null, (db, _) => db.Properties.GetRecordRaw(1)),
        new("Properties.ClaimUnprocessed", null, (db, _) => db.Properties.ClaimUnprocessed()),
        new("Properties.ClaimUnprocessed", "none", (db, _) => db.Properties.ClaimUnprocessed(count: 0)),
        new("Properties.CompleteRecord", null, (db, _) => db.Properties.CompleteRecord(1, Guid.NewGuid())),
        new("Properties.ReleaseRecord", null, (db, _) => db.Properties.ReleaseRecord(1, Guid.NewGuid())),
        new("Properties.CountUnprocessed", null, (db, _) => db.Properties.CountUnprocessed()),
    ];

    private static IEnumerable<Provocation> Contacting =>
    [
        new("ContactRules.Get", null, (db, id) => db.ContactRules.Get(id)),
        new("ContactRules.Set", null, (db, id) => db.ContactRules.Set(id, rules => rules with { TimeZone = "America/Chicago" })),
        new("ContactRules.Set", "no zone", (db, id) => db.ContactRules.Set(id, rules => rules with { TimeZone = Text })),
        new("ContactRules.Set", "nobody", (db, _) => db.ContactRules.Set(Nobody, rules => rules with { DoNotCall = true })),
        new("ContactRules.SetDoNotCall", null, (db, id) => db.ContactRules.SetDoNotCall(id, doNotCall: true)),
        new("ContactRules.SetDoNotCall", "nobody", (db, _) => db.ContactRules.SetDoNotCall(Nobody, doNotCall: true)),
        new("ContactRules.CanContact", null, (db, id) => db.ContactRules.CanContact(id, Channel.Sms)),
        new("ContactRules.CanContact", "nobody", (db, _) => db.ContactRules.CanContact(Nobody, Token)),
    ];

    // The verb on a lead that has a property.
    private static void With(LeadDatabase db, long id, Action<LeadDatabase> verb) => db.InTransaction(tx =>
    {
        tx.Properties.Set(id, House);
        verb(tx);
    });
}
