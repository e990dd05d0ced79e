using LeadStore.Engine;

namespace LeadStore.SkipTracing;

/// <summary>Every statement on skip_trace_calls and skip_trace_days.</summary>
internal static class SkipTraceCallSql
{
    private const string Columns = """
        provider, request_key, idempotency_key, lead_id, day, reserved, currency, attempts, claim, claimed_until, started_at
        """;

    public static readonly Query<SkipTraceCall> ByRequest = new(
        $"SELECT {Columns} FROM skip_trace_calls WHERE provider = $1 AND request_key = $2", Read);

    /// <summary>There are few: one for each call that is under way or was cut off.</summary>
    public static readonly Query<SkipTraceCall> OfProvider = new(
        $"SELECT {Columns} FROM skip_trace_calls WHERE provider = $1 ORDER BY request_key", Read);

    /// <summary>Stores a call, or the claim of who takes it over: its key and when it was begun first stay.</summary>
    public static readonly Command Put = new(
        $"""
        INSERT INTO skip_trace_calls ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (provider, request_key) DO UPDATE SET
            lead_id = excluded.lead_id, day = excluded.day, reserved = excluded.reserved, currency = excluded.currency,
            attempts = excluded.attempts, claim = excluded.claim, claimed_until = excluded.claimed_until
        """);

    /// <summary>Lets go of a call, for anybody to take over.</summary>
    public static readonly Command Free = new(
        "UPDATE skip_trace_calls SET claim = NULL, claimed_until = NULL WHERE provider = $1 AND request_key = $2 AND claim = $3");

    public static readonly Command Delete = new("DELETE FROM skip_trace_calls WHERE provider = $1 AND request_key = $2");

    /// <summary>The calls of a day in any currency, and the money in that of $3.</summary>
    public static readonly Query<TraceDay> Day = new(
        """
        SELECT coalesce(sum(calls), 0), coalesce(sum(spent) FILTER (WHERE currency = $3), 0),
            coalesce(sum(reserved) FILTER (WHERE currency = $3), 0)
        FROM skip_trace_days WHERE provider = $1 AND day = $2
        """,
        row => new TraceDay(row.Int64(0), row.Int64(1), row.Int64(2)));

    /// <summary>Adds calls, money spent and money kept back; none of them less than 0.</summary>
    public static readonly Command AddToDay = new(
        """
        INSERT INTO skip_trace_days (provider, day, currency, calls, spent, reserved) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (provider, day, currency) DO UPDATE SET
            calls = calls + excluded.calls, spent = spent + excluded.spent, reserved = reserved + excluded.reserved
        """);

    public static readonly Command Release = new(
        "UPDATE skip_trace_days SET reserved = max(reserved - $4, 0) WHERE provider = $1 AND day = $2 AND currency = $3");

    private static SkipTraceCall Read(Row row) => new()
    {
        Provider = TraceProvider.FromStored(row.Word(0)),
        Key = row.Text(1),
        IdempotencyKey = row.Uid(2),
        LeadId = row.Int64(3),
        Day = row.Int64(4),
        Reserved = Money.FromStored(row.Int64(5), row.Word(6)),
        Attempts = row.Int32(7),
        Claim = row.IsNull(8) ? null : row.Uid(8),
        ClaimedUntil = row.TimeOrNull(9),
        StartedAt = row.Time(10),
    };
}

/// <summary>What a provider's calls of a day come to, in minor units.</summary>
internal readonly record struct TraceDay(long Calls, long Spent, long Reserved);
