using LeadStore.Engine;

namespace LeadStore.Calls;

/// <summary>Every statement on the tables of this room: calls, call_words.</summary>
internal static class CallSql
{
    private const string Columns = """
        id, lead_id, phone, direction, outcome, started_at, ended_at, duration, recording_url, campaign_id, user_id, source_id,
        transcript_length, analysis IS NOT NULL
        """;

    // As they are stored, in the order of CallDirection.
    private static readonly string[] DirectionWords = ["outbound", "inbound"];

    public static readonly Query<CallLog> ById = new($"SELECT {Columns} FROM calls WHERE id = $1", Read);

    public static readonly Query<CallLog> BySource = new($"SELECT {Columns} FROM calls WHERE source_id = $1", Read);

    public static readonly Query<string> Transcript = new("SELECT transcript FROM calls WHERE id = $1", row => row.TextOrNull(0)!);

    public static readonly Query<string> Analysis = new("SELECT analysis FROM calls WHERE id = $1", row => row.TextOrNull(0)!);

    public static readonly Insert Insert = new(
        """
        INSERT INTO calls (
            lead_id, phone, direction, outcome, started_at, ended_at, duration, recording_url, campaign_id, user_id, source_id,
            transcript_length, analysis, transcript)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """);

    public static readonly Command Complete = new(
        """
        UPDATE calls SET outcome = $2, ended_at = $3, duration = $4, recording_url = coalesce($5, recording_url) WHERE id = $1
        """);

    public static readonly Command Update = new(
        """
        UPDATE calls SET phone = $2, outcome = $3, duration = $4, recording_url = $5, campaign_id = $6, user_id = $7 WHERE id = $1
        """);

    public static readonly Command SetTranscript = new("UPDATE calls SET transcript_length = $2, transcript = $3 WHERE id = $1");

    public static readonly Command SetAnalysis = new("UPDATE calls SET analysis = $2 WHERE id = $1");

    public static readonly Command InsertWord = new(
        "INSERT INTO call_words (word, call_id, checksum) VALUES ($1, $2, leadstore_row_checksum($1, $2))");

    public static readonly Command DeleteWords = new("DELETE FROM call_words WHERE call_id = $1");

    /// <summary>The words of a call go by a trigger.</summary>
    public static readonly Command Delete = new("DELETE FROM calls WHERE id = $1");

    /// <summary>A page of the calls of a lead, newest first: $2, $3 is the call before the page.</summary>
    public static readonly Query<CallLog> OfLead = new(
        $"""
        SELECT {Columns} FROM calls WHERE lead_id = $1 AND (started_at, id) < ($2, $3) ORDER BY started_at DESC, id DESC LIMIT $4
        """,
        Read);

    /// <summary>
    /// A page of the calls whose transcript has the word $1 and all others that are given, the last recorded first: $2 is the call before
    /// the page.
    /// </summary>
    public static readonly Query<CallLog> WithWords = new(
        $"""
        SELECT {Columns} FROM call_words CROSS JOIN calls ON calls.id = call_words.call_id
        WHERE word = $1 AND call_id < $2 {string.Join(" ", Enumerable.Range(4, SearchWords - 1).Select(HasWord))}
        ORDER BY call_id DESC LIMIT $3
        """,
        Read);

    public static readonly Query<long> OfUser = new("SELECT id FROM calls WHERE user_id = $1 LIMIT 1", row => row.Int64(0));

    /// <summary>As many words a search may have.</summary>
    public const int SearchWords = 10;

    public static string Word(CallDirection direction) => DirectionWords[(int)direction];

    private static string HasWord(int parameter) =>
        $"""
        AND (CAST(${parameter} AS TEXT) IS NULL
            OR EXISTS (SELECT 1 FROM call_words AS other WHERE other.word = ${parameter} AND other.call_id = call_words.call_id))
        """;

    private static CallLog Read(Row row) => new()
    {
        Id = row.Int64(0),
        LeadId = row.Int64(1),
        Phone = row.IsNull(2) ? null : PhoneNumber.FromDigits(row.Int64(2)),
        Direction = ReadDirection(row),
        Outcome = row.IsNull(4) ? default(CallOutcome?) : CallOutcome.FromStored(row.Word(4)),
        StartedAt = row.Time(5),
        EndedAt = row.TimeOrNull(6),
        DurationSeconds = row.IsNull(7) ? null : row.Int32(7),
        RecordingUrl = row.TextOrNull(8),
        CampaignId = row.Int64OrNull(9),
        UserId = row.Int64OrNull(10),
        SourceId = row.TextOrNull(11),
        TranscriptLength = row.IsNull(12) ? null : row.Int32(12),
        HasAnalysis = row.Int64(13) != 0,
    };

    private static CallDirection ReadDirection(Row row)
    {
        int index = Array.IndexOf(DirectionWords, row.Word(3));
        return index >= 0
            ? (CallDirection)index
            : throw new LeadStoreException(
                LeadStoreErrorKind.Corrupt, $"Call {row.Int64(0)} has a direction that is none of {string.Join(", ", DirectionWords)}.");
    }
}
