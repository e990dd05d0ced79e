using LeadStore.Engine;
using LeadStore.Leads;

namespace LeadStore.SkipTracing;

/// <summary>The verbs that write skip traces, each written once for every engine and for both ways of calling it.</summary>
internal static class SkipTraceOperations
{
    public static async ValueTask<SkipTrace> Begin(TraceSessions on, (long LeadId, TraceProvider Provider, SkipTraceRequest Request) call)
    {
        TraceQuestion question = TraceQuestion.Of(call.Provider, call.Request);
        await CheckLead(on.Store, call.LeadId);
        DateTimeOffset now = on.Traces.Now;
        await TraceFile.NoteStore(on);
        long id = await on.Traces.Insert(
            SkipTraceSql.Begin, [call.LeadId, question.Provider.Value, RequestJson.Of(question.Request), question.Key, now]);
        return new SkipTrace { Id = id, LeadId = call.LeadId, Provider = question.Provider, Request = question.Request, StartedAt = now };
    }

    public static ValueTask<SkipTrace> Complete(TraceSessions on, (long Id, SkipTraceResult Result) call) =>
        Finish(on, call.Id, TraceEnd.Of(call.Result, on.Store.Rules));

    public static ValueTask<SkipTrace> Fail(TraceSessions on, (long Id, SkipTraceFailure Failure) call) =>
        Finish(on, call.Id, TraceEnd.Of(call.Failure));

    /// <summary>Stores a trace that was made elsewhere, begun and ended.</summary>
    public static async ValueTask<SkipTrace> Record(
        TraceSessions on,
        (long LeadId, TraceProvider Provider, SkipTraceRequest Request, SkipTraceResult Result, DateTimeOffset? AnsweredAt) call)
    {
        TraceQuestion question = TraceQuestion.Of(call.Provider, call.Request);
        TraceEnd end = TraceEnd.Of(call.Result, on.Store.Rules);
        await CheckLead(on.Store, call.LeadId);
        DateTimeOffset at = Instant.Stored(call.AnsweredAt ?? on.Store.Now);
        return await Store(on, call.LeadId, question, end, at, at);
    }

    /// <summary>Stores a trace that is over, with what follows from it; <paramref name="made"/> is the call that has ended with it, if any.</summary>
    public static async ValueTask<SkipTrace> Store(
        TraceSessions on,
        long leadId,
        TraceQuestion question,
        TraceEnd end,
        DateTimeOffset startedAt,
        DateTimeOffset endedAt,
        SkipTraceCall? made = null)
    {
        TracedContacts? contacts = end.Contacts;
        SkipTrace trace = new()
        {
            LeadId = leadId,
            Provider = question.Provider,
            Request = question.Request,
            Status = end.Status,
            Confidence = end.Confidence,
            Cost = end.Cost,
            Failure = end.Failure,
            PhoneCount = contacts?.Phones.Count ?? 0,
            PhonesSkipped = contacts?.PhonesSkipped ?? 0,
            EmailCount = contacts?.Emails.Count ?? 0,
            EmailsSkipped = contacts?.EmailsSkipped ?? 0,
            ResponseLength = end.ResponseLength,
            StartedAt = startedAt,
            AnsweredAt = end.Status == SkipTraceStatus.Completed ? endedAt : null,
            CompletedAt = endedAt,
        };
        trace = trace with { Id = await Insert(on, trace, question.Key, end.Response) };
        await StoreContacts(on.Traces, trace, contacts);
        await Post(on, trace, question.Key, made);
        return trace;
    }

    /// <summary>
    /// Takes over an answer that is there and not too old, for a lead: nobody is asked, and nothing is paid. One that is of this very lead
    /// is
    /// returned as it is.
    /// </summary>
    public static async ValueTask<SkipTrace?> Reuse(
        TraceSessions on, (long LeadId, TraceProvider Provider, SkipTraceRequest Request, TimeSpan MaxAge) call)
    {
        TraceQuestion question = TraceQuestion.Of(call.Provider, call.Request);
        await CheckLead(on.Store, call.LeadId);
        SkipTrace? answer = await FindAnswer(on, question, call.MaxAge);
        return answer is null ? null : await TakeOver(on, call.LeadId, question, answer);
    }

