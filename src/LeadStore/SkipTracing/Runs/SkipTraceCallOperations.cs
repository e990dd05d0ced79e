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
        TraceSessions on, (long LeadId, TraceQuestion Question, TraceTerms Terms) call)
    {
        (long leadId, TraceQuestion question, TraceTerms terms) = call;
        Session session = on.Store;
        await SkipTraceOperations.CheckLead(session, leadId);
        DateTimeOffset now = session.Now;
        TimeSpan age = now - terms.Since > terms.MaxAge ? now - terms.Since : terms.MaxAge;
        SkipTraceCall? open = await session.First(SkipTraceCallSql.ByRequest, [question.Provider.Value, question.Key]);
        if (await SkipTraceOperations.FindAnswer(on, question, age) is { } answer)
        {
            if (on.AreApart && open is not null && !session.CanWrite)
            {
                // Who got the answer may have been killed before it was settled with the store. To write settles it.
                return ReadAttempt<Reservation>.AsWrite;
            }

            return await SkipTraceOperations.OwnAnswer(on, leadId, question, answer) is { } own
                ? new Reservation(ReservationState.Answered, own)
                : session.CanWrite
                    ? new Reservation(ReservationState.Answered, await SkipTraceOperations.TakeOver(on, leadId, question, answer))
                    : ReadAttempt<Reservation>.AsWrite;
        }

        if (open?.IsHeldAt(now) == true)
        {
            return new Reservation(ReservationState.Held, At: open.ClaimedUntil!.Value);
        }

        if (open is not null && !terms.HonorsIdempotencyKey)
        {
            return session.CanWrite
                ? new Reservation(ReservationState.Interrupted, await Fail(on, (leadId, question, Interrupted)))
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
        TraceSessions on, (long LeadId, TraceQuestion Question, SkipTraceCall Call, DateTimeOffset CalledAt, CallEnd End) call) =>
        call.End.MayBeBilled
            ? Suspend(on, call.LeadId, call.Question, call.Call, call.CalledAt, call.End.Stored)
            : Record(on, call.LeadId, call.Question, call.Call, call.CalledAt, call.End.Stored);

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
    public static async ValueTask<SkipTrace> Fail(TraceSessions on, (long LeadId, TraceQuestion Question, string Reason) call)
    {
        await SkipTraceOperations.CheckLead(on.Store, call.LeadId);
        DateTimeOffset now = on.Store.Now;
        TraceEnd end = TraceEnd.Of(new SkipTraceFailure { Reason = call.Reason });
        return await SkipTraceOperations.Store(on, call.LeadId, call.Question, end, now, now);
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

        TracePosting money = new()
        {
            TraceId = 0,
            LeadId = open.LeadId,
            Provider = open.Provider,
            Key = open.Key,
            IsAnswer = false,
            CompletedAt = session.Now,
            Cost = call.Billed is { MinorUnits: > 0 } ? call.Billed : null,
            SourceId = CostSource(open),
        };
        await SettleMoney(session, money, open.IdempotencyKey, open.Day);
        return true;
    }

    /// <summary>Lets go of what was kept back for a call, and counts what it has cost, once.</summary>
    public static async ValueTask SettleMoney(Session store, TracePosting posting, Guid idempotencyKey, long day)
    {
        // Somebody may have taken the call over while this process stood still, on another day.
        SkipTraceCall? open = await store.First(SkipTraceCallSql.ByRequest, [posting.Provider.Value, posting.Key]);
        if (open?.IdempotencyKey == idempotencyKey)
        {
            day = open.Day;
            await Close(store, open);
        }

        if (posting.Cost is { } cost && await store.First(CostSql.BySource, [CostType.SkipTrace.Value, posting.SourceId]) is null)
        {
            await store.Execute(SkipTraceCallSql.AddToDay, [posting.Provider.Value, day, cost.Currency, 0, cost.MinorUnits, 0]);
            await CostOperations.Add(store, await posting.Entry(store, cost, OnDay(posting.CompletedAt, day)));
        }
    }

    /// <summary>By what the cost of a call is known again.</summary>
    public static string CostSource(SkipTraceCall call) => $"call:{call.IdempotencyKey}";

    // What the call cost is stored also where the lead is gone.
    private static async ValueTask<SkipTrace?> Record(
        TraceSessions on, long leadId, TraceQuestion question, SkipTraceCall made, DateTimeOffset calledAt, TraceEnd end)
    {
        DateTimeOffset now = on.Store.Now;
        bool isThere = await on.Store.First(LeadSql.IdById, [leadId]) != 0;
        bool isRecorded = end.Cost is { MinorUnits: > 0 } && await IsRecorded(on, CostSource(made));
        if (!isThere || isRecorded)
        {
            TracePosting money = new()
            {
                TraceId = 0,
                LeadId = leadId,
                Provider = question.Provider,
                Key = question.Key,
                IsAnswer = false,
                CompletedAt = now,
                Cost = isRecorded ? null : end.Cost,
                SourceId = CostSource(made),
            };
            await SettleMoney(on.Store, money, made.IdempotencyKey, made.Day);
        }

        if (!isThere)
        {
            return null;
        }

        // Who took the call over may even have recorded it. It is billed once, and counted once.
        if (isRecorded)
        {
            if (end.Status == SkipTraceStatus.Completed
                && await SkipTraceOperations.FindAnswer(on, question, now - made.StartedAt) is { } answer)
            {
                return await SkipTraceOperations.TakeOver(on, leadId, question, answer);
            }

            end = end with { Cost = new Money(0, end.Cost!.Value.Currency) };
        }

        return await SkipTraceOperations.Store(on, leadId, question, end, calledAt, now, made);
    }

    private static async ValueTask<bool> IsRecorded(TraceSessions on, string source) =>
        await on.Store.First(CostSql.BySource, [CostType.SkipTrace.Value, source]) is not null
        || (on.AreApart && await TraceFile.IsKept(on.Traces, source));

    // Nobody knows whether it was carried out: what is kept back for it stays.
    private static async ValueTask<SkipTrace?> Suspend(
        TraceSessions on, long leadId, TraceQuestion question, SkipTraceCall made, DateTimeOffset calledAt, TraceEnd end)
    {
        await Free(on.Store, made);
        return await on.Store.First(LeadSql.IdById, [leadId]) == 0
            ? null
            : await SkipTraceOperations.Store(on, leadId, question, end, calledAt, on.Store.Now);
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

    private static long DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime).DayNumber - Epoch.DayNumber;

    // A call that is answered after midnight is on the account of the day before; the ledger is to say the same.
    private static DateTimeOffset OnDay(DateTimeOffset now, long day)
    {
        DateTimeOffset start = DateTimeOffset.UnixEpoch.AddDays(day);
        DateTimeOffset end = start.AddDays(1) - TimeSpan.FromMicroseconds(1);
        return now < start ? start : now > end ? end : now;
    }
}
