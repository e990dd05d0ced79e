using LeadStore.Campaigns;
using LeadStore.Engine;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>
/// Stores what leads were sent of campaigns. A row is a step of its campaign: the one it names, else the next, known again by the key of the
/// row. What nobody has sent yet is kept with the lead.
/// </summary>
internal sealed class CampaignSendStep(ImportContext context, TablePlan plan, TableTally tally) : ImportStep(context, plan, tally)
{
    private const int Key = 0;
    private const int Lead = 1;
    private const int LeadPhone = 2;
    private const int Campaign = 3;
    private const int Step = 4;
    private const int Status = 5;
    private const int SentAt = 6;
    private const int DeliveredAt = 7;
    private const int OpenedAt = 8;
    private const int ClickedAt = 9;
    private const int RepliedAt = 10;
    private const int FailedAt = 11;
    private const int UnsubscribedAt = 12;
    private const int Response = 13;
    private const int ResponseAt = 14;

    private static readonly string[] Statuses =
    [
        "sent", "delivered", "opened", "clicked", "replied", "failed", "unsubscribed", "read", "responded", "bounced", "undelivered", "error",
        "opted_out", "pending", "queued", "scheduled", "draft",
    ];

    // What each of them says; null for what was not sent yet.
    private static readonly CampaignEvent?[] Events =
    [
        null, CampaignEvent.Delivered, CampaignEvent.Opened, CampaignEvent.Clicked, CampaignEvent.Replied, CampaignEvent.Failed,
        CampaignEvent.Unsubscribed, CampaignEvent.Opened, CampaignEvent.Replied, CampaignEvent.Failed, CampaignEvent.Failed,
        CampaignEvent.Failed, CampaignEvent.Unsubscribed, null, null, null, null,
    ];

    private static readonly int FirstUnsent = Array.IndexOf(Statuses, "pending");

    /// <inheritdoc/>
    public override IReadOnlyList<string> OrderBy => Plan.OrderBy("sent_at", "key");

    /// <inheritdoc/>
    public override async ValueTask Take(Session session, ImportRow row)
    {
        Row.Fill(row);
        long lead = await LeadOf(session, Lead, LeadPhone);
        long campaign = await CampaignOf(session, Campaign);
        if (campaign == 0)
        {
            Row.Reject(new Rejection(
                "unknown_campaign", "belongs to no campaign that is in the store or in this import. Import its campaign first.", Row.Column(Campaign)));
        }

        int? step = Kept.Number(Step, Limits.CampaignSteps) is > 0 and var number ? number : null;
        int status = Kept.OneOf(Status, Statuses);
        CampaignSend told = ReadSend(status);
        string key = KeyOnce(row, Key, out bool isAgain);
        string whole = RowAsJson(row, Lead, LeadPhone);
        if (Row.Rejection is { } rejection)
        {
            Reject(row, rejection);
            return;
        }

        Context.NoteUnreadable(Tally, row, Row.Unreadable);
        if (status >= FirstUnsent && told == Unsent(told.SentAt))
        {
            Count(await KeepWithLead(session, lead, whole, row) ? ImportOutcome.Imported : ImportOutcome.Unchanged);
            return;
        }

        told = told with { CampaignId = campaign, LeadId = lead };
        (bool isNew, bool changed) = isAgain ? (false, false) : await Store(session, told, step, key);
        changed |= Row.Rest.Count > 0 && await KeepWithLead(session, lead, RestAsJson(Key), row);
        Count(isNew ? ImportOutcome.Imported : changed ? ImportOutcome.Merged : ImportOutcome.Unchanged);
    }

    private static CampaignSend Unsent(DateTimeOffset at) => new() { SentAt = at };

    // A status without a time of its own was reached when the message was sent, as far as anybody knows.
    private CampaignSend ReadSend(int status)
    {
        DateTimeOffset? sentAt = Kept.Time(SentAt);
        DateTimeOffset?[] times = [.. ((int[])[DeliveredAt, OpenedAt, ClickedAt, RepliedAt, FailedAt, UnsubscribedAt]).Select(Kept.Time)];
        DateTimeOffset? first = times.Append(sentAt).Min();
        if (status >= 0 && Events[status] is { } reached)
        {
            times[(int)reached] ??= sentAt ?? first ?? Context.Now;
        }

        string? response = Kept.Text(Response, Limits.CampaignResponse);
        DateTimeOffset? answeredAt = Kept.Time(ResponseAt) ?? times[(int)CampaignEvent.Replied] ?? first ?? Context.Now;
        return new CampaignSend
        {
            SentAt = first ?? Context.Now,
            DeliveredAt = times[(int)CampaignEvent.Delivered],
            OpenedAt = times[(int)CampaignEvent.Opened],
            ClickedAt = times[(int)CampaignEvent.Clicked],
            RepliedAt = times[(int)CampaignEvent.Replied],
            FailedAt = times[(int)CampaignEvent.Failed],
            UnsubscribedAt = times[(int)CampaignEvent.Unsubscribed],
            Response = response,
            ResponseAt = response is null ? null : answeredAt,
        };
    }

    private async ValueTask<(bool IsNew, bool Changed)> Store(Session session, CampaignSend told, int? step, string key)
    {
        List<CampaignSend> sent = await session.All(ImportSql.SendsOfLead, [told.CampaignId, told.LeadId]);
        long known = step is null ? (await Context.Keys.Find(session, ImportedKeys.Sends, key)).Id : 0;
        CampaignSend? stored = sent.Find(send => step is null ? send.Id == known : send.Step == step);
        if (stored is null)
        {
            int next = step ?? (sent.Count == 0 ? 1 : sent.Max(send => send.Step) + 1);
            long id = await session.Insert(
                CampaignSql.InsertSend,
                [
                    told.CampaignId, told.LeadId, next, told.SentAt, told.DeliveredAt, told.OpenedAt, told.ClickedAt, told.RepliedAt,
                    told.FailedAt, told.UnsubscribedAt, told.ResponseAt, told.Response,
                ]);
            if (step is null)
            {
                await Context.Keys.Remember(session, ImportedKeys.Sends, key, new KnownKey(id, told.LeadId));
            }

            return (true, true);
        }

        if (stored.Response is not null && told.Response is not null && told.Response != stored.Response)
        {
            Row.KeepField(Response);
        }

        CampaignSend united = stored with
        {
            SentAt = Earlier(stored.SentAt, told.SentAt)!.Value,
            DeliveredAt = Earlier(stored.DeliveredAt, told.DeliveredAt),
            OpenedAt = Earlier(stored.OpenedAt, told.OpenedAt),
            ClickedAt = Earlier(stored.ClickedAt, told.ClickedAt),
            RepliedAt = Earlier(stored.RepliedAt, told.RepliedAt),
            FailedAt = Earlier(stored.FailedAt, told.FailedAt),
            UnsubscribedAt = Earlier(stored.UnsubscribedAt, told.UnsubscribedAt),
            ResponseAt = stored.ResponseAt ?? told.ResponseAt,
            Response = stored.Response ?? told.Response,
        };
        if (united == stored)
        {
            return (false, false);
        }

        await session.Execute(
            CampaignSql.UpdateSend,
            [
                united.Id, united.SentAt, united.DeliveredAt, united.OpenedAt, united.ClickedAt, united.RepliedAt, united.FailedAt,
                united.UnsubscribedAt, united.ResponseAt, united.Response,
            ]);
        return (false, true);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? stored, DateTimeOffset? told) => stored is null || told < stored ? told ?? stored : stored;
}
