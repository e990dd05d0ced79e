using LeadStore.Costs;
using LeadStore.Engine;
using LeadStore.Leads;

namespace LeadStore.SkipTracing;

/// <summary>The verbs that write skip traces, each written once for every engine and for both ways of calling it.</summary>
internal static class SkipTraceOperations
{
    public static async ValueTask<SkipTrace> Begin(Session session, (long LeadId, TraceProvider Provider, SkipTraceRequest Request) call)
    {
        TraceQuestion question = TraceQuestion.Of(call.Provider, call.Request);
        await CheckLead(session, call.LeadId);
        DateTimeOffset now = session.Now;
        long id = await session.First(
            SkipTraceSql.Begin, [call.LeadId, question.Provider.Value, RequestJson.Of(question.Request), question.Key, now]);
        return new SkipTrace { Id = id, LeadId = call.LeadId, Provider = question.Provider, Request = question.Request, StartedAt = now };
    }

    public static ValueTask<SkipTrace> Complete(Session session, (long Id, SkipTraceResult Result) call) =>
        Finish(session, call.Id, TraceEnd.Of(call.Result, session.Rules));

    public static ValueTask<SkipTrace> Fail(Session session, (long Id, SkipTraceFailure Failure) call) =>
        Finish(session, call.Id, TraceEnd.Of(call.Failure));

    /// <summary>Stores a trace that was made elsewhere, begun and ended.</summary>
    public static async ValueTask<SkipTrace> Record(
        Session session,
        (long LeadId, TraceProvider Provider, SkipTraceRequest Request, SkipTraceResult Result, DateTimeOffset? AnsweredAt) call)
    {
        TraceQuestion question = TraceQuestion.Of(call.Provider, call.Request);
        TraceEnd end = TraceEnd.Of(call.Result, session.Rules);
        await CheckLead(session, call.LeadId);
        DateTimeOffset at = Instant.Stored(call.AnsweredAt ?? session.Now);
        return await Store(session, call.LeadId, question, end, at, at);
    }

