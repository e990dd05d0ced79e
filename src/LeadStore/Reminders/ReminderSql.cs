using LeadStore.Engine;

namespace LeadStore.Reminders;

/// <summary>Every statement on the table of this room.</summary>
internal static class ReminderSql
{
    private const string Rows = """
        SELECT reminders.lead_id, step, counts_from, due_at, look_at, claim, last_customer_message_at, archived_at, qualified_at,
            assistant_paused_at, assistant_paused_until
        FROM reminders JOIN leads ON leads.id = reminders.lead_id JOIN lead_activity ON lead_activity.lead_id = reminders.lead_id
        """;

    public static readonly Query<ReminderRow> ToLookAt = new($"{Rows} WHERE look_at <= $1 ORDER BY look_at LIMIT $2", Read);

    public static readonly Query<ReminderRow> ByLead = new($"{Rows} WHERE reminders.lead_id = $1", Read);

    /// <summary>
    /// A customer has written. A write is needed only where the row would be looked at too late: one that is looked at before the new
    /// message or that a worker has claimed finds out from the lead by then. A message from before the last one begins nothing anew.
    /// </summary>
    public static readonly Command Arm = new(
        """
        INSERT INTO reminders (lead_id, step, counts_from, due_at, look_at) VALUES ($1, 1, $2, $2, $2)
        ON CONFLICT (lead_id) DO UPDATE SET
            step = 1, counts_from = excluded.counts_from, due_at = excluded.due_at, look_at = excluded.look_at, claim = NULL
        WHERE excluded.counts_from > reminders.counts_from
            AND (reminders.look_at IS NULL OR (reminders.claim IS NULL AND reminders.look_at > excluded.look_at))
        """);

    /// <summary>The lead is no longer what kept its reminder back: look at the row now.</summary>
    public static readonly Command Wake = new(
        "UPDATE reminders SET look_at = $2 WHERE lead_id = $1 AND claim IS NULL AND (look_at IS NULL OR look_at > $2)");

    public static readonly Command Update = new(
        "UPDATE reminders SET step = $2, counts_from = $3, due_at = $4, look_at = $5, claim = $6 WHERE lead_id = $1");

    private static ReminderRow Read(Row row) => new()
    {
        LeadId = row.Int64(0),
        Step = row.Int32(1),
        CountsFrom = row.Time(2),
        DueAt = row.Time(3),
        LookAt = row.TimeOrNull(4),
        Claim = row.IsNull(5) ? null : row.Uid(5),
        LastCustomerMessageAt = row.TimeOrNull(6),
        IsDone = !row.IsNull(7) || !row.IsNull(8),
        IsPaused = !row.IsNull(9),
        PausedUntil = row.TimeOrNull(10),
    };
}
