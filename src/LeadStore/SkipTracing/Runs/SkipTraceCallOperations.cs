using LeadStore.Costs;
using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.Validation;

namespace LeadStore.SkipTracing;

/// <summary>
/// The money guard: what is stored before a provider is called and after it. Each is one transaction, so that a process may be killed
/// between any two of them.
/// </summary>
internal static class SkipTraceCallOperations
{
    private const string Interrupted = "interrupted";
    private static readonly DateOnly Epoch = new(1970, 1, 1);

    /// <summary>What the store holds to, its clock among it.</summary>
    public static ValueTask<StoreRules> Rules(Session session, bool _) => ValueTask.FromResult(session.Rules);

    /// <summary>
    /// Finds the answer, or keeps the money back and claims the call. Runs as a read first, and as a write only where it has something to
    /// write.
    /// </summary>
    public static async ValueTask<ReadAttempt<Reservation>> Reserve(
        Session session, (long LeadId, TraceQuestion Question, TraceTerms Terms) call)
    {
        (long leadId, TraceQuestion question, TraceTerms terms) = call;
        await SkipTraceOperations.CheckLead(session, leadId);
        DateTimeOffset now = session.Now;
        TimeSpan age = now - terms.Since > terms.MaxAge ? now - terms.Since : terms.MaxAge;
        if (await SkipTraceOperations.FindAnswer(session, question, age) is { } answer)
        {
            return await SkipTraceOperations.OwnAnswer(session, leadId, question, answer) is { } own
                ? new Reservation(ReservationState.Answered, own)
                : session.CanWrite
                    ? new Reservation(ReservationState.Answered, await SkipTraceOperations.TakeOver(session, leadId, question, answer))
                    : ReadAttempt<Reservation>.AsWrite;
        }

        SkipTraceCall? open = await session.First(SkipTraceCallSql.ByRequest, [question.Provider.Value, question.Key]);
        if (open?.IsHeldAt(now) == true)
        {
            return new Reservation(ReservationState.Held, At: open.ClaimedUntil!.Value);
        }

        if (open is not null && !terms.HonorsIdempotencyKey)
        {
            return session.CanWrite
                ? new Reservation(ReservationState.Interrupted, await Fail(session, (leadId, question, Interrupted)))
                : ReadAttempt<Reservation>.AsWrite;
        }

        long today = DayOf(now);
        if (await Refusal(session, question.Provider, today, open, terms) is { } refusal)
        {
            return new Reservation(refusal);
        }

        return session.CanWrite ? await Claim(session, leadId, question, open, terms, today) : ReadAttempt<Reservation>.AsWrite;
    }

    /// <summary>Stores how a call ended.</summary>
    /// <returns>The trace; null if the lead is gone.</returns>
    public static ValueTask<SkipTrace?> Settle(
        Session session, (long LeadId, TraceQuestion Question, SkipTraceCall Call, DateTimeOffset CalledAt, CallEnd End) call) =>
        call.End.MayBeBilled
            ? Suspend(session, call.LeadId, call.Question, call.Call, call.CalledAt, call.End.Stored)
            : Record(session, call.LeadId, call.Question, call.Call, call.CalledAt, call.End.Stored);

    /// <summary>
    /// Gives a call up: one whose end nobody knows is left to the next one who asks, one that was surely not carried out is taken back.
    /// </summary>
    public static async ValueTask<bool> LetGo(Session session, (SkipTraceCall Call, bool MayBeBilled) call)
    {
        if (call.MayBeBilled)
        {
            return await Free(session, call.Call);
        }

        SkipTraceCall? open = await session.First(SkipTraceCallSql.ByRequest, [call.Call.Provider.Value, call.Call.Key]);
        if (open?.Claim != call.Call.Claim)
        {
            return false;
        }

        await Close(session, open!);
        return true;
    }

    /// <summary>Stores that a lead has no answer for a reason that has been found out for another one.</summary>
    public static async ValueTask<SkipTrace> Fail(Session session, (long LeadId, TraceQuestion Question, string Reason) call)
    {
        await SkipTraceOperations.CheckLead(session, call.LeadId);
        DateTimeOffset now = session.Now;
        TraceEnd end = TraceEnd.Of(new SkipTraceFailure { Reason = call.Reason });
        return await SkipTraceOperations.Store(session, call.LeadId, call.Question, end, now, now);
    }