    /// <summary>
    /// Stores a trace that is over. Its cost is told from others by <paramref name="costSourceId"/>, if the caller has a better name for
    /// it than
    /// the trace's own id: a cost that is recorded by that name already is not counted again.
    /// </summary>
    public static async ValueTask<SkipTrace> Store(
        Session session,
        long leadId,
        TraceQuestion question,
        TraceEnd end,
        DateTimeOffset startedAt,
        DateTimeOffset endedAt,
        string? costSourceId = null)
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
        trace = trace with { Id = await Insert(session, trace, question.Key, end.Response) };
        await StoreEnd(session, trace, end, costSourceId);
        return trace;
    }

    /// <summary>
    /// Takes over an answer that is there and not too old, for a lead: nobody is asked, and nothing is paid. One that is of this very lead
    /// is
    /// returned as it is.
    /// </summary>
    public static async ValueTask<SkipTrace?> Reuse(
        Session session, (long LeadId, TraceProvider Provider, SkipTraceRequest Request, TimeSpan MaxAge) call)
    {
        TraceQuestion question = TraceQuestion.Of(call.Provider, call.Request);
        await CheckLead(session, call.LeadId);
        SkipTrace? answer = await FindAnswer(session, question, call.MaxAge);
        return answer is null ? null : await TakeOver(session, call.LeadId, question, answer);
    }

    /// <summary>
    /// The trace by which a lead has an answer already: that one, or another one that has taken it over. Null if the lead has none as new.
    /// </summary>
    public static async ValueTask<SkipTrace?> OwnAnswer(Session session, long leadId, TraceQuestion question, SkipTrace answer) =>
        answer.LeadId == leadId
            ? answer
            : await session.First(SkipTraceSql.OwnAnswer, [leadId, question.Provider.Value, question.Key, answer.AnsweredAt]);

    /// <summary>Stores an answer that another trace has got as that of a trace of this lead, unless it has it already.</summary>
    public static async ValueTask<SkipTrace> TakeOver(Session session, long leadId, TraceQuestion question, SkipTrace answer)
    {
        if (await OwnAnswer(session, leadId, question, answer) is { } own)
        {
            return own;
        }

        DateTimeOffset now = session.Now;
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
        trace = trace with { Id = await Insert(session, trace, question.Key, response: null) };
        await session.Execute(SkipTraceSql.CopyPhones, [leadId, trace.Id, answer.Id, answer.LeadId]);
        await session.Execute(SkipTraceSql.CopyEmails, [leadId, trace.Id, answer.Id, answer.LeadId]);
        await session.Execute(SkipTraceSql.NoteOnProperty, [leadId, now, trace.Provider.Value]);
        return trace;
    }

    public static ValueTask<SkipTrace?> FindAnswer(Session session, (TraceProvider Provider, SkipTraceRequest Request,
        TimeSpan MaxAge) call) =>
        FindAnswer(session, TraceQuestion.Of(call.Provider, call.Request), call.MaxAge);

    /// <summary>The newest answer to a question; null if there is none, or it is older than <paramref name="maxAge"/>.</summary>
    public static ValueTask<SkipTrace?> FindAnswer(Session session, TraceQuestion question, TimeSpan maxAge)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxAge.Ticks, nameof(maxAge));
        DateTimeOffset now = session.Now;
        DateTimeOffset oldest = maxAge < now - DateTimeOffset.MinValue ? now - maxAge : DateTimeOffset.MinValue;
        return session.First(SkipTraceSql.Answer, [question.Provider.Value, question.Key, oldest]);
    }

    public static ValueTask<SkipTrace?> Get(Session session, long id) => session.First(SkipTraceSql.ById, [id]);

    public static ValueTask<string?> GetResponse(Session session, long id) => session.First(SkipTraceSql.Response, [id]);

    private static async ValueTask<SkipTrace> Finish(Session session, long id, TraceEnd end)
    {
        DateTimeOffset now = session.Now;
        TracedContacts? contacts = end.Contacts;
        SkipTrace trace = await session.First(
            SkipTraceSql.Finish,
            [
                id, SkipTraceSql.Word(end.Status), end.Confidence, end.Cost?.MinorUnits ?? 0, end.Cost?.Currency, end.Failure,
                contacts?.Phones.Count ?? 0, contacts?.PhonesSkipped ?? 0, contacts?.Emails.Count ?? 0, contacts?.EmailsSkipped ?? 0,
                end.ResponseLength, end.Status == SkipTraceStatus.Completed ? now : default(DateTimeOffset?), now, end.Response,
            ])
            ?? throw await NotPending(session, id);
        await StoreEnd(session, trace, end, costSourceId: null);
        return trace;
    }

    private static async ValueTask<LeadStoreException> NotPending(Session session, long id) => await Get(session, id) is { } trace
        ? new LeadStoreException(
            LeadStoreErrorKind.Concurrency,
            $"Skip trace {id} is {SkipTraceSql.Word(trace.Status)} already. Nothing was changed and no cost was counted; begin another one.")
        : new LeadStoreException(
            LeadStoreErrorKind.NotFound, $"There is no skip trace {id}. It went with its lead, or the id is of another store.");

    private static ValueTask<long> Insert(Session session, SkipTrace trace, string key, string? response) => session.First(
        SkipTraceSql.Insert,
        [
            trace.LeadId, trace.Provider.Value, RequestJson.Of(trace.Request), key, SkipTraceSql.Word(trace.Status), trace.Confidence,
            trace.Cost?.MinorUnits ?? 0, trace.Cost?.Currency, trace.Failure, trace.FromCache ? 1
                : 0, trace.PhoneCount, trace.PhonesSkipped,
            trace.EmailCount, trace.EmailsSkipped, trace.ResponseLength, trace.StartedAt, trace.AnsweredAt, trace.CompletedAt, response,
        ]);

    // What follows from the end of a trace, in its transaction: the contacts, the cost, the lead's property.
    private static async ValueTask StoreEnd(Session session, SkipTrace trace, TraceEnd end, string? costSourceId)
    {
        if (end.Contacts is { } contacts)
        {
            foreach (TracedPhone phone in contacts.Phones)
            {
                await session.Execute(
                    SkipTraceSql.InsertPhone,
                    [
                        trace.LeadId, trace.Id, phone.Phone.Digits, phone.Type, phone.Carrier, Flag(phone.IsValid), Flag(phone.IsMobile),
                        Flag(phone.IsDoNotCall), Flag(phone.IsLitigator), Flag(phone.IsReassigned), phone.Confidence, phone.LastSeenAt,
                    ]);
            }

            foreach (TracedEmail email in contacts.Emails)
            {
                await session.Execute(
                    SkipTraceSql.InsertEmail, [trace.LeadId, trace.Id, email.Email, email.Type, Flag(email.IsValid), email.Confidence]);
            }

            await session.Execute(SkipTraceSql.NoteOnProperty, [trace.LeadId, trace.CompletedAt, trace.Provider.Value]);
        }

        if (trace.Cost is { MinorUnits: > 0 } cost)
        {
            await CostOperations.Add(
                session,
                new CostEntry
                {
                    Type = CostType.SkipTrace,
                    Amount = cost,
                    LeadId = trace.LeadId,
                    SourceId = costSourceId ?? $"trace:{trace.Id}",
                    OccurredAt = trace.CompletedAt!.Value,
                });
        }
    }

    public static long? Flag(bool? value) => value is { } known ? (known ? 1 : 0) : null;

    public static async ValueTask CheckLead(Session session, long leadId)
    {
        if (await session.First(LeadSql.IdById, [leadId]) == 0)
        {
            throw new LeadNotFoundException(leadId);
        }
    }
}
