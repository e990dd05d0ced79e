using System.Text.Json;
using LeadStore.Engine;

namespace LeadStore.SkipTracing;

/// <summary>Every statement on the tables of this room: skip_traces, skip_trace_phones, skip_trace_emails.</summary>
internal static class SkipTraceSql
{
    private const string Columns = """
        id, lead_id, provider, request, status, confidence, cost, currency, failure, from_cache, phone_count, phones_skipped,
        email_count, emails_skipped, response_length, started_at, answered_at, completed_at
        """;

    private static readonly string[] StatusWords = ["pending", "completed", "failed"];

    public static readonly Insert Begin = new(
        """
        INSERT INTO skip_traces (lead_id, provider, request, request_key, status, started_at)
        VALUES ($1, $2, $3, $4, 'pending', $5)
        """);

    /// <summary>Ends a trace that is pending; no row if it is not.</summary>
    public static readonly Query<FinishedTrace> Finish = new(
        $"""
        UPDATE skip_traces SET status = $2, confidence = $3, cost = $4, currency = $5, failure = $6, phone_count = $7, phones_skipped = $8,
            email_count = $9, emails_skipped = $10, response_length = $11, answered_at = $12, completed_at = $13, response = $14
        WHERE id = $1 AND status = 'pending'
        RETURNING {Columns}, request_key
        """,
        row => new FinishedTrace(Read(row), row.Text(18)));

    /// <summary>A trace that is stored begun and ended.</summary>
    public static readonly Insert Insert = new(
        """
        INSERT INTO skip_traces (
            lead_id, provider, request, request_key, status, confidence, cost, currency, failure, from_cache, phone_count, phones_skipped,
            email_count, emails_skipped, response_length, started_at, answered_at, completed_at, response)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        """);

    public static readonly Command InsertPhone = new(
        """
        INSERT INTO skip_trace_phones (
            lead_id, trace_id, number, type, carrier, is_valid, is_mobile, is_do_not_call, is_litigator, is_reassigned, confidence,
            last_seen_at, checksum)
        VALUES (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
            leadstore_row_checksum($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))
        """);

    public static readonly Command InsertEmail = new(
        """
        INSERT INTO skip_trace_emails (lead_id, trace_id, email, type, is_valid, confidence, checksum)
        VALUES ($1, $2, $3, $4, $5, $6, leadstore_row_checksum($1, $2, $3, $4, $5, $6))
        """);

    /// <summary>What the answer of the trace $3 found, for the trace $2 of the lead $1.</summary>
    public static readonly Command CopyPhones = new(
        """
        INSERT INTO skip_trace_phones (
            lead_id, trace_id, number, type, carrier, is_valid, is_mobile, is_do_not_call, is_litigator, is_reassigned, confidence,
            last_seen_at)
        SELECT $1, $2, number, type, carrier, is_valid, is_mobile, is_do_not_call, is_litigator, is_reassigned, confidence, last_seen_at
        FROM skip_trace_phones WHERE lead_id = $4 AND trace_id = $3
        """);

    /// <inheritdoc cref="CopyPhones"/>
    public static readonly Command CopyEmails = new(
        """
        INSERT INTO skip_trace_emails (lead_id, trace_id, email, type, is_valid, confidence)
        SELECT $1, $2, email, type, is_valid, confidence FROM skip_trace_emails WHERE lead_id = $4 AND trace_id = $3
        """);

    /// <summary>Notes the trace with the property of its lead, if there is one and no later trace stands there.</summary>
    public static readonly Command NoteOnProperty = new(
        """
        UPDATE lead_properties SET skip_traced_at = $2, skip_trace_provider = $3
        WHERE lead_id = $1 AND (skip_traced_at IS NULL OR skip_traced_at <= $2)
        """);

    public static readonly Query<SkipTrace> ById = new($"SELECT {Columns} FROM skip_traces WHERE id = $1", Read);

    public static readonly Query<SkipTrace> OfLead = new($"SELECT {Columns} FROM skip_traces WHERE lead_id = $1 ORDER BY id DESC", Read);

