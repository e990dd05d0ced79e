using LeadStore.Activities;
using LeadStore.Engine;

namespace LeadStore;

/// <summary>
/// What was done with leads by people and programs: scored, enriched, written to. Reached as <see cref="LeadDatabase.Activities"/>; safe to
/// use from any thread.
/// </summary>
/// <remarks>
/// An activity moves neither the last contact nor the version of its lead, and is deleted with it. One that takes time is begun first and
/// ended later, so that what a program that was killed has left undone is found by <see cref="ListPending"/>.
/// </remarks>
/// <example>
/// <code>
/// db.Activities.Record(new NewActivity { LeadId = lead.Id, Type = ActivityType.EmailSent, Description = "First letter" });
/// Activity scoring = db.Activities.Start(new NewActivity { LeadId = lead.Id, Type = ActivityType.Scored, Input = """{"model":"m1"}""" });
/// db.Activities.Complete(scoring.Id, """{"score":71}""");
/// ActivityPage done = db.Activities.List(lead.Id);
/// </code>
/// </example>
public sealed class ActivityStore
{
    private readonly StoreEngine _engine;

    internal ActivityStore(StoreEngine engine) => _engine = engine;

    /// <summary>
    /// Records an activity that is over, and was from the moment it began. The same <see cref="NewActivity.SourceId"/> again is the same
    /// activity.
    /// </summary>
    /// <param name="activity">What was done.</param>
    /// <param name="output">What came out: JSON of at most 1,000,000 characters, kept character by character. Default nothing.</param>
    /// <param name="error">Why it failed, 1 to 10,000 characters. Default: it has not failed.</param>
    /// <returns>The activity as stored; where it was recorded before, as it stands now, and nothing was changed.</returns>
    /// <exception cref="LeadValidationException">Fields are refused; the exception lists all of them.</exception>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    public Activity Record(NewActivity activity, string? output = null, string? error = null) =>
        _engine.Write(ActivityOperations.Record, (activity, output, error), "Activities.Record");