    public static async ValueTask<IReadOnlyList<SkipTraceInterruption>> ListInterrupted(Session session, TraceProvider provider)
    {
        DateTimeOffset now = session.Now;
        List<SkipTraceCall> calls = await session.All(SkipTraceCallSql.OfProvider, [provider.Value]);
        return
        [
            .. calls.Where(call => !call.IsHeldAt(now)).OrderBy(call => call.StartedAt).Select(call => new SkipTraceInterruption
            {
                Provider = call.Provider,
                IdempotencyKey = call.IdempotencyKey,
                LeadId = call.LeadId,
                Reserved = call.Reserved,
                Attempts = call.Attempts,
                StartedAt = call.StartedAt,
            }),
        ];
    }

    public static async ValueTask<bool> ReleaseInterrupted(
        Session session, (TraceProvider Provider, Guid IdempotencyKey, Money? Billed) call)
    {
        Validator validator = new();
        if (call.Billed is { } amount)
        {
            CostOperations.CheckAmount(validator, "billed", amount);
        }

        validator.ThrowIfAny();
        List<SkipTraceCall> calls = await session.All(SkipTraceCallSql.OfProvider, [call.Provider.Value]);
        if (calls.Find(each => each.IdempotencyKey == call.IdempotencyKey) is not { } open)
        {
            return false;
        }

        if (open.IsHeldAt(session.Now))
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.Concurrency,
                "The call is under way. Nothing was changed; wait until it has ended, or its claim has lapsed.");
        }

        await Close(session, open);
        if (call.Billed is { } billed)
        {
            long? leadId = await session.First(LeadSql.IdById, [open.LeadId]) is > 0 and var id ? id : null;
            await Spend(session, open.Provider, open.Day, billed, leadId, CostSource(open));
        }

        return true;
    }

    // Lets go of what was kept back. What the call cost is stored also where the lead is gone.
    private static async ValueTask<SkipTrace?> Record(
        Session session, long leadId, TraceQuestion question, SkipTraceCall made, DateTimeOffset calledAt, TraceEnd end)
    {
        DateTimeOffset now = session.Now;

        // Somebody may have taken the call over while this process stood still, and even have recorded it. It is billed once, and counted
        // once.
        SkipTraceCall? open = await session.First(SkipTraceCallSql.ByRequest, [question.Provider.Value, question.Key]);
        long day = made.Day;
        if (open?.IdempotencyKey == made.IdempotencyKey)
        {
            day = open.Day;
            await Close(session, open);
        }

        bool isThere = await session.First(LeadSql.IdById, [leadId]) != 0;
        string source = CostSource(made);
        bool isNew = end.Cost is not { } cost || await Spend(session, made.Provider, day, cost, isThere ? leadId : null, source);
        if (!isThere)
        {
            return null;
        }

        if (!isNew)
        {
            if (end.Status == SkipTraceStatus.Completed
                && await SkipTraceOperations.FindAnswer(session, question, now - made.StartedAt) is { } answer)
            {
                return await SkipTraceOperations.TakeOver(session, leadId, question, answer);
            }

            end = end with { Cost = new Money(0, end.Cost!.Value.Currency) };
        }

        return await SkipTraceOperations.Store(session, leadId, question, end, calledAt, now, source);
    }

    // Nobody knows whether it was carried out: what is kept back for it stays.
    private static async ValueTask<SkipTrace?> Suspend(
        Session session, long leadId, TraceQuestion question, SkipTraceCall made, DateTimeOffset calledAt, TraceEnd end)
    {
        await Free(session, made);
        return await session.First(LeadSql.IdById, [leadId]) == 0
            ? null
            : await SkipTraceOperations.Store(session, leadId, question, end, calledAt, session.Now);
    }

    private static async ValueTask<bool> Free(Session session, SkipTraceCall call) =>
        await session.Execute(SkipTraceCallSql.Free, [call.Provider.Value, call.Key, call.Claim]) > 0;

    private static async ValueTask<ReservationState?> Refusal(
        Session session, TraceProvider provider, long today, SkipTraceCall? open, TraceTerms terms)
    {
        if (terms.Budget is null && terms.DailyCalls is null)
        {
            return null;
        }

        TraceDay day = await session.First(SkipTraceCallSql.Day, [provider.Value, today, terms.Price.Currency]);
        bool isOfToday = open?.Day == today;
        if (!isOfToday && day.Calls >= terms.DailyCalls)
        {
            return ReservationState.OverDailyCalls;
        }

        // What is kept back for this very call is not counted against it.
        long others = isOfToday && open!.Reserved.Currency == terms.Price.Currency ? day.Reserved - open.Reserved.MinorUnits : day.Reserved;
        long free = (terms.Budget?.MinorUnits ?? long.MaxValue) - day.Spent;
        return terms.Price.MinorUnits > free ? ReservationState.OverBudget
            : terms.Price.MinorUnits > free - others ? ReservationState.KeptBack
            : null;
    }

    // A call that is taken over on another day is on that day's account: it may be carried out today, or have been carried out then, and
    // neither budget is to be exceeded.
    private static async ValueTask<Reservation> Claim(
        Session session, long leadId, TraceQuestion question, SkipTraceCall? open, TraceTerms terms, long today)
    {
        if (open is not null)
        {
            await Release(session, open);
        }

        DateTimeOffset now = session.Now;
        SkipTraceCall claimed = new()
        {
            Provider = question.Provider,
            Key = question.Key,
            IdempotencyKey = open?.IdempotencyKey ?? Guid.NewGuid(),
            LeadId = leadId,
            Day = today,
            Reserved = terms.Price,
            Attempts = (open?.Attempts ?? 0) + 1,
            Claim = Guid.NewGuid(),
            ClaimedUntil = now + terms.ClaimFor,
            StartedAt = open?.StartedAt ?? now,
        };
        await session.Execute(
            SkipTraceCallSql.AddToDay,
            [claimed.Provider.Value, today, claimed.Reserved.Currency, open?.Day == today ? 0 : 1, 0, claimed.Reserved.MinorUnits]);
        await session.Execute(
            SkipTraceCallSql.Put,
            [
                claimed.Provider.Value, claimed.Key, claimed.IdempotencyKey, claimed.LeadId, claimed.Day, claimed.Reserved.MinorUnits,
                claimed.Reserved.Currency, claimed.Attempts, claimed.Claim, claimed.ClaimedUntil, claimed.StartedAt,
            ]);
        return new Reservation(ReservationState.Reserved, Call: claimed, IsTakenOver: open is not null, At: now);
    }

    private static async ValueTask Close(Session session, SkipTraceCall open)
    {
        await Release(session, open);
        await session.Execute(SkipTraceCallSql.Delete, [open.Provider.Value, open.Key]);
    }

    private static async ValueTask Release(Session session, SkipTraceCall open) => await session.Execute(
        SkipTraceCallSql.Release, [open.Provider.Value, open.Day, open.Reserved.Currency, open.Reserved.MinorUnits]);

    // False if this very call has been counted already.
    private static async ValueTask<bool> Spend(Session session, TraceProvider provider, long day, Money cost, long? leadId, string source)
    {
        if (await session.First(CostSql.BySource, [CostType.SkipTrace.Value, source]) is not null)
        {
            return false;
        }

        if (cost.MinorUnits > 0)
        {
            await session.Execute(SkipTraceCallSql.AddToDay, [provider.Value, day, cost.Currency, 0, cost.MinorUnits, 0]);
            await CostOperations.Add(
                session,
                new CostEntry
                {
                    Type = CostType.SkipTrace,
                    Amount = cost,
                    LeadId = leadId,
                    SourceId = source,
                    OccurredAt = OnDay(session.Now, day),
                });
        }

        return true;
    }

    private static string CostSource(SkipTraceCall call) => $"call:{call.IdempotencyKey}";

    private static long DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime).DayNumber - Epoch.DayNumber;

    // A call that is answered after midnight is on the account of the day before; the ledger is to say the same.
    private static DateTimeOffset OnDay(DateTimeOffset now, long day)
    {
        DateTimeOffset start = DateTimeOffset.UnixEpoch.AddDays(day);
        DateTimeOffset end = start.AddDays(1) - TimeSpan.FromMicroseconds(1);
        return now < start ? start : now > end ? end : now;
    }
}
