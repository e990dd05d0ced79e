using LeadStore.Engine;
using LeadStore.Leads;

namespace LeadStore.SkipTracing;

/// <summary>
/// What is done besides where traces are in a file of their own, so that the two files are in step whenever a process ends. Each is written once,
/// as a function of the two sessions.
/// </summary>
/// <remarks>
/// A verb that writes runs inside a transaction of the store, and commits the traces first: with them what has to be posted. Then the store
/// commits. As long as the store's transaction is open no other one is, of any process, so that no lead is deleted between the look at it and
/// the commit of its trace, and whatever is found open in the other file was cut off and can be posted.
/// </remarks>
internal static class TraceFile
{
    /// <summary>How many open postings one transaction posts at most.</summary>
    public const int MostAtOnce = 256;

    /// <summary>
    /// Notes in the file of the traces how far the store had come when it was written to. A store that is older than that was restored, and
    /// the two are put in step again.
    /// </summary>
    public static async ValueTask NoteStore(TraceSessions on)
    {
        if (on.AreApart)
        {
            // The transaction that is open will be the next.
            await on.Traces.Execute(TraceFileOwnSql.NoteCommits, [1 + await Commits(on.Store)]);
        }
    }

    /// <summary>By what the cost of a trace is known again. A file of traces that is lost for good begins anew, with the same numbers.</summary>
    public static string CostSource(TraceSessions on, long traceId) => on.AreApart ? $"trace:{Guid.NewGuid():N}" : $"trace:{traceId}";

    /// <summary>Keeps what follows from a trace for the store, in the transaction that stores the trace.</summary>
    public static async ValueTask Keep(TraceSessions on, TracePosting posting)
    {
        await on.Traces.Execute(
            TraceFileOwnSql.Keep, [posting.TraceId, posting.SourceId, posting.Call?.IdempotencyKey, posting.Call?.Day]);
        on.Kept?.Add(posting.TraceId);
    }

    /// <summary>Whether a trace is there that brings this cost.</summary>
    public static async ValueTask<bool> IsKept(Session traces, string sourceId) =>
        await traces.First(TraceFileOwnSql.BySource, [sourceId]) != 0;

    /// <summary>Posts what an earlier transaction has left open, or has posted without saying so.</summary>
    public static async ValueTask PostOpen(TraceSessions on) => await Post(on, await on.Traces.All(TraceFileOwnSql.Open, [MostAtOnce]));

    /// <summary>Posts what is open of leads that are deleted, before their traces are.</summary>
    public static async ValueTask<bool> PostOfLeads(TraceSessions on, IReadOnlyList<Purge> purges)
    {
        foreach (Purge purge in purges)
        {
            await Post(on, await on.Traces.All(TraceFileOwnSql.OpenOfLead, [purge.LeadId]));
        }

        return true;
    }

    /// <summary>Notes what the store has committed.</summary>
    public static async ValueTask SetPosted(Session traces, IEnumerable<long> committed, long commits)
    {
        foreach (long id in committed)
        {
            await traces.Execute(TraceFileOwnSql.SetPosted, [id, Math.Max(commits, 1)]);
        }
    }

    /// <summary>The leads that the store has deleted and whose traces are still there.</summary>
    public static async ValueTask<List<Purge>> PendingPurges(Session store, Session traces)
    {
        // First how far the other file is: what is purged in between is then only looked for in vain.
        StoreLink link = await Link(traces);
        return await store.All(TraceFileSql.PurgesAfter, [link.PurgedTo]);
    }

    /// <inheritdoc cref="PendingPurges(Session, Session)"/>
    public static async ValueTask<IReadOnlySet<long>?> Deleted(Session store, Session traces)
    {
        List<Purge> pending = await PendingPurges(store, traces);
        return pending.Count == 0 ? null : pending.Select(purge => purge.LeadId).ToHashSet();
    }

    /// <summary>Deletes the traces of leads that the store has deleted, for good.</summary>
    /// <returns>How many rows, by lead and table.</returns>
    public static async ValueTask<Dictionary<(long LeadId, string Table), int>> Purge(Session traces, IReadOnlyList<Purge> purges)
    {
        long done = (await Link(traces)).PurgedTo;
        Dictionary<(long LeadId, string Table), int> deleted = [];
        foreach (Purge purge in purges.Where(purge => purge.Number > done))
        {
            await Delete(traces, purge.LeadId, deleted);
        }

        if (purges[^1].Number > done)
        {
            await traces.Execute(TraceFileOwnSql.NotePurged, [purges[^1].Number]);
        }

        return deleted;
    }

    /// <summary>Whether the store is older than its traces: it was restored, or its schema rolled back and brought up again.</summary>
    public static async ValueTask<bool> IsOutOfStep(TraceSessions on)
    {
        StoreLink link = await Link(on.Traces);
        return await Commits(on.Store) < link.Commits || await on.Store.First(TraceFileSql.LastPurge, []) < link.PurgedTo;
    }

    /// <summary>The first step back: whatever the store does not know any more is to be posted again.</summary>
    public static async ValueTask<bool> ReopenPostings(TraceSessions on) =>
        await on.Traces.Execute(TraceFileOwnSql.ReopenAfter, [await Commits(on.Store)]) > 0;

    /// <summary>The last step, when everything is posted: traces of leads that the store does not have go.</summary>
    public static async ValueTask<bool> DeleteUnknown(TraceSessions on)
    {
        Dictionary<(long LeadId, string Table), int> deleted = [];
        long lead = long.MinValue;
        while ((lead = await on.Traces.First(TraceFileSql.NextLead, [lead])) != 0)
        {
            if (await on.Store.First(LeadSql.IdById, [lead]) == 0)
            {
                await Delete(on.Traces, lead, deleted);
            }
        }

        await on.Traces.Execute(
            TraceFileOwnSql.SetInStep, [await Commits(on.Store), await on.Store.First(TraceFileSql.LastPurge, [])]);
        return true;
    }

    public static async ValueTask<bool> AnyOpen(Session traces) => (await traces.All(TraceFileOwnSql.Open, [1])).Count > 0;

    public static async ValueTask<long> Commits(Session store) => (await store.First(TraceFileSql.Store, []))!.Commits;

    public static async ValueTask<Guid> Uid(Session session) => (await session.First(TraceFileSql.Store, []))!.Uid;

    public static async ValueTask<StoreLink> Link(Session traces) => (await traces.First(TraceFileOwnSql.Link, []))!;

    private static async ValueTask Post(TraceSessions on, List<TracePosting> postings)
    {
        if (postings.Count > 0)
        {
            await NoteStore(on);
        }

        foreach (TracePosting posting in postings)
        {
            await posting.Post(on.Store);
            on.Kept!.Add(posting.TraceId);
        }
    }

    private static async ValueTask Delete(Session traces, long leadId, Dictionary<(long LeadId, string Table), int> deleted)
    {
        foreach ((string table, Command delete) in SkipTraceSql.Deletes)
        {
            deleted[(leadId, table)] = await traces.Execute(delete, [leadId]);
        }
    }
}