    /// <summary>
    /// The trace by which a lead has an answer already: that one, or another one that has taken it over. Null if the lead has none as new.
    /// </summary>
    public static async ValueTask<SkipTrace?> OwnAnswer(TraceSessions on, long leadId, TraceQuestion question, SkipTrace answer) =>
        answer.LeadId == leadId
            ? answer
            : await on.Traces.First(SkipTraceSql.OwnAnswer, [leadId, question.Provider.Value, question.Key, answer.AnsweredAt]);

    /// <summary>Stores an answer that another trace has got as that of a trace of this lead, unless it has it already.</summary>
    public static async ValueTask<SkipTrace> TakeOver(TraceSessions on, long leadId, TraceQuestion question, SkipTrace answer)
    {
        if (await OwnAnswer(on, leadId, question, answer) is { } own)
        {
            return own;
        }

        DateTimeOffset now = on.Traces.Now;
        SkipTrace trace = answer with
        {
            LeadId = leadId,
            Request = question.Request,
            Cost = answer.Cost is { } cost ? new Money(0, cost.Currency) : null,
            FromCache = true,
            ResponseLength = null,
            StartedAt = now,
            CompletedAt = now,
        };
        trace = trace with { Id = await Insert(on, trace, question.Key, response: null) };
        await on.Traces.Execute(SkipTraceSql.CopyPhones, [leadId, trace.Id, answer.Id, answer.LeadId]);
        await on.Traces.Execute(SkipTraceSql.CopyEmails, [leadId, trace.Id, answer.Id, answer.LeadId]);
        await Post(on, trace, question.Key, made: null);
        return trace;
    }

    public static ValueTask<SkipTrace?> FindAnswer(
        TraceSessions on, (TraceProvider Provider, SkipTraceRequest Request, TimeSpan MaxAge) call) =>
        FindAnswer(on, TraceQuestion.Of(call.Provider, call.Request), call.MaxAge);

