using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.Validation;

namespace LeadStore.Organizations;

/// <summary>The verbs on organizations, each written once for every engine and for both ways of calling it.</summary>
internal static class OrganizationOperations
{
    public static async ValueTask<Organization> Create(Session session, (string Name, OrganizationPlan Plan) call)
    {
        Organization organization = Checked(new Organization
        {
            Name = call.Name,
            Plan = call.Plan,
            CreatedAt = session.Now,
            UpdatedAt = session.Now,
        });
        long id = await session.Insert(
            OrganizationSql.Insert, [organization.Name, organization.Plan.Value, organization.CreatedAt, organization.UpdatedAt]);
        return organization with { Id = id };
    }

    public static ValueTask<Organization?> Get(Session session, long id) => session.First(OrganizationSql.ById, [id]);

    /// <exception cref="LeadStoreException">There is none of that id.</exception>
    public static async ValueTask<Organization> Required(Session session, long id) => await Get(session, id) ?? throw NotFound(id);

    public static async ValueTask<IReadOnlyList<Organization>> List(Session session, bool _) => await session.All(OrganizationSql.List, []);

    public static async ValueTask<Organization> Change(Session session, OrganizationChange call)
    {
        ArgumentNullException.ThrowIfNull(call.Change, "change");
        Organization current = await Required(session, call.Id);
        Organization changed = call.Change(current)
            ?? throw new InvalidOperationException("The function given to Organizations.Update returned null; return what to store.");
        Validator validator = new();
        validator.ReadOnly(nameof(Organization.Id), current.Id == changed.Id);
        validator.ReadOnly(nameof(Organization.CreatedAt), current.CreatedAt == changed.CreatedAt);
        validator.ReadOnly(nameof(Organization.UpdatedAt), current.UpdatedAt == changed.UpdatedAt);
        changed = Checked(changed, validator);
        if (changed == current)
        {
            return current;
        }

        changed = changed with { UpdatedAt = session.Now };
        await session.Execute(OrganizationSql.Update, [changed.Id, changed.Name, changed.Plan.Value, changed.UpdatedAt]);
        return changed;
    }

    public static async ValueTask<bool> Delete(Session session, long id)
    {
        if (await session.First(OrganizationSql.WhatItHas, [id]) is { Length: > 0 } has)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.InUse,
                $"Organization {id} cannot be deleted: it has {has}. Move users, leads and campaigns away first; costs stay for good.");
        }

        return await session.Execute(OrganizationSql.Delete, [id]) > 0;
    }

    public static async ValueTask<OrganizationUsage> RecordUsage(
        Session session, (long Id, string Measure, long Count, DateTimeOffset? At) call)
    {
        Validator validator = new();
        string measure = Measure(validator, call.Measure);
        validator.Range("count", call.Count, 1, Limits.UsageCount);
        validator.ThrowIfAny();
        DateOnly month = MonthOf(call.At ?? session.Now);
        long total = await session.First(OrganizationSql.Count, [call.Id, Number(month), measure, call.Count]);
        return total > 0 ? new OrganizationUsage(call.Id, month, measure, total) : throw NotFound(call.Id);
    }

    public static async ValueTask<bool> TryUse(Session session, (long Id, string Measure, long Count, long Limit) call)
    {
        Validator validator = new();
        string measure = Measure(validator, call.Measure);
        validator.Range("count", call.Count, 1, Limits.UsageCount);
        validator.Range("limit", call.Limit, 0, long.MaxValue);
        validator.ThrowIfAny();
        int month = Number(MonthOf(session.Now));
        if (await session.First(OrganizationSql.CountWithin, [call.Id, month, measure, call.Count, call.Limit]) > 0)
        {
            return true;
        }

        await Required(session, call.Id);
        return false;
    }

    public static async ValueTask<IReadOnlyList<OrganizationUsage>> GetUsage(Session session, (long Id, DateOnly? Month) call) =>
        await session.All(OrganizationSql.Usage, [call.Id, Number(call.Month ?? MonthOf(session.Now))]);

    public static async ValueTask<bool> SetLead(Session session, (long LeadId, long? OrganizationId) call)
    {
        if (await session.First(LeadSql.IdById, [call.LeadId]) == 0)
        {
            throw new LeadNotFoundException(call.LeadId);
        }

        if (call.OrganizationId is not { } organizationId)
        {
            return await session.Execute(OrganizationSql.RemoveLead, [call.LeadId]) > 0;
        }

        await Required(session, organizationId);
        return await session.Execute(OrganizationSql.SetLead, [call.LeadId, organizationId]) > 0;
    }

    public static ValueTask<Organization?> GetOfLead(Session session, long leadId) => session.First(OrganizationSql.OfLead, [leadId]);

    public static async ValueTask<LeadPage> ListLeads(
        Session session, (long Id, string? Cursor, int PageSize, bool IncludeArchived) call)
    {
        Cursor.CheckPageSize(call.PageSize);
        Cursor before = Cursor.Parse(call.Cursor, ifNone: Cursor.Last);
        List<Lead> leads = await session.All(OrganizationSql.Leads, [call.Id, before.Id, call.IncludeArchived, call.PageSize + 1]);
        return new LeadPage(leads, Cursor.CutPage(leads, call.PageSize, last => new Cursor(last.CreatedAt, last.Id)));
    }

    private static Organization Checked(Organization input, Validator? collected = null)
    {
        Validator validator = collected ?? new Validator();
        string name = validator.Required(nameof(Organization.Name), input.Name?.Trim(), Limits.Name);
        validator.Word(nameof(Organization.Plan), input.Plan.Value);
        validator.ThrowIfAny();
        return input with { Name = name };
    }

    private static string Measure(Validator validator, string? measure)
    {
        string word = Vocabulary.Normalize(measure ?? "");
        validator.Word("measure", word);
        return word;
    }

    private static DateOnly MonthOf(DateTimeOffset time) => new(time.UtcDateTime.Year, time.UtcDateTime.Month, 1);

    // As it is stored.
    private static int Number(DateOnly month) => (month.Year * 100) + month.Month;

    private static LeadStoreException NotFound(long id) =>
        new(LeadStoreErrorKind.NotFound, $"There is no organization {id}. Organizations.List() tells which there are.");
}
