using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.Validation;

namespace LeadStore.Campaigns;

/// <summary>The verbs on what leads were sent of campaigns, each written once for every engine and for both ways of calling it.</summary>
internal static class CampaignSendOperations
{
    public static async ValueTask<RecordedSend> RecordSend(
        Session session, (long CampaignId, long LeadId, int Step, DateTimeOffset? At) call)
    {
        Validator validator = new();
        CheckStep(validator, call.Step);
        validator.ThrowIfAny();
        DateTimeOffset at = Instant.Stored(call.At ?? session.Now);
        CampaignSend? stored = await session.First(CampaignSql.Send, [call.CampaignId, call.LeadId, call.Step]);
        CampaignSend told = (stored ?? Unsent(call.CampaignId, call.LeadId, call.Step, at)) with { SentAt = Earlier(stored?.SentAt, at) };
        return new RecordedSend(await Store(session, stored, told), IsNew: stored is null);
    }

    public static async ValueTask<CampaignSend> RecordEvent(
        Session session,
        (long CampaignId, long LeadId, int Step, CampaignEvent What, DateTimeOffset? At, string? Response) call)
    {
        Validator validator = new();
        CheckStep(validator, call.Step);
        validator.Defined("what", call.What);
        string? response = validator.Optional("response", call.Response, Limits.CampaignResponse);
        validator.ThrowIfAny();
        DateTimeOffset at = Instant.Stored(call.At ?? session.Now);
        CampaignSend? stored = await session.First(CampaignSql.Send, [call.CampaignId, call.LeadId, call.Step]);
        CampaignSend send = stored ?? Unsent(call.CampaignId, call.LeadId, call.Step, at);

        // It was sent by then at the latest.
        send = send with { SentAt = Earlier(send.SentAt, at) };
        CampaignSend told = call.What switch
        {
            CampaignEvent.Delivered => send with { DeliveredAt = Earlier(send.DeliveredAt, at) },
            CampaignEvent.Opened => send with { OpenedAt = Earlier(send.OpenedAt, at) },
            CampaignEvent.Clicked => send with { ClickedAt = Earlier(send.ClickedAt, at) },
            CampaignEvent.Replied => send with { RepliedAt = Earlier(send.RepliedAt, at) },
            CampaignEvent.Failed => send with { FailedAt = Earlier(send.FailedAt, at) },
            _ => send with { UnsubscribedAt = Earlier(send.UnsubscribedAt, at) },
        };
        if (response is not null && !(at < send.ResponseAt))
        {
            told = told with { ResponseAt = at, Response = response };
        }

        return await Store(session, stored, told);
    }

    public static ValueTask<CampaignSend?> GetSend(Session session, (long CampaignId, long LeadId, int Step) call) =>
        session.First(CampaignSql.Send, [call.CampaignId, call.LeadId, call.Step]);

    public static ValueTask<CampaignSendPage> ListSends(Session session, (long CampaignId, string? Cursor, int PageSize) call) =>
        Page(session, CampaignSql.Sends, call);

    public static ValueTask<CampaignSendPage> ListOfLead(Session session, (long LeadId, string? Cursor, int PageSize) call) =>
        Page(session, CampaignSql.SendsOfLead, call);

    public static async ValueTask<CampaignStats> GetStats(Session session, long id)
    {
        List<CampaignCounts> steps = await session.All(CampaignSql.Counts, [id]);
        if (steps.Count == 0)
        {
            await CampaignOperations.Required(session, id);
        }

        CampaignCounts total = steps.Aggregate(new CampaignCounts(), (sum, step) => new CampaignCounts
        {
            Sent = sum.Sent + step.Sent,
            Delivered = sum.Delivered + step.Delivered,
            Opened = sum.Opened + step.Opened,
            Clicked = sum.Clicked + step.Clicked,
            Replied = sum.Replied + step.Replied,
            Failed = sum.Failed + step.Failed,
            Unsubscribed = sum.Unsubscribed + step.Unsubscribed,
        });
        return new CampaignStats(id, total, steps);
    }

    private static async ValueTask<CampaignSendPage> Page(
        Session session, Query<CampaignSend> query, (long Of, string? Cursor, int PageSize) call)
    {
        Cursor.CheckPageSize(call.PageSize);
        Cursor before = Cursor.Parse(call.Cursor, ifNone: Cursor.Last);
        List<CampaignSend> sends = await session.All(query, [call.Of, before.Id, call.PageSize + 1]);
        return new CampaignSendPage(sends, Cursor.CutPage(sends, call.PageSize, last => new Cursor(last.SentAt, last.Id)));
    }

    private static async ValueTask<CampaignSend> Store(Session session, CampaignSend? stored, CampaignSend told)
    {
        if (stored is null)
        {
            await CampaignOperations.Required(session, told.CampaignId);
            if (await session.First(LeadSql.IdById, [told.LeadId]) == 0)
            {
                throw new LeadNotFoundException(told.LeadId);
            }

            long id = await session.Insert(
                CampaignSql.InsertSend,
                [
                    told.CampaignId, told.LeadId, told.Step, told.SentAt, told.DeliveredAt, told.OpenedAt, told.ClickedAt, told.RepliedAt,
                    told.FailedAt, told.UnsubscribedAt, told.ResponseAt, told.Response,
                ]);
            return told with { Id = id };
        }

        if (told != stored)
        {
            await session.Execute(
                CampaignSql.UpdateSend,
                [
                    told.Id, told.SentAt, told.DeliveredAt, told.OpenedAt, told.ClickedAt, told.RepliedAt, told.FailedAt,
                    told.UnsubscribedAt, told.ResponseAt, told.Response,
                ]);
        }

        return told;
    }

    private static CampaignSend Unsent(long campaignId, long leadId, int step, DateTimeOffset at) =>
        new() { CampaignId = campaignId, LeadId = leadId, Step = step, SentAt = at };

    private static void CheckStep(Validator validator, int step) => validator.Range("step", step, 1, Limits.CampaignSteps);

    private static DateTimeOffset Earlier(DateTimeOffset? told, DateTimeOffset at) => told < at ? told.Value : at;
}