    /// <inheritdoc cref="Record"/>
    public ValueTask<Activity> RecordAsync(
        NewActivity activity, string? output = null, string? error = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(ActivityOperations.Record, (activity, output, error), "Activities.Record", cancellationToken);

    /// <summary>Begins an activity; it is pending then. The same <see cref="NewActivity.SourceId"/> again is the same activity.</summary>
    /// <param name="activity">What is done.</param>
    /// <returns>The activity as stored; where it was begun before, as it stands now, and nothing was changed.</returns>
    /// <exception cref="LeadValidationException">Fields are refused; the exception lists all of them.</exception>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    public Activity Start(NewActivity activity) => _engine.Write(ActivityOperations.Start, activity, "Activities.Start");

    /// <inheritdoc cref="Start"/>
    public ValueTask<Activity> StartAsync(NewActivity activity, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(ActivityOperations.Start, activity, "Activities.Start", cancellationToken);

    /// <summary>Ends an activity that is pending and has come to what it was meant to.</summary>
    /// <param name="activityId">The activity.</param>
    /// <param name="output">What came out: JSON of at most 1,000,000 characters, kept character by character. Default nothing.</param>
    /// <returns>The activity as stored.</returns>
    /// <exception cref="LeadValidationException">The output is refused, and the activity is still pending.</exception>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.NotFound"/>: there is no such activity. <see cref="LeadStoreErrorKind.Concurrency"/>: it is over
    /// already; nothing was changed.
    /// </exception>
    public Activity Complete(long activityId, string? output = null) =>
        _engine.Write(ActivityOperations.Complete, (activityId, output), "Activities.Complete");

    /// <inheritdoc cref="Complete"/>
    public ValueTask<Activity> CompleteAsync(long activityId, string? output = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(ActivityOperations.Complete, (activityId, output), "Activities.Complete", cancellationToken);

    /// <summary>Ends an activity that is pending and has failed.</summary>
    /// <param name="activityId">The activity.</param>
    /// <param name="error">Why, 1 to 10,000 characters.</param>
    /// <param name="output">What came out all the same, as in <see cref="Complete"/>. Default nothing.</param>
    /// <returns>The activity as stored.</returns>
    /// <exception cref="LeadValidationException">The error or the output is refused, and the activity is still pending.</exception>
    /// <inheritdoc cref="Complete" path="/exception[@cref='T:LeadStore.LeadStoreException']"/>
    public Activity Fail(long activityId, string error, string? output = null) =>
        _engine.Write(ActivityOperations.Fail, (activityId, error, output), "Activities.Fail");

    /// <inheritdoc cref="Fail"/>
    public ValueTask<Activity> FailAsync(
        long activityId, string error, string? output = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(ActivityOperations.Fail, (activityId, error, output), "Activities.Fail", cancellationToken);

    /// <summary>One activity; <see langword="null"/> if there is none of that id.</summary>
    /// <param name="activityId">The activity.</param>
    public Activity? Get(long activityId) => _engine.Read(ActivityOperations.Get, activityId, "Activities.Get");

    /// <inheritdoc cref="Get"/>
    public ValueTask<Activity?> GetAsync(long activityId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(ActivityOperations.Get, activityId, "Activities.Get", cancellationToken);

    /// <summary>The activity that was recorded or begun with a <see cref="NewActivity.SourceId"/>; <see langword="null"/> if none was.</summary>
    /// <param name="sourceId">What it is told from others by.</param>
    public Activity? GetBySourceId(string sourceId) => _engine.Read(ActivityOperations.GetBySourceId, sourceId, "Activities.GetBySourceId");

    /// <inheritdoc cref="GetBySourceId"/>
    public ValueTask<Activity?> GetBySourceIdAsync(string sourceId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(ActivityOperations.GetBySourceId, sourceId, "Activities.GetBySourceId", cancellationToken);

    /// <summary>What went into an activity, as JSON; <see langword="null"/> if nothing did or there is no such activity.</summary>
    /// <param name="activityId">The activity.</param>
    public string? GetInput(long activityId) => _engine.Read(ActivityOperations.GetInput, activityId, "Activities.GetInput");

    /// <inheritdoc cref="GetInput"/>
    public ValueTask<string?> GetInputAsync(long activityId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(ActivityOperations.GetInput, activityId, "Activities.GetInput", cancellationToken);

    /// <summary>What came out of an activity, as JSON; <see langword="null"/> if nothing did or there is no such activity.</summary>
    /// <param name="activityId">The activity.</param>
    public string? GetOutput(long activityId) => _engine.Read(ActivityOperations.GetOutput, activityId, "Activities.GetOutput");

    /// <inheritdoc cref="GetOutput"/>
    public ValueTask<string?> GetOutputAsync(long activityId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(ActivityOperations.GetOutput, activityId, "Activities.GetOutput", cancellationToken);

    /// <summary>Deletes an activity.</summary>
    /// <param name="activityId">The activity.</param>
    /// <returns>False if there was none.</returns>
    public bool Delete(long activityId) => _engine.Write(ActivityOperations.Delete, activityId, "Activities.Delete");

    /// <inheritdoc cref="Delete"/>
    public ValueTask<bool> DeleteAsync(long activityId, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(ActivityOperations.Delete, activityId, "Activities.Delete", cancellationToken);

    /// <summary>Reads one page of the activities of a lead, the last begun first.</summary>
    /// <param name="leadId">The lead; one that does not exist has none.</param>
    /// <param name="type">Only those of a type. Default all.</param>
    /// <param name="cursor"><see cref="ActivityPage.NextCursor"/> of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="pageSize">1 to 1000; default 50.</param>
    /// <exception cref="ArgumentException">The cursor is not one of a page, or the page size is out of range.</exception>
    public ActivityPage List(long leadId, ActivityType? type = null, string? cursor = null, int pageSize = 50) =>
        _engine.Read(ActivityOperations.List, (leadId, type, cursor, pageSize), "Activities.List");

    /// <inheritdoc cref="List"/>
    public ValueTask<ActivityPage> ListAsync(
        long leadId, ActivityType? type = null, string? cursor = null, int pageSize = 50, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(ActivityOperations.List, (leadId, type, cursor, pageSize), "Activities.List", cancellationToken);

    /// <summary>Reads one page of the activities of all leads that are pending, the first begun first.</summary>
    /// <param name="startedBefore">Only those that were begun before this. Default all.</param>
    /// <param name="cursor"><see cref="ActivityPage.NextCursor"/> of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="pageSize">1 to 1000; default 50.</param>
    /// <exception cref="ArgumentException">The cursor is not one of a page, or the page size is out of range.</exception>
    public ActivityPage ListPending(DateTimeOffset? startedBefore = null, string? cursor = null, int pageSize = 50) =>
        _engine.Read(ActivityOperations.ListPending, (startedBefore, cursor, pageSize), "Activities.ListPending");

    /// <inheritdoc cref="ListPending"/>
    public ValueTask<ActivityPage> ListPendingAsync(
        DateTimeOffset? startedBefore = null, string? cursor = null, int pageSize = 50, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(ActivityOperations.ListPending, (startedBefore, cursor, pageSize), "Activities.ListPending", cancellationToken);
}
