using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.Validation;

namespace LeadStore.Users;

/// <summary>Who has which lead: the verbs, each written once for every engine and for both ways of calling it.</summary>
internal static class AssignmentOperations
{
    public static async ValueTask<LeadAssignment> Assign(Session session, (long LeadId, long UserId, string By) call)
    {
        Validator validator = new();
        string by = validator.Required("by", call.By?.Trim(), Limits.Actor);
        validator.ThrowIfAny();
        await CheckLead(session, call.LeadId);
        User user = await UserOperations.Required(session, call.UserId);
        if (!user.Active)
        {
            validator.Add("userId", "inactive", "is not active. Assign the lead to another user, or make this one active again.");
            validator.ThrowIfAny();
        }

        LeadAssignment? last = await session.First(AssignmentSql.Last, [call.LeadId]);
        if (last is { EndedAt: null })
        {
            if (last.UserId == call.UserId)
            {
                return last;
            }

            await session.Execute(AssignmentSql.End, [call.LeadId, last.Number, session.Now, by]);
        }

        LeadAssignment assignment = new()
        {
            LeadId = call.LeadId,
            Number = (last?.Number ?? 0) + 1,
            UserId = call.UserId,
            AssignedBy = by,
            AssignedAt = session.Now,
        };
        await session.Execute(
            AssignmentSql.Insert,
            [assignment.LeadId, assignment.Number, assignment.UserId, assignment.AssignedBy, assignment.AssignedAt]);
        return assignment;
    }

    public static async ValueTask<bool> Unassign(Session session, (long LeadId, string By) call)
    {
        Validator validator = new();
        string by = validator.Required("by", call.By?.Trim(), Limits.Actor);
        validator.ThrowIfAny();
        await CheckLead(session, call.LeadId);
        return await Get(session, call.LeadId) is { } held
            && await session.Execute(AssignmentSql.End, [call.LeadId, held.Number, session.Now, by]) > 0;
    }

    public static async ValueTask<LeadAssignment?> Get(Session session, long leadId) =>
        await session.First(AssignmentSql.Last, [leadId]) is { EndedAt: null } held ? held : null;

    public static async ValueTask<IReadOnlyList<LeadAssignment>> List(Session session, long leadId) =>
        await session.All(AssignmentSql.History, [leadId]);

    public static async ValueTask<LeadPage> ListLeads(
        Session session, (long UserId, string? Cursor, int PageSize, bool IncludeArchived) call)
    {
        Cursor.CheckPageSize(call.PageSize);
        Cursor before = Cursor.Parse(call.Cursor, ifNone: Cursor.Last);
        List<Lead> leads = await session.All(AssignmentSql.Leads, [call.UserId, before.Id, call.IncludeArchived, call.PageSize + 1]);
        return new LeadPage(leads, Cursor.CutPage(leads, call.PageSize, last => new Cursor(last.CreatedAt, last.Id)));
    }

    private static async ValueTask CheckLead(Session session, long leadId)
    {
        if (await session.First(LeadSql.IdById, [leadId]) == 0)
        {
            throw new LeadNotFoundException(leadId);
        }
    }
}
