namespace LeadStore.SkipTracing;

/// <summary>The verbs that read what traces have come to, each written once for every engine and for both ways of calling it.</summary>
internal static class TraceReading
{
    public static async ValueTask<IReadOnlyList<SkipTrace>> History(TraceSessions on, long leadId) =>
        await Traces(on, leadId);

    public static async ValueTask<SkipTracePage> ListPending(
        TraceSessions on, (DateTimeOffset? StartedBefore, string? Cursor, int PageSize) call)
    {
        Cursor after = Cursor.Parse(call.Cursor, ifNone: Cursor.First);
        Cursor.CheckPageSize(call.PageSize);
        List<SkipTrace> traces = await on.Traces.All(
            SkipTraceSql.Pending, [after.Id, call.StartedBefore ?? DateTimeOffset.MaxValue, call.PageSize + 1]);
        string? next = Cursor.CutPage(traces, call.PageSize, last => new Cursor(last.StartedAt, last.Id));
        traces.RemoveAll(trace => on.IsDeleted(trace.LeadId));
        return new SkipTracePage(traces, next);
    }

    /// <summary>Every phone that every trace of a lead has found, in the order of their ranks, the newest trace of a number
    /// first.</summary>
    public static async ValueTask<IReadOnlyList<TracedPhone>> ListPhones(TraceSessions on, long leadId)
    {
        List<PhoneRow> rows = await Phones(on, leadId);
        Dictionary<long, int> ranks = [];
        foreach (PhoneRow row in PhoneRanking.Rank([.. rows]))
        {
            ranks.Add(row.Number, ranks.Count);
        }

        return
        [
            .. rows.OrderBy(row => ranks[row.Number]).ThenByDescending(row => row.TraceId).Select(row => new TracedPhone
            {
                LeadId = leadId,
                TraceId = row.TraceId,
                Phone = PhoneNumber.FromDigits(row.Number),
                Type = row.Type,
                Carrier = row.Carrier,
                IsValid = row.IsValid,
                IsMobile = row.IsMobile,
                IsDoNotCall = row.IsDoNotCall,
                IsLitigator = row.IsLitigator,
                IsReassigned = row.IsReassigned,
                Confidence = row.Confidence,
                LastSeenAt = row.LastSeenAt,
            }),
        ];
    }

    public static async ValueTask<IReadOnlyList<TracedEmail>> ListEmails(TraceSessions on, long leadId) =>
        await Emails(on, leadId);

    public static async ValueTask<IReadOnlyList<RankedPhone>> RankPhones(TraceSessions on, long leadId)
    {
        List<PhoneRow> rows = PhoneRanking.Rank(await Phones(on, leadId));
        RankedPhone[] ranked = new RankedPhone[rows.Count];
        for (int i = 0; i < ranked.Length; i++)
        {
            ranked[i] = rows[i].Ranked(i + 1);
        }

        return ranked;
    }

    public static async ValueTask<RankedPhone?> BestPhone(TraceSessions on, long leadId) =>
        PhoneRanking.Best(await Phones(on, leadId));

    public static async ValueTask<SkipTraceSummary> Summary(TraceSessions on, long leadId)
    {
        List<SkipTrace> traces = await Traces(on, leadId);
        List<PhoneRow> phones = PhoneRanking.Rank(await Phones(on, leadId));
        List<TracedEmail> emails = await Emails(on, leadId);
        List<SkipTrace> completed = traces.FindAll(trace => trace.Status == SkipTraceStatus.Completed);
        SkipTrace? last = completed.MaxBy(trace => trace.CompletedAt);
        return new SkipTraceSummary
        {
            LeadId = leadId,
            Completed = completed.Count,
            Hits = completed.Count(trace => trace.PhoneCount + trace.EmailCount > 0),
            FromCache = completed.Count(trace => trace.FromCache),
            Failed = traces.Count(trace => trace.Status == SkipTraceStatus.Failed),
            Pending = traces.Count(trace => trace.Status == SkipTraceStatus.Pending),
            Phones = phones.Count,
            PhonesToDial = phones.Count(phone => phone.Exclusion == PhoneExclusion.None),
            Emails = emails.Select(email => email.Email).Distinct(StringComparer.Ordinal).Count(),
            Spent =
            [
                .. traces.Select(trace => trace.Cost ?? default).Where(cost => cost.MinorUnits > 0)
                    .GroupBy(cost => cost.Currency, StringComparer.Ordinal)
                    .Select(costs => costs.Aggregate(static (sum, cost) => sum + cost))
                    .OrderBy(cost => cost.Currency, StringComparer.Ordinal),
            ],
            LastCompletedAt = last?.CompletedAt,
            LastProvider = last?.Provider,
        };
    }

    private static async ValueTask<List<SkipTrace>> Traces(TraceSessions on, long leadId) =>
        on.IsDeleted(leadId) ? [] : await on.Traces.All(SkipTraceSql.OfLead, [leadId]);

    private static async ValueTask<List<TracedEmail>> Emails(TraceSessions on, long leadId) =>
        on.IsDeleted(leadId) ? [] : await on.Traces.All(TracedContactSql.Emails, [leadId]);

    private static async ValueTask<List<PhoneRow>> Phones(TraceSessions on, long leadId) =>
        on.IsDeleted(leadId)
            ? []
            : await on.Traces.All(TracedContactSql.Phones, [leadId, await on.Store.First(TracedContactSql.IsDoNotCall, [leadId])]);
}
