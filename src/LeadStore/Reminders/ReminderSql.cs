using LeadStore.Engine;

namespace LeadStore.Reminders;

/// <summary>Every statement on the table of this room.</summary>
internal static class ReminderSql
{
    private const string Rows = """
        SELECT reminders.lead_id, step, counts_from, due_at, claim, last_customer_message_at, archived_at, qualified_at,
            assistant_paused_at, assistant_paused_until
        FROM reminders JOIN leads ON leads.id = reminders.lead_id
        """;

    public static readonly Query<ReminderRow> Due = new($"{Rows} WHERE due_at <= $1 ORDER BY due_at LIMIT $2", Read);

    public static readonly Query<ReminderRow> ByLead = new($"{Rows} WHERE reminders.lead_id = $1", Read);

    /// <summary>
    /// A customer has written. A write is needed only where the row would be looked at too late: one that is due before the new message
    /// or that a worker has claimed finds out from the lead by then. A message from before the last one begins nothing anew.
    /// </summary>
    public static readonly Command Arm = new(
        """
        INSERT INTO reminders (lead_id, step, counts_from, due_at) VALUES ($1, 1, $2, $2)
        ON CONFLICT (lead_id) DO UPDATE SET step = 1, counts_from = excluded.counts_from, due_at = excluded.due_at, claim = NULL
        WHERE excluded.counts_from > reminders.counts_from
            AND (reminders.due_at IS NULL OR (reminders.claim IS NULL AND reminders.due_at > excluded.due_at))
        """);

    public static readonly Command Update = new(
        "UPDATE reminders SET step = $2, counts_from = $3, due_at = $4, claim = $5 WHERE lead_id = $1");

    private static ReminderRow Read(Row row) => new()
    {
        LeadId = row.Int64(0),
        Step = row.Int32(1),
        CountsFrom = row.Time(2),
        DueAt = row.TimeOrNull(3),
        Claim = row.IsNull(4) ? null : row.Uid(4),
        LastCustomerMessageAt = row.TimeOrNull(5),
        IsDone = !row.IsNull(6) || !row.IsNull(7),
        IsPaused = !row.IsNull(8),
        PausedUntil = row.TimeOrNull(9),
    };
}
