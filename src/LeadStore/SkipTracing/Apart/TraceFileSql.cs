using LeadStore.Engine;

namespace LeadStore.SkipTracing;

/// <summary>
/// The statements that keep a file of traces in step with its store: those on the tables that the store's own file has for it, and those on
/// the tables that the other file has besides the traces.
/// </summary>
internal static class TraceFileSql
{
    /// <summary>Who the store is, and how often it has committed. Both files have this table.</summary>
    public static readonly Query<StoreMark> Store = new(
        "SELECT uid, commits FROM store WHERE id = 1", row => new StoreMark(row.Uid(0), row.Int64(1)));

    /// <summary>The file that the store has its traces in; no row if that is its own.</summary>
    public static readonly Query<Guid?> File = new("SELECT uid FROM skip_trace_file WHERE id = 1", row => row.Uid(0));

    public static readonly Command SetFile = new("INSERT INTO skip_trace_file (id, uid) VALUES (1, $1) ON CONFLICT (id) DO NOTHING");

    /// <summary>The leads that were deleted after the $1st one, in that order.</summary>
    public static readonly Query<Purge> PurgesAfter = new(
        "SELECT number, lead_id FROM skip_trace_purges WHERE number > $1 ORDER BY number",
        row => new Purge(row.Int64(0), row.Int64(1)));

    /// <summary>The next lead after $1 that has traces, in whichever file they are.</summary>
    public static readonly Query<long> NextLead = new(
        "SELECT lead_id FROM skip_traces WHERE lead_id > $1 ORDER BY lead_id LIMIT 1", row => row.Int64(0));

    public static readonly Query<long> LastPurge = new(
        "SELECT coalesce(max(number), 0) FROM skip_trace_purges", row => row.Int64(0));
}

/// <summary>The statements on the tables that only a file of traces has.</summary>
internal static class TraceFileOwnSql
{
    private const string Posting = """
        trace_id, lead_id, provider, request_key, status = 'completed', completed_at, cost, currency, source_id, call, day
        """;

    public static readonly Query<StoreLink> Link = new(
        "SELECT uid, commits, purged_to FROM skip_trace_store WHERE id = 1",
        row => new StoreLink(row.IsNull(0) ? null : row.Uid(0), row.Int64(1), row.Int64(2)));

    public static readonly Command SetStore = new("UPDATE skip_trace_store SET uid = $1 WHERE id = 1 AND uid IS NULL");

    public static readonly Command NoteCommits = new("UPDATE skip_trace_store SET commits = $1 WHERE id = 1 AND commits < $1");

    public static readonly Command NotePurged = new("UPDATE skip_trace_store SET purged_to = $1 WHERE id = 1");

    public static readonly Command SetInStep = new("UPDATE skip_trace_store SET commits = $1, purged_to = $2 WHERE id = 1");

    public static readonly Command Keep = new("INSERT INTO skip_trace_postings (trace_id, source_id, call, day) VALUES ($1, $2, $3, $4)");

    public static readonly Query<long> BySource = new("SELECT 1 FROM skip_trace_postings WHERE source_id = $1", row => row.Int64(0));

    /// <summary>The first of those of which it is not known that they were posted.</summary>
    public static readonly Query<TracePosting> Open = new(
        $"""
        SELECT {Posting}
        FROM skip_trace_postings JOIN skip_traces ON skip_traces.id = skip_trace_postings.trace_id
        WHERE skip_trace_postings.posted = 0 ORDER BY skip_trace_postings.trace_id LIMIT $1
        """,
        ReadPosting);

    /// <summary>Those of a lead.</summary>
    public static readonly Query<TracePosting> OpenOfLead = new(
        $"""
        SELECT {Posting}
        FROM skip_traces CROSS JOIN skip_trace_postings ON skip_trace_postings.trace_id = skip_traces.id
        WHERE skip_traces.lead_id = $1 AND +skip_trace_postings.posted = 0 ORDER BY skip_traces.id
        """,
        ReadPosting);

    public static readonly Command SetPosted = new("UPDATE skip_trace_postings SET posted = $2 WHERE trace_id = $1");

    /// <summary>What was posted to the store after its $1st commit, which it does not know any more.</summary>
    public static readonly Command ReopenAfter = new("UPDATE skip_trace_postings SET posted = 0 WHERE posted > $1");

    private static TracePosting ReadPosting(Row row) => new()
    {
        TraceId = row.Int64(0),
        LeadId = row.Int64(1),
        Provider = TraceProvider.FromStored(row.Word(2)),
        Key = row.Text(3),
        IsAnswer = row.Int64(4) != 0,
        CompletedAt = row.Time(5),
        Cost = row.IsNull(8) ? null : Money.FromStored(row.Int64(6), row.Word(7)),
        SourceId = row.TextOrNull(8),
        Call = row.IsNull(9) ? null : (row.Uid(9), row.Int64(10)),
    };
}

/// <summary>Who a store is, and how often it has committed.</summary>
internal sealed record StoreMark(Guid Uid, long Commits);

/// <summary>What a file of traces knows of its store.</summary>
/// <param name="Uid">Who it is; null if it has none yet.</param>
/// <param name="Commits">How often it had committed at least when the file was written to.</param>
/// <param name="PurgedTo">The last of its deleted leads whose traces have gone.</param>
internal sealed record StoreLink(Guid? Uid, long Commits, long PurgedTo);

/// <summary>A lead that was deleted.</summary>
internal sealed record Purge(long Number, long LeadId);
