using LeadStore.Engine;
using LeadStore.Organizations;
using LeadStore.Validation;

namespace LeadStore.Campaigns;

/// <summary>The verbs on campaigns, each written once for every engine and for both ways of calling it.</summary>
internal static class CampaignOperations
{
    public static async ValueTask<Campaign> Create(Session session, NewCampaign input)
    {
        ArgumentNullException.ThrowIfNull(input, "campaign");
        Campaign campaign = Checked(new Campaign
        {
            OrganizationId = input.OrganizationId,
            Name = input.Name,
            Type = input.Type,
            Message = input.Message,
            Status = input.Status,
            CreatedAt = session.Now,
            UpdatedAt = session.Now,
        });
        await CheckOrganization(session, campaign);
        long id = await session.Insert(
            CampaignSql.Insert,
            [
                campaign.OrganizationId, campaign.Name, campaign.Type.Value, campaign.Message, CampaignSql.Word(campaign.Status),
                campaign.CreatedAt, campaign.UpdatedAt,
            ]);
        return campaign with { Id = id };
    }

    public static ValueTask<Campaign?> Get(Session session, long id) => session.First(CampaignSql.ById, [id]);

    /// <exception cref="LeadStoreException">There is none of that id.</exception>
    public static async ValueTask<Campaign> Required(Session session, long id) => await Get(session, id)
        ?? throw new LeadStoreException(
            LeadStoreErrorKind.NotFound, $"There is no campaign {id}. Campaigns.List() tells which there are.");

    public static async ValueTask<Campaign> Change(Session session, CampaignChange call)
    {
        ArgumentNullException.ThrowIfNull(call.Change, "change");
        Campaign current = await Required(session, call.Id);
        Campaign changed = call.Change(current)
            ?? throw new InvalidOperationException("The function given to Campaigns.Update returned null; return what to store.");
        Validator validator = new();
        validator.ReadOnly(nameof(Campaign.Id), current.Id == changed.Id);
        validator.ReadOnly(nameof(Campaign.CreatedAt), current.CreatedAt == changed.CreatedAt);
        validator.ReadOnly(nameof(Campaign.UpdatedAt), current.UpdatedAt == changed.UpdatedAt);
        changed = Checked(changed, validator);
        if (changed == current)
        {
            return current;
        }

        if (changed.OrganizationId != current.OrganizationId)
        {
            await CheckOrganization(session, changed);
        }

        changed = changed with { UpdatedAt = session.Now };
        await session.Execute(
            CampaignSql.Update,
            [
                changed.Id, changed.OrganizationId, changed.Name, changed.Type.Value, changed.Message, CampaignSql.Word(changed.Status),
                changed.UpdatedAt,
            ]);
        return changed;
    }

    public static async ValueTask<CampaignPage> List(Session session, (CampaignFilter? Filter, string? Cursor, int PageSize) call)
    {
        Cursor.CheckPageSize(call.PageSize);
        Cursor before = Cursor.Parse(call.Cursor, ifNone: Cursor.Last);
        CampaignFilter filter = call.Filter ?? new CampaignFilter();
        if (filter.Status is { } wanted)
        {
            Validator validator = new();
            validator.Defined(nameof(CampaignFilter.Status), wanted);
            validator.ThrowIfAny();
        }

        string? status = filter.Status is { } one ? CampaignSql.Word(one) : null;
        string? type = filter.Type?.Value;
        int limit = call.PageSize + 1;
        List<Campaign> campaigns = filter.OrganizationId is { } organizationId
            ? await session.All(CampaignSql.PageOfOrganization, [before.Id, status, type, limit, organizationId])
            : await session.All(CampaignSql.Page, [before.Id, status, type, limit]);
        return new CampaignPage(campaigns, Cursor.CutPage(campaigns, call.PageSize, last => new Cursor(last.CreatedAt, last.Id)));
    }

    public static async ValueTask<bool> Delete(Session session, long id)
    {
        if (await session.First(CampaignSql.WhatItHas, [id]) is { Length: > 0 } has)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.InUse,
                $"Campaign {id} cannot be deleted: it has {has}, which tell how leads were reached. Set its status to Archived instead.");
        }

        return await session.Execute(CampaignSql.Delete, [id]) > 0;
    }

    private static Campaign Checked(Campaign input, Validator? collected = null)
    {
        Validator validator = collected ?? new Validator();
        string name = validator.Required(nameof(Campaign.Name), input.Name?.Trim(), Limits.Campaign);
        validator.Word(nameof(Campaign.Type), input.Type.Value);
        if (input.Message is { } message)
        {
            validator.CheckText(nameof(Campaign.Message), message, Limits.MessageContent);
        }

        validator.Defined(nameof(Campaign.Status), input.Status);
        validator.ThrowIfAny();
        return input with { Name = name };
    }

    private static async ValueTask CheckOrganization(Session session, Campaign campaign)
    {
        if (campaign.OrganizationId is { } organizationId)
        {
            await OrganizationOperations.Required(session, organizationId);
        }
    }
}