    /// <summary>A page of what is pending, in the order in which it was begun: $1 is the id before the page.</summary>
    public static readonly Query<SkipTrace> Pending = new(
        $"SELECT {Columns} FROM skip_traces WHERE status = 'pending' AND id > $1 AND started_at < $2 ORDER BY id LIMIT $3", Read);

    public static readonly Query<string> Response = new("SELECT response FROM skip_traces WHERE id = $1", row => row.TextOrNull(0)!);

    /// <summary>The newest answer to a request that was given at $3 or later.</summary>
    public static readonly Query<SkipTrace> Answer = new(
        $"""
        SELECT {Columns} FROM skip_traces
        WHERE provider = $1 AND request_key = $2 AND status = 'completed' AND answered_at >= $3
        ORDER BY answered_at DESC LIMIT 1
        """,
        Read);

    /// <summary>All of them, the newest first.</summary>
    public static readonly Query<SkipTrace> Answers = new(
        $"""
        SELECT {Columns} FROM skip_traces
        WHERE provider = $1 AND request_key = $2 AND status = 'completed' AND answered_at >= $3
        ORDER BY answered_at DESC
        """,
        Read);

    /// <summary>The answer of the lead $1 itself that was given at $4 or later; looked for among its traces, not among those of the owner.</summary>
    public static readonly Query<SkipTrace> OwnAnswer = new(
        $"""
        SELECT {Columns} FROM skip_traces
        WHERE lead_id = $1 AND +provider = $2 AND +request_key = $3 AND status = 'completed' AND answered_at >= $4
        ORDER BY id DESC LIMIT 1
        """,
        Read);

    /// <summary>The tables of traces that hang on a lead, in the order in which their rows go.</summary>
    public static readonly IReadOnlyList<(string Table, Command Delete)> Deletes =
    [
        ("skip_trace_phones", new Command("DELETE FROM skip_trace_phones WHERE lead_id = $1")),
        ("skip_trace_emails", new Command("DELETE FROM skip_trace_emails WHERE lead_id = $1")),
        ("skip_traces", new Command("DELETE FROM skip_traces WHERE lead_id = $1")),
    ];

    public static string Word(SkipTraceStatus status) => StatusWords[(int)status];

    private static SkipTrace Read(Row row)
    {
        long id = row.Int64(0);
        return new SkipTrace
        {
            Id = id,
            LeadId = row.Int64(1),
            Provider = TraceProvider.FromStored(row.Word(2)),
            Request = ReadRequest(row, id),
            Status = ReadStatus(row, id),
            Confidence = row.DoubleOrNull(5),
            Cost = row.IsNull(7) ? null : Money.FromStored(row.Int64(6), row.Word(7)),
            Failure = row.IsNull(8) ? null : row.Word(8),
            FromCache = row.Int64(9) != 0,
            PhoneCount = row.Int32(10),
            PhonesSkipped = row.Int32(11),
            EmailCount = row.Int32(12),
            EmailsSkipped = row.Int32(13),
            ResponseLength = row.IsNull(14) ? null : row.Int32(14),
            StartedAt = row.Time(15),
            AnsweredAt = row.TimeOrNull(16),
            CompletedAt = row.TimeOrNull(17),
        };
    }

    private static SkipTraceStatus ReadStatus(Row row, long id)
    {
        int index = Array.IndexOf(StatusWords, row.Word(4));
        return index >= 0
            ? (SkipTraceStatus)index
            : throw new LeadStoreException(
                LeadStoreErrorKind.Corrupt, $"Skip trace {id} has a status that is none of {string.Join(", ", StatusWords)}.");
    }

    private static SkipTraceRequest ReadRequest(Row row, long id)
    {
        try
        {
            return RequestJson.Parse(row.Utf8(3));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // The parser's own message may quote the text.
            throw new LeadStoreException(
                LeadStoreErrorKind.Corrupt,
                $"The stored request of skip trace {id} is not a JSON object of strings. Mend the column request of that row.");
        }
    }
}

/// <summary>A trace that has ended, and the <see cref="TraceQuestion.Key"/> of what was asked.</summary>
internal sealed record FinishedTrace(SkipTrace Trace, string Key);
