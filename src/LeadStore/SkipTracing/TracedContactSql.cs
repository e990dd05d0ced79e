using LeadStore.Engine;

namespace LeadStore.SkipTracing;

/// <summary>The statements that read what traces have found: skip_trace_phones, skip_trace_emails.</summary>
internal static class TracedContactSql
{
    /// <summary>Whether a lead is not to be called, whatever the number; no row if nobody has said so.</summary>
    public static readonly Query<bool> IsDoNotCall = new(
        "SELECT do_not_call FROM lead_contact_rules WHERE lead_id = $1", row => row.Int64(0) != 0);

    /// <summary>Every phone of a lead, by trace and number; $2 is whether the lead is not to be called, whatever the number.</summary>
    public static readonly Query<PhoneRow> Phones = new(
        """
        SELECT number, trace_id, type, carrier, is_valid, is_mobile, is_do_not_call, is_litigator, is_reassigned, confidence, last_seen_at,
            $2
        FROM skip_trace_phones WHERE lead_id = $1 ORDER BY trace_id, number
        """,
        PhoneRow.Read);

    /// <summary>Every email address of a lead, the newest trace first.</summary>
    public static readonly Query<TracedEmail> Emails = new(
        """
        SELECT lead_id, trace_id, email, type, is_valid, confidence
        FROM skip_trace_emails WHERE lead_id = $1 ORDER BY trace_id DESC, email DESC
        """,
        row => new TracedEmail
        {
            LeadId = row.Int64(0),
            TraceId = row.Int64(1),
            Email = row.Text(2),
            Type = row.IsNull(3) ? null : row.Word(3),
            IsValid = row.BooleanOrNull(4),
            Confidence = row.DoubleOrNull(5),
        });
}
