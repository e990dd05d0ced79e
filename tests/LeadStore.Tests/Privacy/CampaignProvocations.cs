using static LeadStore.Tests.Privacy.Markers;

namespace LeadStore.Tests.Privacy;

/// <summary>The verbs on campaigns, called rightly and in every way that they refuse.</summary>
internal static class CampaignProvocations
{
    private const long Nobody = 999_999;

    public static IReadOnlyList<Provocation> All { get; } =
    [
        new("Campaigns.Create", null, (db, _) => db.Campaigns.Create(Valid)),
        new("Campaigns.Create", "odd", (db, _) =>
            db.Campaigns.Create(new NewCampaign { Name = Long(Name, 201), Type = Name + "/", Message = Text + "\0", Status = (CampaignStatus)9 })),
        new("Campaigns.Create", "no organization", (db, _) => db.Campaigns.Create(Valid with { OrganizationId = Nobody })),
        new("Campaigns.Create", "null", (db, _) => db.Campaigns.Create(null!)),
        new("Campaigns.Get", null, (db, _) => db.Campaigns.Get(1)),
        new("Campaigns.Update", null, (db, _) => db.Campaigns.Update(ACampaign(db), it => it with { Name = Name + "2" })),
        new("Campaigns.Update", "nobody", (db, _) => db.Campaigns.Update(Nobody, it => it with { Name = Name })),
        new("Campaigns.Update", "odd", (db, _) => db.Campaigns.Update(ACampaign(db), it => it with { Id = 77, Message = Long(Text, 100_001) })),
        new("Campaigns.Update", "null", (db, _) => db.Campaigns.Update(ACampaign(db), _ => null!)),
        new("Campaigns.List", null, (db, _) => db.Campaigns.List(new CampaignFilter { Type = Name })),
        new("Campaigns.List", "cursor", (db, _) => db.Campaigns.List(cursor: Text)),
        new("Campaigns.List", "status", (db, _) => db.Campaigns.List(new CampaignFilter { Type = Name, Status = (CampaignStatus)9 })),
        new("Campaigns.RecordSend", null, (db, id) => db.Campaigns.RecordSend(ACampaign(db), id)),
        new("Campaigns.RecordSend", "step", (db, id) => db.Campaigns.RecordSend(ACampaign(db), id, 0)),
        new("Campaigns.RecordSend", "nobody", (db, _) => db.Campaigns.RecordSend(ACampaign(db), Nobody)),
        new("Campaigns.RecordSend", "no campaign", (db, id) => db.Campaigns.RecordSend(Nobody, id)),
        new("Campaigns.RecordEvent", null, (db, id) =>
            db.Campaigns.RecordEvent(ACampaign(db), id, 1, CampaignEvent.Replied, response: Text)),
        new("Campaigns.RecordEvent", "odd", (db, id) =>
            db.Campaigns.RecordEvent(ACampaign(db), id, -1, (CampaignEvent)9, response: Long(Text, 10_001))),
        new("Campaigns.RecordEvent", "nobody", (db, _) =>
            db.Campaigns.RecordEvent(ACampaign(db), Nobody, 1, CampaignEvent.Replied, response: Text)),
        new("Campaigns.GetSend", null, (db, id) => db.Campaigns.GetSend(1, id)),
        new("Campaigns.ListSends", null, (db, _) => db.Campaigns.ListSends(1)),
        new("Campaigns.ListSends", "cursor", (db, _) => db.Campaigns.ListSends(1, Text)),
        new("Campaigns.ListOfLead", null, (db, id) => db.Campaigns.ListOfLead(id)),
        new("Campaigns.ListOfLead", "page size", (db, id) => db.Campaigns.ListOfLead(id, pageSize: 0)),
        new("Campaigns.GetStats", null, (db, _) => db.Campaigns.GetStats(ACampaign(db))),
        new("Campaigns.GetStats", "nobody", (db, _) => db.Campaigns.GetStats(Nobody)),
        new("Campaigns.Delete", null, (db, _) => db.Campaigns.Delete(db.Campaigns.Create(Valid).Id)),
        new("Campaigns.Delete", "in use", (db, id) =>
        {
            long campaign = db.Campaigns.Create(Valid).Id;
            db.Campaigns.RecordEvent(campaign, id, 1, CampaignEvent.Replied, response: Text);
            db.Campaigns.Delete(campaign);
        }),
    ];

    private static NewCampaign Valid => new() { Name = Name, Type = Name, Message = Text };

    private static long ACampaign(LeadDatabase db) =>
        db.Campaigns.List(pageSize: 1).Items is [Campaign campaign] ? campaign.Id : db.Campaigns.Create(Valid).Id;
}
