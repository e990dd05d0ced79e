using LeadStore.Engine;

namespace LeadStore.Contacting;

/// <summary>Every statement on the table of this room.</summary>
internal static class ContactSql
{
    /// <summary>The rules of a lead that is there, whether or not any were stored.</summary>
    public static readonly Query<ContactRules> OfLead = new(
        """
        SELECT leads.id, coalesce(do_not_call, 0), time_zone, quiet_from, quiet_until
        FROM leads LEFT JOIN lead_contact_rules ON lead_contact_rules.lead_id = leads.id WHERE leads.id = $1
        """,
        row => new ContactRules
        {
            LeadId = row.Int64(0),
            DoNotCall = row.Int64(1) != 0,
            TimeZone = row.IsNull(2) ? null : row.Word(2),
            QuietFrom = Minutes(row, 3),
            QuietUntil = Minutes(row, 4),
        });

    public static readonly Command Set = new(
        """
        INSERT INTO lead_contact_rules (lead_id, do_not_call, time_zone, quiet_from, quiet_until, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (lead_id) DO UPDATE SET do_not_call = excluded.do_not_call, time_zone = excluded.time_zone,
            quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until, updated_at = excluded.updated_at
        """);

    private static TimeOnly? Minutes(Row row, int column) => row.Int64OrNull(column) switch
    {
        null => null,
        >= 0 and < 24 * 60 and var minutes => TimeOnly.MinValue.AddMinutes(minutes),
        _ => throw new LeadStoreException(
            LeadStoreErrorKind.Corrupt, $"The quiet hours of lead {row.Int64(0)} are not minutes of a day. Mend that row of lead_contact_rules."),
    };
}
