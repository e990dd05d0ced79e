using LeadStore.Attributes;
using LeadStore.Campaigns;
using LeadStore.Engine;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>Stores campaigns, each once by its key. One that is there gives way to a row that was changed later.</summary>
internal sealed class CampaignStep(ImportContext context, TablePlan plan, TableTally tally) : ImportStep(context, plan, tally)
{
    private const int Key = 0;
    private const int Organization = 1;
    private const int Name = 2;
    private const int Type = 3;
    private const int Message = 4;
    private const int Status = 5;
    private const int CreatedAt = 6;
    private const int UpdatedAt = 7;

    /// <inheritdoc/>
    public override async ValueTask Take(Session session, ImportRow row)
    {
        Row.Fill(row);
        string? name = Row.Text(Name, Limits.Campaign);
        if (name is null)
        {
            Row.Reject(Rejection.Required(Row.Column(Name), "the name of the campaign"));
        }

        string? type = Kept.Word(Type);
        string? message = Kept.Text(Message, Limits.MessageContent, trim: false);
        int status = Kept.OneOf(Status, CampaignSql.StatusWords);
        DateTimeOffset? createdAt = Kept.Time(CreatedAt);
        DateTimeOffset? updatedAt = Kept.Time(UpdatedAt);
        long? organization = await OrganizationOf(session, Organization);
        string key = KeyOnce(row, Key, out _);
        AttributeBag? rest = Row.Attributes();
        if (Row.Rejection is { } rejection)
        {
            Reject(row, rejection);
            return;
        }

        Context.NoteUnreadable(Tally, row, Row.Unreadable);
        KnownKey known = await Context.Keys.Find(session, ImportedKeys.Campaigns, key);
        Campaign? stored = known.Id == 0 ? null : await CampaignOperations.Get(session, known.Id);
        bool isNew = stored is null;
        bool changed = false;
        DateTimeOffset created = createdAt ?? updatedAt ?? Context.Now;
        stored ??= new Campaign { CreatedAt = created, UpdatedAt = updatedAt ?? created };
        bool isLater = isNew || updatedAt > stored.UpdatedAt;
        Campaign united = stored with
        {
            OrganizationId = isLater ? organization ?? stored.OrganizationId : stored.OrganizationId ?? organization,
            Name = isLater ? name! : stored.Name,
            Type = isLater && type is not null ? new CampaignType(type) : stored.Type,
            Message = isLater ? message ?? stored.Message : stored.Message ?? message,
            Status = isLater && status >= 0 ? (CampaignStatus)status : stored.Status,
        };
        if (isNew)
        {
            long id = await session.Insert(
                CampaignSql.Insert,
                [
                    united.OrganizationId, united.Name, united.Type.Value, united.Message, CampaignSql.Word(united.Status), united.CreatedAt,
                    united.UpdatedAt,
                ]);
            await Context.Keys.Remember(session, ImportedKeys.Campaigns, key, new KnownKey(id, 0));
        }
        else if (united != stored)
        {
            await session.Execute(
                CampaignSql.Update,
                [
                    united.Id, united.OrganizationId, united.Name, united.Type.Value, united.Message, CampaignSql.Word(united.Status),
                    isLater ? updatedAt : stored.UpdatedAt,
                ]);
            changed = true;
        }

        changed |= rest is not null
            && await RowKeeping.Keep(session, Context, Plan.Mapping.Table, key, rest.ToJson()) != ImportOutcome.Unchanged;
        Count(isNew ? ImportOutcome.Imported : changed ? ImportOutcome.Merged : ImportOutcome.Unchanged);
    }
}
