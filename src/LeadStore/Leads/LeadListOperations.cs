using LeadStore.Engine;

namespace LeadStore.Leads;

/// <summary>The lists of leads: all of them keyset pages over the same two statements.</summary>
internal static class LeadListOperations
{
    public static async ValueTask<IReadOnlyList<Lead>> GetAll(Session session, bool includeArchived) =>
        await Select(session, new LeadFilter { IncludeArchived = includeArchived }, Cursor.Last, int.MaxValue);

    public static async ValueTask<LeadPage> List(Session session, (LeadFilter Filter, string? Cursor, int PageSize) call)
    {
        ArgumentNullException.ThrowIfNull(call.Filter, "filter");
        Cursor.CheckPageSize(call.PageSize);
        Cursor before = Cursor.Parse(call.Cursor, ifNone: Cursor.Last);
        List<Lead> leads = await Select(session, call.Filter, before, call.PageSize + 1);
        return new LeadPage(leads, Cursor.CutPage(leads, call.PageSize, last => new Cursor(last.LastContactAt, last.Id)));
    }

    /// <summary>How many leads one transaction archives.</summary>
    public const int ArchiveBatch = 500;

    /// <summary>The store's time, once for all transactions of a call. Refuses a wrong argument before anything is read.</summary>
    public static ValueTask<DateTimeOffset> Now(Session session, TimeSpan olderThan)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(olderThan, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(olderThan, session.Now - DateTimeOffset.MinValue);
        return new ValueTask<DateTimeOffset>(session.Now);
    }

    public static InactiveLeads Inactive(TimeSpan olderThan, DateTimeOffset now) => new(now - olderThan, now);

    public static ValueTask<int> CountInactive(Session session, InactiveLeads inactive) =>
        session.First(LeadSql.CountInactive, [inactive.Before]);

    public static ValueTask<int> ArchiveInactive(Session session, InactiveLeads inactive) =>
        session.Execute(LeadSql.ArchiveInactive, [inactive.Before, inactive.Now, ArchiveBatch]);

    private static ValueTask<List<Lead>> Select(Session session, LeadFilter filter, Cursor before, int limit)
    {
        if (filter.LastContactBefore is { } end && Instant.Stored(end) <= before.Time)
        {
            before = new Cursor(Instant.Stored(end), long.MinValue);
        }

        return session.All(
            filter.IncludeArchived ? LeadSql.InboxAndArchive : LeadSql.Inbox,
            [
                before.Time, before.Id, filter.LastContactFrom ?? DateTimeOffset.MinValue,
                filter.Status?.Value, filter.Source?.Value, filter.Qualified is { } qualified ? (qualified ? 1L : 0L) : default(long?), limit,
            ]);
    }
}

/// <summary>The leads without a contact since a time, and the time at which they are archived.</summary>
internal readonly record struct InactiveLeads(DateTimeOffset Before, DateTimeOffset Now);
