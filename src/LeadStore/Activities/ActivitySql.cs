using LeadStore.Engine;

namespace LeadStore.Activities;

/// <summary>Every statement on the table of this room.</summary>
internal static class ActivitySql
{
    private const string Columns = """
        id, lead_id, type, status, description, error, started_at, ended_at, source_id, input IS NOT NULL, output IS NOT NULL
        """;

    // As they are stored, in the order of ActivityStatus.
    private static readonly string[] StatusWords = ["pending", "success", "failed"];

    public static readonly Query<Activity> ById = new($"SELECT {Columns} FROM activities WHERE id = $1", Read);

    public static readonly Query<Activity> BySource = new($"SELECT {Columns} FROM activities WHERE source_id = $1", Read);

    public static readonly Query<string> Input = new("SELECT input FROM activities WHERE id = $1", row => row.TextOrNull(0)!);

    public static readonly Query<string> Output = new("SELECT output FROM activities WHERE id = $1", row => row.TextOrNull(0)!);

    public static readonly Insert Insert = new(
        """
        INSERT INTO activities (lead_id, type, status, description, error, started_at, ended_at, source_id, input, output)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """);

    /// <summary>Ends an activity that is pending; no row if it is not.</summary>
    public static readonly Query<Activity> End = new(
        $"""
        UPDATE activities SET status = $2, error = $3, ended_at = $4, output = $5 WHERE id = $1 AND status = 'pending' RETURNING {Columns}
        """,
        Read);

    public static readonly Command Delete = new("DELETE FROM activities WHERE id = $1");

    /// <summary>A page of the activities of a lead, newest first: $2, $3 is the one before the page.</summary>
    public static readonly Query<Activity> OfLead = new(
        $"""
        SELECT {Columns} FROM activities
        WHERE lead_id = $1 AND (started_at, id) < ($2, $3) AND (CAST($4 AS TEXT) IS NULL OR type = $4)
        ORDER BY started_at DESC, id DESC LIMIT $5
        """,
        Read);

    /// <summary>A page of those that are pending, oldest first: $1, $2 is the one before the page.</summary>
    public static readonly Query<Activity> Pending = new(
        $"""
        SELECT {Columns} FROM activities
        WHERE status = 'pending' AND (started_at, id) > ($1, $2) AND started_at < $3
        ORDER BY started_at, id LIMIT $4
        """,
        Read);

    public static string Word(ActivityStatus status) => StatusWords[(int)status];

    private static Activity Read(Row row) => new()
    {
        Id = row.Int64(0),
        LeadId = row.Int64(1),
        Type = ActivityType.FromStored(row.Word(2)),
        Status = ReadStatus(row),
        Description = row.TextOrNull(4),
        Error = row.TextOrNull(5),
        StartedAt = row.Time(6),
        EndedAt = row.TimeOrNull(7),
        SourceId = row.TextOrNull(8),
        HasInput = row.Int64(9) != 0,
        HasOutput = row.Int64(10) != 0,
    };

    private static ActivityStatus ReadStatus(Row row)
    {
        int index = Array.IndexOf(StatusWords, row.Word(3));
        return index >= 0
            ? (ActivityStatus)index
            : throw new LeadStoreException(
                LeadStoreErrorKind.Corrupt, $"Activity {row.Int64(0)} has a status that is none of {string.Join(", ", StatusWords)}.");
    }
}
