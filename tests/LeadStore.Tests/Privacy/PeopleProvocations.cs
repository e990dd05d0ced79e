using static LeadStore.Tests.Privacy.Markers;

namespace LeadStore.Tests.Privacy;

/// <summary>
/// The verbs on organizations, users and notes, as <see cref="Provocations"/> has those on leads. The hash of a password is a token.
/// </summary>
internal static class PeopleProvocations
{
    private const string Nul = Text + "\0";
    private const long Nobody = 999_999;

    public static IReadOnlyList<Provocation> All { get; } = [.. Organizations, .. Users, .. Notes, .. ActivityProvocations.All];

    private static IEnumerable<Provocation> Organizations =>
    [
        new("Organizations.Create", null, (db, _) => db.Organizations.Create(Name, Token)),
        new("Organizations.Create", "long", (db, _) => db.Organizations.Create(Long(Name, 201), Name + "/")),
        new("Organizations.Create", "NUL", (db, _) => db.Organizations.Create(Nul)),
        new("Organizations.Get", null, (db, _) => db.Organizations.Get(1)),
        new("Organizations.List", null, (db, _) => db.Organizations.List()),
        new("Organizations.Update", null, (db, _) => db.Organizations.Update(AnOrganization(db), it => it with { Name = Name + "2" })),
        new("Organizations.Update", "nobody", (db, _) => db.Organizations.Update(Nobody, it => it with { Name = Name })),
        new("Organizations.Update", "long", (db, _) => db.Organizations.Update(AnOrganization(db), it => it with { Name = Long(Name, 999) })),
        new("Organizations.Update", "null", (db, _) => db.Organizations.Update(AnOrganization(db), _ => null!)),
        new("Organizations.RecordUsage", null, (db, _) => db.Organizations.RecordUsage(AnOrganization(db), Token)),
        new("Organizations.RecordUsage", "odd", (db, _) => db.Organizations.RecordUsage(AnOrganization(db), Token + "/", 0)),
        new("Organizations.RecordUsage", "nobody", (db, _) => db.Organizations.RecordUsage(Nobody, Token)),
        new("Organizations.TryUse", null, (db, _) => db.Organizations.TryUse(AnOrganization(db), Token, 1, 100)),
        new("Organizations.TryUse", "odd", (db, _) => db.Organizations.TryUse(AnOrganization(db), Token + "/", -1, -1)),
        new("Organizations.TryUse", "nobody", (db, _) => db.Organizations.TryUse(Nobody, Token, 1, 100)),
        new("Organizations.GetUsage", null, (db, _) => db.Organizations.GetUsage(1)),
        new("Organizations.SetLead", null, (db, id) => db.Organizations.SetLead(id, AnOrganization(db))),
        new("Organizations.SetLead", "nobody", (db, _) => db.Organizations.SetLead(Nobody, AnOrganization(db))),
        new("Organizations.SetLead", "no organization", (db, id) => db.Organizations.SetLead(id, Nobody)),
        new("Organizations.GetOfLead", null, (db, id) => db.Organizations.GetOfLead(id)),
        new("Organizations.ListLeads", null, (db, _) => db.Organizations.ListLeads(1)),
        new("Organizations.ListLeads", "cursor", (db, _) => db.Organizations.ListLeads(1, cursor: Text)),
        new("Organizations.Delete", null, (db, _) => db.Organizations.Delete(db.Organizations.Create(Name).Id)),
        new("Organizations.Delete", "in use", (db, _) => db.InTransaction(tx =>
        {
            long organization = tx.Organizations.Create(Name).Id;
            tx.Users.Create(new NewUser { Email = "3" + Email, OrganizationId = organization });
            tx.Organizations.Delete(organization);
        })),
    ];

