using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.Validation;

namespace LeadStore.Costs;

/// <summary>The verbs on costs, each written once for every engine and for both ways of calling it.</summary>
internal static class CostOperations
{
    public static async ValueTask<CostEntry> Record(Session session, NewCost input)
    {
        ArgumentNullException.ThrowIfNull(input, "cost");
        Validator validator = new();
        validator.Word(nameof(CostEntry.Type), input.Type.Value);
        CheckAmount(validator, nameof(CostEntry.Amount), input.Amount);
        string? details = validator.Optional(nameof(CostEntry.Details), input.Details, Limits.CostDetails);
        string? campaign = validator.Optional(nameof(CostEntry.Campaign), input.Campaign, Limits.Campaign);
        string? sourceId = validator.Optional(nameof(CostEntry.SourceId), input.SourceId, Limits.SourceId);
        validator.ThrowIfAny();
        if (input.LeadId is { } leadId && await session.First(LeadSql.IdById, [leadId]) == 0)
        {
            throw new LeadNotFoundException(leadId);
        }

        if (input.OrganizationId is { } organizationId && await session.First(CostSql.OrganizationById, [organizationId]) == 0)
        {
            throw new LeadStoreException(LeadStoreErrorKind.NotFound, $"There is no organization {organizationId}.");
        }

        return await Add(
            session,
            new CostEntry
            {
                Type = input.Type,
                Amount = input.Amount,
                Details = details,
                LeadId = input.LeadId,
                OrganizationId = input.OrganizationId,
                Campaign = campaign,
                SourceId = sourceId,
                OccurredAt = Instant.Stored(input.OccurredAt ?? session.Now),
            });
    }

    /// <summary>
    /// Stores a cost that was checked, with what its lead has cost so far. A cost of a lead in an organization is that organization's, unless
    /// somebody says whose else it is. One whose type and source are there already is not stored again; the first one is returned.
    /// </summary>
    public static async ValueTask<CostEntry> Add(Session session, CostEntry entry)
    {
        CostSql.CostPlace next = await session.First(CostSql.Next, [entry.LeadId]);
        CostEntry stored = entry with { Id = next.Id, OrganizationId = entry.OrganizationId ?? next.OrganizationId };
        long id = await session.Insert(
            CostSql.Insert,
            [
                stored.Id, stored.Type.Value, stored.Amount.MinorUnits, stored.Amount.Currency, stored.Details, stored.LeadId,
                stored.OrganizationId, stored.Campaign, stored.SourceId, stored.OccurredAt,
            ]);
        if (id == 0)
        {
            return (await session.First(CostSql.BySource, [entry.Type.Value, entry.SourceId]))!;
        }

        if (stored.LeadId is { } leadId)
        {
            await session.Execute(CostSql.AddToLead, [leadId, stored.Type.Value, stored.Amount.Currency, stored.Amount.MinorUnits]);
        }

        return stored;
    }

    public static ValueTask<CostEntry> AddAiCost(Session session, (long LeadId, Money Amount, string? Model) call) =>
        Record(session, new NewCost { Type = CostType.Ai, LeadId = call.LeadId, Amount = call.Amount, Details = call.Model });

    public static ValueTask<CostEntry?> Get(Session session, long id) => session.First(CostSql.ById, [id]);

    public static async ValueTask<LeadCosts> GetForLead(Session session, long leadId) =>
        new(leadId, await session.All(CostSql.OfLead, [leadId]));

    public static async ValueTask<CostPage> List(Session session, (CostFilter Filter, string? Cursor, int PageSize) call)
    {
        ArgumentNullException.ThrowIfNull(call.Filter, "filter");
        Cursor.CheckPageSize(call.PageSize);
        Cursor before = Cursor.Parse(call.Cursor, ifNone: Cursor.Last);
        List<CostEntry> costs = await Page(session, call.Filter, before, call.PageSize + 1);
        return new CostPage(costs, Cursor.CutPage(costs, call.PageSize, last => new Cursor(last.OccurredAt, last.Id)));
    }

    public static async ValueTask<IReadOnlyList<CostSummary>> Summarize(Session session, (CostFilter Filter, CostGrouping By) call)
    {
        ArgumentNullException.ThrowIfNull(call.Filter, "filter");
        Validator validator = new();
        validator.Defined("by", call.By);
        validator.ThrowIfAny();
        CostFilter filter = call.Filter;
        (DateTimeOffset from, DateTimeOffset until) = Range(filter);
        string? type = filter.Type?.Value;
        int by = (int)call.By;
        List<CostSummary> rows;
        if (filter.LeadId is { } leadId)
        {
            rows = await session.All(
                CostSql.SummaryOfLead, [from, until, type, filter.Campaign, by, leadId, filter.OrganizationId]);
        }
        else if (filter.OrganizationId is { } organizationId)
        {
            rows = await session.All(CostSql.SummaryOfOrganization, [from, until, type, filter.Campaign, by, organizationId]);
        }
        else
        {
            rows = await session.All(CostSql.Summary, [from, until, type, filter.Campaign, by]);
        }

        // Leads and organizations are read as one column of ids.
        return call.By == CostGrouping.Organization
            ? rows.ConvertAll(row => row with { LeadId = null, OrganizationId = row.LeadId })
            : rows;
    }

    /// <summary>Whether an amount is one that can be spent.</summary>
    public static void CheckAmount(Validator validator, string field, Money amount)
    {
        if (amount.MinorUnits is < 0 or > Limits.CostAmount)
        {
            validator.Add(field, "out_of_range", "must be between 0 and 1,000,000,000,000 minor units.");
        }
    }

    private static ValueTask<List<CostEntry>> Page(Session session, CostFilter filter, Cursor before, int limit)
    {
        (DateTimeOffset from, DateTimeOffset until) = Range(filter);
        if (filter.Until is not null && Instant.Stored(until) <= before.Time)
        {
            before = new Cursor(Instant.Stored(until), long.MinValue);
        }

        string? type = filter.Type?.Value;
        if (filter.LeadId is { } leadId)
        {
            return session.All(
                CostSql.PageOfLead, [from, before.Time, before.Id, type, filter.Campaign, limit, leadId, filter.OrganizationId]);
        }

        return filter.OrganizationId is { } organizationId
            ? session.All(CostSql.PageOfOrganization, [from, before.Time, before.Id, type, filter.Campaign, limit, organizationId])
            : session.All(CostSql.Page, [from, before.Time, before.Id, type, filter.Campaign, limit]);
    }

    private static (DateTimeOffset From, DateTimeOffset Until) Range(CostFilter filter) =>
        (filter.From ?? DateTimeOffset.MinValue, filter.Until ?? DateTimeOffset.MaxValue);
}
