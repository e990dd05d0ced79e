using LeadStore.Activities;
using LeadStore.Engine;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>Stores what was done with leads, each once by its key. What belongs to no lead is kept as it is.</summary>
internal sealed class ActivityStep(ImportContext context, TablePlan plan, TableTally tally) : ImportStep(context, plan, tally)
{
    private const int Key = 0;
    private const int Lead = 1;
    private const int LeadPhone = 2;
    private const int Type = 3;
    private const int Status = 4;
    private const int Description = 5;
    private const int Error = 6;
    private const int StartedAt = 7;
    private const int EndedAt = 8;
    private const int Input = 9;
    private const int Output = 10;
    private const int SourceId = 11;

    private static readonly string[] Statuses =
        ["pending", "success", "failed", "completed", "complete", "done", "succeeded", "failure", "error", "running", "in_progress", "started"];

    private static readonly ActivityStatus[] Meanings =
    [
        ActivityStatus.Pending, ActivityStatus.Success, ActivityStatus.Failed, ActivityStatus.Success, ActivityStatus.Success,
        ActivityStatus.Success, ActivityStatus.Success, ActivityStatus.Failed, ActivityStatus.Failed, ActivityStatus.Pending,
        ActivityStatus.Pending, ActivityStatus.Pending,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> OrderBy => Plan.OrderBy("started_at");

    /// <inheritdoc/>
    public override async ValueTask Take(Session session, ImportRow row)
    {
        Row.Fill(row);
        bool isOfLead = Row.Has(Lead) || Row.Has(LeadPhone);
        long lead = isOfLead ? await LeadOf(session, Lead, LeadPhone) : 0;
        Activity activity = ReadActivity(lead);
        string? input = Kept.Json(Input, Limits.RawData);
        string? output = Kept.Json(Output, Limits.RawData);
        string? sourceId = Kept.Text(SourceId, Limits.SourceId);
        string key = KeyOnce(row, Key, out _);
        string whole = RowAsJson(row);
        if (Row.Rejection is { } rejection)
        {
            Reject(row, rejection);
            return;
        }

        Context.NoteUnreadable(Tally, row, Row.Unreadable);
        if (!isOfLead)
        {
            Count(await RowKeeping.Keep(session, Context, Plan.Mapping.Table, key, whole));
            return;
        }

        sourceId ??= CostSources.OfRow(Context.System, Plan.Mapping.Table, "activity", key);
        Activity? stored = await session.First(ActivitySql.BySource, [sourceId]);
        bool isNew = stored is null;
        bool changed = false;
        if (stored is null)
        {
            await session.Insert(
                ActivitySql.Insert,
                [
                    lead, activity.Type.Value, ActivitySql.Word(activity.Status), activity.Description, activity.Error, activity.StartedAt,
                    activity.EndedAt, sourceId, input, output,
                ]);
        }
        else if (stored.Status == ActivityStatus.Pending && activity.Status != ActivityStatus.Pending)
        {
            changed = await session.First(
                ActivitySql.End, [stored.Id, ActivitySql.Word(activity.Status), activity.Error, activity.EndedAt, output]) is not null;
        }

        changed |= Row.Rest.Count > 0 && await KeepWithLead(session, lead, RestAsJson(Key), row);
        Count(isNew ? ImportOutcome.Imported : changed ? ImportOutcome.Merged : ImportOutcome.Unchanged);
    }

    private Activity ReadActivity(long lead)
    {
        ActivityType type = Kept.Word(Type) is { } word ? new ActivityType(word) : ActivityType.Other;
        int status = Kept.OneOf(Status, Statuses);
        string? error = Kept.Text(Error, Limits.ActivityText, trim: false);
        DateTimeOffset? started = Kept.Time(StartedAt);
        DateTimeOffset? ended = Kept.Time(EndedAt);
        ActivityStatus read = status >= 0 ? Meanings[status] : error is null ? ActivityStatus.Success : ActivityStatus.Failed;
        if (read == ActivityStatus.Pending && ended is not null)
        {
            read = error is null ? ActivityStatus.Success : ActivityStatus.Failed;
        }

        DateTimeOffset startedAt = started ?? ended ?? Context.Now;
        return new Activity
        {
            LeadId = lead,
            Type = type,
            Status = read,
            Description = Kept.Text(Description, Limits.ActivityText, trim: false),
            Error = error,
            StartedAt = startedAt,
            EndedAt = read == ActivityStatus.Pending ? null : ended ?? startedAt,
        };
    }
}