    private static IEnumerable<Provocation> Users =>
    [
        new("Users.Create", null, (db, _) => db.Users.Create(new NewUser { Email = "new" + Email, FirstName = Name, LastName = Name })),
        new("Users.Create", "long", (db, _) => db.Users.Create(new NewUser { Email = Text, FirstName = Long(Name, 201), LastName = Nul })),
        new("Users.Create", "duplicate", (db, _) => db.InTransaction(tx =>
        {
            tx.Users.Create(new NewUser { Email = "4" + Email });
            tx.Users.Create(new NewUser { Email = "4" + Email });
        })),
        new("Users.Create", "null", (db, _) => db.Users.Create(null!)),
        new("Users.Get", null, (db, _) => db.Users.Get(1)),
        new("Users.GetByEmail", null, (db, _) => db.Users.GetByEmail(Email)),
        new("Users.GetByEmail", "no email", (db, _) => db.Users.GetByEmail(Text)),
        new("Users.List", null, (db, _) => db.Users.List(includeInactive: true)),
        new("Users.Update", null, (db, _) => db.Users.Update(AUser(db), user => user with { LastName = Name + "2" })),
        new("Users.Update", "nobody", (db, _) => db.Users.Update(Nobody, user => user with { LastName = Name })),
        new("Users.Update", "long", (db, _) => db.Users.Update(AUser(db), user => user with { LastName = Long(Name, 201), Email = Text })),
        new("Users.Update", "duplicate", (db, _) => db.InTransaction(tx =>
        {
            long other = tx.Users.Create(new NewUser { Email = "5" + Email }).Id;
            tx.Users.Create(new NewUser { Email = "6" + Email });
            tx.Users.Update(other, user => user with { Email = "6" + Email });
        })),
        new("Users.SetPasswordHash", null, (db, _) => db.Users.SetPasswordHash(AUser(db), Token)),
        new("Users.SetPasswordHash", "long", (db, _) => db.Users.SetPasswordHash(AUser(db), Long(Token, 1_001))),
        new("Users.SetPasswordHash", "NUL", (db, _) => db.Users.SetPasswordHash(AUser(db), Token + "\0")),
        new("Users.SetPasswordHash", "nobody", (db, _) => db.Users.SetPasswordHash(Nobody, Token)),
        new("Users.GetPasswordHash", null, (db, _) => db.Users.GetPasswordHash(1)),
        new("Users.RemovePasswordHash", null, (db, _) => db.Users.RemovePasswordHash(1)),
        new("Users.Assign", null, (db, id) => db.Users.Assign(id, AUser(db), Name)),
        new("Users.Assign", "long", (db, id) => db.Users.Assign(id, AUser(db), Long(Name, 201))),
        new("Users.Assign", "nobody", (db, _) => db.Users.Assign(Nobody, AUser(db), Name)),
        new("Users.Assign", "no user", (db, id) => db.Users.Assign(id, Nobody, Name)),
        new("Users.GetAssignment", null, (db, id) => db.Users.GetAssignment(id)),
        new("Users.ListAssignments", null, (db, id) => db.Users.ListAssignments(id)),
        new("Users.ListAssignedLeads", null, (db, _) => db.Users.ListAssignedLeads(1)),
        new("Users.ListAssignedLeads", "cursor", (db, _) => db.Users.ListAssignedLeads(1, cursor: Text)),
        new("Users.Unassign", null, (db, id) => db.Users.Unassign(id, Name)),
        new("Users.Unassign", "long", (db, id) => db.Users.Unassign(id, Long(Name, 201))),
        new("Users.Delete", null, (db, _) => db.Users.Delete(Nobody)),
        new("Users.Delete", "in use", (db, id) => db.InTransaction(tx =>
        {
            long user = tx.Users.Create(new NewUser { Email = "7" + Email, FirstName = Name }).Id;
            tx.Users.Assign(id, user, Name);
            tx.Users.Delete(user);
        })),
    ];

    private static IEnumerable<Provocation> Notes =>
    [
        new("Notes.Add", null, (db, id) => db.Notes.Add(id, Text, NoteType.Call, Name)),
        new("Notes.Add", "long", (db, id) => db.Notes.Add(id, Long(Text, 10_001), (NoteType)9, Long(Name, 201))),
        new("Notes.Add", "NUL", (db, id) => db.Notes.Add(id, Nul, by: Nul)),
        new("Notes.Add", "nobody", (db, _) => db.Notes.Add(Nobody, Text, by: Name)),
        new("Notes.Get", null, (db, _) => db.Notes.Get(1)),
        new("Notes.Update", null, (db, id) => db.Notes.Update(db.Notes.Add(id, Text).Id, Text + "2")),
        new("Notes.Update", "long", (db, _) => db.Notes.Update(1, Long(Text, 10_001))),
        new("Notes.Update", "nobody", (db, _) => db.Notes.Update(Nobody, Text)),
        new("Notes.List", null, (db, id) => db.Notes.List(id)),
        new("Notes.List", "cursor", (db, id) => db.Notes.List(id, cursor: Text)),
        new("Notes.Delete", null, (db, _) => db.Notes.Delete(1)),
    ];

    // One for all of them, so that a call that is refused leaves nothing that another one misses.
    private static long AnOrganization(LeadDatabase db) =>
        db.Organizations.List() is [var first, ..] ? first.Id : db.Organizations.Create(Name).Id;

    private static long AUser(LeadDatabase db) =>
        (db.Users.GetByEmail(Email) ?? db.Users.Create(new NewUser { Email = Email, FirstName = Name })).Id;
}