    /// <summary>The newest answer to a question; null if there is none, or it is older than <paramref name="maxAge"/>.</summary>
    public static async ValueTask<SkipTrace?> FindAnswer(TraceSessions on, TraceQuestion question, TimeSpan maxAge)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxAge.Ticks, nameof(maxAge));
        DateTimeOffset now = on.Traces.Now;
        DateTimeOffset oldest = maxAge < now - DateTimeOffset.MinValue ? now - maxAge : DateTimeOffset.MinValue;
        SkipTrace? newest = await on.Traces.First(SkipTraceSql.Answer, [question.Provider.Value, question.Key, oldest]);
        return newest is null || !on.IsDeleted(newest.LeadId)
            ? newest
            : (await on.Traces.All(SkipTraceSql.Answers, [question.Provider.Value, question.Key, oldest]))
                .Find(answer => !on.IsDeleted(answer.LeadId));
    }

    public static async ValueTask<SkipTrace?> Get(TraceSessions on, long id) =>
        await on.Traces.First(SkipTraceSql.ById, [id]) is { } trace && !on.IsDeleted(trace.LeadId) ? trace : null;

    public static async ValueTask<string?> GetResponse(TraceSessions on, long id) =>
        on.Deleted is null || await Get(on, id) is not null ? await on.Traces.First(SkipTraceSql.Response, [id]) : null;

    private static async ValueTask<SkipTrace> Finish(TraceSessions on, long id, TraceEnd end)
    {
        DateTimeOffset now = on.Traces.Now;
        TracedContacts? contacts = end.Contacts;
        await TraceFile.NoteStore(on);
        FinishedTrace? finished = await on.Traces.First(
            SkipTraceSql.Finish,
            [
                id, SkipTraceSql.Word(end.Status), end.Confidence, end.Cost?.MinorUnits ?? 0, end.Cost?.Currency, end.Failure,
                contacts?.Phones.Count ?? 0, contacts?.PhonesSkipped ?? 0, contacts?.Emails.Count ?? 0, contacts?.EmailsSkipped ?? 0,
                end.ResponseLength, end.Status == SkipTraceStatus.Completed ? now : default(DateTimeOffset?), now, end.Response,
            ]);
        if (finished is null || on.IsDeleted(finished.Trace.LeadId))
        {
            throw await NotPending(on, id);
        }

        await StoreContacts(on.Traces, finished.Trace, contacts);
        await Post(on, finished.Trace, finished.Key, made: null);
        return finished.Trace;
    }

    private static async ValueTask<LeadStoreException> NotPending(TraceSessions on, long id) => await Get(on, id) is { } trace
        ? new LeadStoreException(
            LeadStoreErrorKind.Concurrency,
            $"Skip trace {id} is {SkipTraceSql.Word(trace.Status)} already. Nothing was changed and no cost was counted; begin another one.")
        : new LeadStoreException(
            LeadStoreErrorKind.NotFound, $"There is no skip trace {id}. It went with its lead, or the id is of another store.");

    private static async ValueTask<long> Insert(TraceSessions on, SkipTrace trace, string key, string? response)
    {
        await TraceFile.NoteStore(on);
        return await on.Traces.Insert(
            SkipTraceSql.Insert,
            [
                trace.LeadId, trace.Provider.Value, RequestJson.Of(trace.Request), key, SkipTraceSql.Word(trace.Status), trace.Confidence,
                trace.Cost?.MinorUnits ?? 0, trace.Cost?.Currency, trace.Failure, trace.FromCache ? 1 : 0, trace.PhoneCount,
                trace.PhonesSkipped, trace.EmailCount, trace.EmailsSkipped, trace.ResponseLength, trace.StartedAt, trace.AnsweredAt,
                trace.CompletedAt, response,
            ]);
    }

    private static async ValueTask StoreContacts(Session traces, SkipTrace trace, TracedContacts? contacts)
    {
        foreach (TracedPhone phone in contacts?.Phones ?? [])
        {
            await traces.Execute(
                SkipTraceSql.InsertPhone,
                [
                    trace.LeadId, trace.Id, phone.Phone.Digits, phone.Type, phone.Carrier, Flag(phone.IsValid), Flag(phone.IsMobile),
                    Flag(phone.IsDoNotCall), Flag(phone.IsLitigator), Flag(phone.IsReassigned), phone.Confidence, phone.LastSeenAt,
                ]);
        }

        foreach (TracedEmail email in contacts?.Emails ?? [])
        {
            await traces.Execute(
                SkipTraceSql.InsertEmail, [trace.LeadId, trace.Id, email.Email, email.Type, Flag(email.IsValid), email.Confidence]);
        }
    }

    // What follows from the end of a trace: the cost, the call that is settled, the lead's property. Where the traces are in another file, that
    // one keeps what is to be done too, because it commits first.
    private static async ValueTask Post(TraceSessions on, SkipTrace trace, string key, SkipTraceCall? made)
    {
        bool isPaid = trace.Cost is { MinorUnits: > 0 };
        TracePosting posting = new()
        {
            TraceId = trace.Id,
            LeadId = trace.LeadId,
            Provider = trace.Provider,
            Key = key,
            IsAnswer = trace.Status == SkipTraceStatus.Completed,
            CompletedAt = trace.CompletedAt!.Value,
            Cost = isPaid ? trace.Cost : null,
            SourceId = !isPaid ? null : made is not null ? SkipTraceCallOperations.CostSource(made) : TraceFile.CostSource(on, trace.Id),
            Call = made is null ? null : (made.IdempotencyKey, made.Day),
        };
        if (on.AreApart)
        {
            await TraceFile.Keep(on, posting);
        }

        await posting.Post(on.Store);
    }

    public static long? Flag(bool? value) => value is { } known ? (known ? 1 : 0) : null;

    public static async ValueTask CheckLead(Session store, long leadId)
    {
        if (await store.First(LeadSql.IdById, [leadId]) == 0)
        {
            throw new LeadNotFoundException(leadId);
        }
    }
}
