using LeadStore.Engine;
using LeadStore.SkipTracing;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>Stores traces of leads, each once by its key. One without an end is under way.</summary>
internal sealed class TraceStep(ImportContext context, TablePlan plan, TableTally tally, ImportedTraces traces)
    : ImportStep(context, plan, tally)
{
    private const int Key = 0;
    private const int Lead = 1;
    private const int LeadPhone = 2;
    private const int Provider = 3;
    private const int Request = 4;
    private const int Response = 5;
    private const int ConfidenceField = 6;
    private const int Cost = 7;
    private const int Failure = 8;
    private const int CreatedAt = 9;
    private const int CompletedAt = 10;
    private const int Status = 11;

    private static readonly string[] Statuses = ["pending", "completed", "failed", "processing", "in_progress", "complete", "success", "error"];

    private readonly HashSet<ulong> _seen = [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> OrderBy => Plan.OrderBy("lead", "created_at");

    /// <inheritdoc/>
    public override async ValueTask Take(Session session, ImportRow row)
    {
        Row.Fill(row);
        string? leadKey = Row.Text(Lead, Limits.ExternalKey);
        string? phone = Row.Has(LeadPhone) ? Row.Exact(LeadPhone, Limits.ExternalKey) : null;
        long lead = Row.Rejection is null ? await Context.FindLead(session, leadKey, phone) : 0;
        if (lead == 0)
        {
            Row.Reject(Rejection.UnknownLead);
        }

        string key = KeyOf(row, Key) ?? MadeKey(row);
        (SkipTrace Trace, string? Response)? read = Row.Rejection is null ? Read(lead) : null;
        if (Row.Rejection is null && !_seen.Add(ImportContext.Hash(key)))
        {
            Row.Reject(Rejection.DuplicateKey(Plan.ColumnOf("key")));
        }

        if (Row.Rejection is not null || read is not { } told)
        {
            Reject(row, Row.Rejection!);
            return;
        }

        TraceQuestion question = await Question(session, told.Trace, key);
        ImportOutcome outcome = await Store(session, key, leadKey ?? "", told.Trace, question, told.Response);
        Context.NoteUnreadable(Tally, row, Row.Unreadable);
        if (Row.Rest.Count > 0 && await KeepWithLead(session, lead, RestAsJson(Key), row) && outcome == ImportOutcome.Unchanged)
        {
            outcome = ImportOutcome.Merged;
        }

        Count(outcome);
    }

    private (SkipTrace Trace, string? Response)? Read(long lead)
    {
        TraceProvider provider = Row.Text(Provider, Vocabulary.LongestWord) is { } word ? new TraceProvider(word) : ImportedTraces.OfLists;
        Row.Check(Provider, validator => validator.Word("", provider.Value));
        if (Row.Has(Provider) && ValueReading.Text(Row.Value(Provider)) != provider.Value)
        {
            Row.KeepField(Provider);
        }

        double? confidence = Confidence(ConfidenceField);
        Money? cost = ReadCost();
        string? response = Row.Has(Response) ? ValueReading.Text(Row.Value(Response)) ?? ValueReading.Json(Row.Value(Response)) : null;
        string? status = Kept.OneOf(Status, Statuses) is >= 0 and var said ? Statuses[said] : null;
        string? failure = Row.Text(Failure, Vocabulary.LongestWord) ?? (status is "failed" or "error" ? "failed" : null);
        DateTimeOffset? completedAt = Row.Time(CompletedAt);
        DateTimeOffset startedAt = Row.Time(CreatedAt) ?? completedAt ?? Context.Now;
        if (Row.Rejection is not null)
        {
            return null;
        }

        try
        {
            TraceEnd end = failure is null
                ? TraceEnd.Of(new SkipTraceResult { Confidence = confidence, Cost = cost, Response = response }, Context.Rules)
                : TraceEnd.Of(new SkipTraceFailure { Reason = failure, Cost = cost, Response = response });
            bool isPending = completedAt is null && failure is null && response is null && status is not ("completed" or "complete" or "success");
            DateTimeOffset? endedAt = isPending ? null : completedAt ?? startedAt;
            return (new SkipTrace
            {
                LeadId = lead,
                Provider = provider,
                Status = isPending ? SkipTraceStatus.Pending : end.Status,
                Confidence = end.Confidence,
                Cost = end.Cost,
                Failure = end.Failure,
                ResponseLength = end.ResponseLength,
                StartedAt = startedAt,
                AnsweredAt = end.Status == SkipTraceStatus.Completed ? endedAt : null,
                CompletedAt = endedAt,
            }, end.Response);
        }
        catch (LeadValidationException refused)
        {
            LeadValidationError error = refused.Errors[0];
            Row.Reject(new Rejection(error.Code, error.Message, Plan.ColumnOf("failure")));
            return null;
        }
    }

    private Money? ReadCost()
    {
        if (!Row.Has(Cost))
        {
            return null;
        }

        if (!ValueReading.TryMoney(Row.Value(Cost), Row.Format(Cost), Context.Currency, out ReadAmount amount)
            || amount.Exact < 0 || amount.Money.MinorUnits > Limits.CostAmount)
        {
            Row.Reject(Cost, "not_an_amount", $"is no amount of money between 0 and {Limits.CostAmount} minor units.");
            return null;
        }

        if (!amount.IsExact)
        {
            Row.KeepField(Cost);
        }

        return amount.Money;
    }

    // The question as the source kept it, and as the store can ask it again; else what there is to ask of the lead.
    private async ValueTask<TraceQuestion> Question(Session session, SkipTrace trace, string key)
    {
        string? kept = Row.Has(Request) ? ValueReading.Text(Row.Value(Request)) : null;
        TraceQuestion? question = null;
        try
        {
            question = TraceRequests.Read(kept) is { } request ? TraceQuestion.Of(trace.Provider, request) : null;
        }
        catch (LeadValidationException)
        {
            // Longer than anybody asks; it is kept as it is.
        }

        question ??= await ImportedTraces.QuestionOfLead(session, trace.Provider, trace.LeadId, key);
        if (Row.Has(Request) && kept != RequestJson.Of(question.Request))
        {
            Row.KeepField(Request);
        }

        return question;
    }

    private async ValueTask<ImportOutcome> Store(
        Session session, string key, string leadKey, SkipTrace trace, TraceQuestion question, string? response)
    {
        SkipTrace? stored = await traces.Find(session, key);
        bool isNew = stored is null;
        bool isEnded = stored is { Status: SkipTraceStatus.Pending } && trace.Status != SkipTraceStatus.Pending;
        if (!isNew && !isEnded)
        {
            return ImportOutcome.Unchanged;
        }

        stored = isNew
            ? await traces.Add(session, ImportedTraces.ByKey, key, trace, question, response)
            : await traces.Finish(session, stored!, trace, response);
        if (stored.Status == SkipTraceStatus.Completed)
        {
            await session.Execute(SkipTraceSql.NoteOnProperty, [stored.LeadId, stored.CompletedAt, stored.Provider.Value]);
        }

        if (trace.Cost is { } cost)
        {
            await CostSources.StoreTrace(
                session,
                Context.System,
                leadKey,
                key,
                new CostEntry
                {
                    Type = CostType.SkipTrace,
                    Amount = cost,
                    LeadId = stored.LeadId,
                    OccurredAt = trace.CompletedAt ?? trace.StartedAt,
                });
        }

        return isNew ? ImportOutcome.Imported : ImportOutcome.Merged;
    }
}
