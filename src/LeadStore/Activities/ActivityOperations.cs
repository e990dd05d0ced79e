using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.Validation;

namespace LeadStore.Activities;

/// <summary>The verbs on activities, each written once for every engine and for both ways of calling it.</summary>
internal static class ActivityOperations
{
    /// <summary>Begins an activity.</summary>
    public static ValueTask<Activity> Start(Session session, NewActivity input) =>
        Store(session, input, ActivityStatus.Pending, output: null, error: null);

    /// <summary>Stores an activity that is over; with an error it has failed.</summary>
    public static ValueTask<Activity> Record(Session session, (NewActivity Input, string? Output, string? Error) call) =>
        Store(session, call.Input, call.Error is null ? ActivityStatus.Success : ActivityStatus.Failed, call.Output, call.Error);

    public static ValueTask<Activity> Complete(Session session, (long Id, string? Output) call) =>
        End(session, call.Id, ActivityStatus.Success, call.Output, error: null);

    public static ValueTask<Activity> Fail(Session session, (long Id, string Error, string? Output) call) =>
        End(session, call.Id, ActivityStatus.Failed, call.Output, call.Error);

    public static ValueTask<Activity?> Get(Session session, long id) => session.First(ActivitySql.ById, [id]);

    public static ValueTask<Activity?> GetBySourceId(Session session, string sourceId)
    {
        ArgumentNullException.ThrowIfNull(sourceId);
        return session.First(ActivitySql.BySource, [sourceId.Trim()]);
    }

    public static ValueTask<string?> GetInput(Session session, long id) => session.First(ActivitySql.Input, [id]);

    public static ValueTask<string?> GetOutput(Session session, long id) => session.First(ActivitySql.Output, [id]);

    public static async ValueTask<bool> Delete(Session session, long id) => await session.Execute(ActivitySql.Delete, [id]) > 0;

    public static async ValueTask<ActivityPage> List(
        Session session, (long LeadId, ActivityType? Type, string? Cursor, int PageSize) call)
    {
        Cursor.CheckPageSize(call.PageSize);
        Cursor before = Cursor.Parse(call.Cursor, ifNone: Cursor.Last);
        return Page(
            await session.All(ActivitySql.OfLead, [call.LeadId, before.Time, before.Id, call.Type?.Value, call.PageSize + 1]), call.PageSize);
    }

    public static async ValueTask<ActivityPage> ListPending(
        Session session, (DateTimeOffset? StartedBefore, string? Cursor, int PageSize) call)
    {
        Cursor.CheckPageSize(call.PageSize);
        Cursor after = Cursor.Parse(call.Cursor, ifNone: Cursor.First);
        DateTimeOffset startedBefore = call.StartedBefore ?? DateTimeOffset.MaxValue;
        return Page(await session.All(ActivitySql.Pending, [after.Time, after.Id, startedBefore, call.PageSize + 1]), call.PageSize);
    }

    private static ActivityPage Page(List<Activity> activities, int pageSize) =>
        new(activities, Cursor.CutPage(activities, pageSize, last => new Cursor(last.StartedAt, last.Id)));

    private static async ValueTask<Activity> Store(
        Session session, NewActivity input, ActivityStatus status, string? output, string? error)
    {
        ArgumentNullException.ThrowIfNull(input, "activity");
        Validator validator = new();
        DateTimeOffset startedAt = Instant.Stored(input.StartedAt ?? session.Now);
        Activity activity = new()
        {
            LeadId = input.LeadId,
            Type = input.Type,
            Status = status,
            Description = input.Description,
            Error = error,
            StartedAt = startedAt,
            EndedAt = status == ActivityStatus.Pending ? null : startedAt,
            SourceId = validator.Optional(nameof(NewActivity.SourceId), input.SourceId, Limits.SourceId),
            HasInput = input.Input is not null,
            HasOutput = output is not null,
        };
        validator.Word(nameof(NewActivity.Type), input.Type.Value);
        CheckText(validator, nameof(NewActivity.Description), input.Description);
        CheckJson(validator, nameof(NewActivity.Input), input.Input);
        CheckEnd(validator, status, output, error);
        validator.ThrowIfAny();
        if (activity.SourceId is { } sourceId && await session.First(ActivitySql.BySource, [sourceId]) is { } stored)
        {
            return stored;
        }

        if (await session.First(LeadSql.IdById, [activity.LeadId]) == 0)
        {
            throw new LeadNotFoundException(activity.LeadId);
        }

        long id = await session.Insert(
            ActivitySql.Insert,
            [
                activity.LeadId, activity.Type.Value, ActivitySql.Word(status), activity.Description, error, activity.StartedAt,
                activity.EndedAt, activity.SourceId, input.Input, output,
            ]);
        return activity with { Id = id };
    }

    private static async ValueTask<Activity> End(Session session, long id, ActivityStatus status, string? output, string? error)
    {
        Validator validator = new();
        CheckEnd(validator, status, output, error);
        validator.ThrowIfAny();
        return await session.First(ActivitySql.End, [id, ActivitySql.Word(status), error, session.Now, output])
            ?? throw (await Get(session, id) is { } over
                ? new LeadStoreException(
                    LeadStoreErrorKind.Concurrency, $"Activity {id} is over already ({ActivitySql.Word(over.Status)}). Nothing was changed.")
                : new LeadStoreException(
                    LeadStoreErrorKind.NotFound, $"There is no activity {id}. It was deleted, or its lead was, or the id is of another store."));
    }

    private static void CheckEnd(Validator validator, ActivityStatus status, string? output, string? error)
    {
        CheckJson(validator, "output", output);
        if (status == ActivityStatus.Failed)
        {
            validator.Required("error", error, Limits.ActivityText);
        }
    }

    private static void CheckText(Validator validator, string field, string? text)
    {
        if (text is not null)
        {
            validator.CheckText(field, text, Limits.ActivityText);
        }
    }

    private static void CheckJson(Validator validator, string field, string? json)
    {
        if (json is not null)
        {
            validator.Json(field, json, Limits.RawData);
        }
    }
}
