using System.Text.Json;
using LeadStore.Engine;
using LeadStore.Messages;
using LeadStore.SkipTracing;

namespace LeadStore.Leads;

/// <summary>Every statement on the tables of this room: leads, lead_activity, qualifications, lead_once.</summary>
internal static class LeadSql
{
    /// <summary>The fields of a lead, behind its id, as <see cref="Read"/> takes them.</summary>
    public const string Fields = """
        uid, phone, name, email, source, status, progress, qualified_at, times_qualified, answers, archived_at,
        created_at, last_contact_at, last_customer_message_at, version,
        assistant_paused_at, assistant_paused_until, assistant_paused_by, assistant_pause_reason
        """;

    /// <summary>The tables of which <see cref="Read"/> makes a lead; the key of each is the lead's id.</summary>
    public static readonly WatchedTables Watched = new("leads", ["lead_activity"]);

    private const string Leads = "leads JOIN lead_activity ON lead_activity.lead_id = leads.id";

    // The place in the list leads to the lead: SQLite keeps the order of a cross join.
    private const string Recent = "lead_activity CROSS JOIN leads WHERE leads.id = lead_id";

    private const string RecentFilter = """
        (last_contact_at, lead_id) < ($1, $2) AND last_contact_at >= $3
        AND (CAST($4 AS TEXT) IS NULL OR status = $4)
        AND (CAST($5 AS TEXT) IS NULL OR source = $5)
        AND (CAST($6 AS INTEGER) IS NULL OR CASE WHEN qualified_at IS NULL THEN 0 ELSE 1 END = $6)
        """;

    /// <summary>
    /// The leads whose last message by the customer is another than the messages say, or that stand in the wrong list: every message moves
    /// the one, and no checksum holds it. Where another program has changed the lead or a message of it, nothing follows. Reads both tables
    /// from end to end, once; for the verification of a whole store.
    /// </summary>
    public static readonly string WithContradictedActivity = $"""
        WITH newest (lead_id, sent_at) AS MATERIALIZED (
            SELECT lead_id, max(sent_at) FROM messages WHERE sender = 'customer' GROUP BY lead_id
        )
        SELECT leads.id FROM leads NOT INDEXED
        LEFT JOIN lead_activity ON lead_activity.lead_id = leads.id
        LEFT JOIN newest ON newest.lead_id = leads.id
        WHERE leads.checksum IS NOT NULL AND (
            lead_activity.archived IS NOT (leads.archived_at IS NOT NULL)
            OR (
                lead_activity.last_customer_message_at IS NOT newest.sent_at
                AND NOT EXISTS (
                    SELECT 1 FROM messages
                    WHERE messages.id {MessageId.BetweenThoseOf("leads.id")} AND messages.checksum IS NULL
                )
            )
        )
        """;

    public static readonly Query<Lead> ById = new($"SELECT id, {Fields} FROM {Leads} WHERE id = $1", Read);

    public static readonly Query<Lead> ByPhone = new($"SELECT id, {Fields} FROM {Leads} WHERE phone = $1", Read);

    public static readonly Query<Lead> ByKey = new(
        $"SELECT id, {Fields} FROM {Leads} WHERE id = (SELECT lead_keys.lead_id FROM lead_keys WHERE system = $1 AND key = $2)", Read);

    public static readonly Query<long> IdByPhone = new("SELECT id FROM leads WHERE phone = $1", row => row.Int64(0));

    public static readonly Query<long> IdById = new("SELECT id FROM leads WHERE id = $1", row => row.Int64(0));

    /// <summary>A page of the leads that are not archived, newest contact first: $1, $2 is the row before the page.</summary>
    public static readonly Query<Lead> Inbox = new(
        $"SELECT lead_id, {Fields} FROM {Recent} AND archived = 0 AND {RecentFilter} ORDER BY last_contact_at DESC, lead_id DESC LIMIT $7", Read);

    /// <summary>The same with the archived ones: the two parts of the index are merged.</summary>
    public static readonly Query<Lead> InboxAndArchive = new(
        $"""
        SELECT lead_id, {Fields} FROM {Recent} AND archived = 0 AND {RecentFilter}
        UNION ALL
        SELECT lead_id, {Fields} FROM {Recent} AND archived = 1 AND {RecentFilter}
        ORDER BY last_contact_at DESC, lead_id DESC LIMIT $7
        """,
        Read);

    public static readonly Insert Insert = new(
        """
        INSERT INTO leads (uid, phone, name, email, source, status, progress, qualified_at, times_qualified, answers, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (phone) DO NOTHING
        """);

    /// <summary>Everything that a change may touch and no index holds.</summary>
    public static readonly Command Update = new(
        """
        UPDATE leads SET name = $2, email = $3, status = $4, progress = $5, qualified_at = $6, times_qualified = $7, answers = $8,
            assistant_paused_at = $9, assistant_paused_until = $10, assistant_paused_by = $11, assistant_pause_reason = $12,
            version = version + 1
        WHERE id = $1
        """);

    public static readonly Command UpdatePhone = new("UPDATE leads SET phone = $2 WHERE id = $1");

    public static readonly Command UpdateSource = new("UPDATE leads SET source = $2 WHERE id = $1");

    public static readonly Command Touch = new("UPDATE lead_activity SET last_contact_at = $2 WHERE lead_id = $1 AND last_contact_at < $2");

    /// <summary>Where a new lead begins in the lists, if not with its creation, where the schema puts it.</summary>
    public static readonly Command BeginContact = new("UPDATE lead_activity SET last_contact_at = $2 WHERE lead_id = $1");

    public static readonly Command Archive = new(
        "UPDATE leads SET archived_at = $2, version = version + 1 WHERE id = $1 AND archived_at IS NULL");

    public static readonly Query<int> CountInactive = new(
        "SELECT count(*) FROM lead_activity WHERE archived = 0 AND last_contact_at < $1", row => row.Int32(0));

    public static readonly Command ArchiveInactive = new(
        """
        UPDATE leads SET archived_at = $2, version = version + 1
        WHERE id IN (
            SELECT lead_id FROM lead_activity WHERE archived = 0 AND last_contact_at < $1 ORDER BY last_contact_at, lead_id LIMIT $3
        )
        """);

    public static readonly Command Restore = new(
        "UPDATE leads SET archived_at = NULL, version = version + 1 WHERE id = $1 AND archived_at IS NOT NULL");

    public static readonly Command InsertQualification = new(
        "INSERT INTO qualifications (lead_id, number, qualified_at, answers) VALUES ($1, $2, $3, $4)");

    public static readonly Command UpdateQualification = new(
        "UPDATE qualifications SET answers = $3 WHERE lead_id = $1 AND number = $2");

    public static readonly Query<Qualification> Qualifications = new(
        "SELECT lead_id, number, qualified_at, answers FROM qualifications WHERE lead_id = $1 ORDER BY number",
        row => new Qualification(row.Int64(0), row.Int32(1), row.Time(2), ReadAnswers(row, 3, row.Int64(0))));

    public static readonly Command InsertOnce = new(
        "INSERT INTO lead_once (lead_id, key, done_at) SELECT id, $2, $3 FROM leads WHERE id = $1 ON CONFLICT (lead_id, key) DO NOTHING");

    /// <summary>The tables that hang on a lead, in the order in which their rows go, the lead itself last.</summary>
    public static readonly IReadOnlyList<(string Table, Command Delete)> Deletes =
    [
        ("message_attributes", new Command($"DELETE FROM message_attributes WHERE message_id {MessageId.BetweenThoseOf("$1")}")),
        ("messages", new Command($"DELETE FROM messages WHERE {MessageSql.OfLead}")),
        ("qualifications", new Command("DELETE FROM qualifications WHERE lead_id = $1")),
        ("reminders", new Command("DELETE FROM reminders WHERE lead_id = $1")),
        ("lead_once", new Command("DELETE FROM lead_once WHERE lead_id = $1")),
        ("lead_attributes", new Command("DELETE FROM lead_attributes WHERE lead_id = $1")),
        .. SkipTraceSql.Deletes,
        ("lead_costs", new Command("DELETE FROM lead_costs WHERE lead_id = $1")),
        ("call_words", new Command("DELETE FROM call_words WHERE call_id IN (SELECT id FROM calls WHERE lead_id = $1)")),
        ("calls", new Command("DELETE FROM calls WHERE lead_id = $1")),
        ("campaign_sends", new Command("DELETE FROM campaign_sends WHERE lead_id = $1")),
        ("lead_keys", new Command("DELETE FROM lead_keys WHERE lead_id = $1")),
        ("lead_organizations", new Command("DELETE FROM lead_organizations WHERE lead_id = $1")),
        ("lead_assignments", new Command("DELETE FROM lead_assignments WHERE lead_id = $1")),
        ("activities", new Command("DELETE FROM activities WHERE lead_id = $1")),
        ("lead_notes", new Command("DELETE FROM lead_notes WHERE lead_id = $1")),
        ("lead_contact_rules", new Command("DELETE FROM lead_contact_rules WHERE lead_id = $1")),
        ("lead_properties", new Command("DELETE FROM lead_properties WHERE lead_id = $1")),
        ("lead_scores", new Command("DELETE FROM lead_scores WHERE lead_id = $1")),
        ("property_records", new Command("DELETE FROM property_records WHERE lead_id = $1")),
        ("leads", new Command("DELETE FROM leads WHERE id = $1")),
    ];

    public static Lead Read(Row row)
    {
        long id = row.Int64(0);
        DateTimeOffset? qualifiedAt = row.TimeOrNull(8);
        return new Lead
        {
            Id = id,
            Uid = row.Uid(1),
            Phone = row.IsNull(2) ? null : PhoneNumber.FromDigits(row.Int64(2)).ToString(),
            Name = row.TextOrNull(3),
            Email = row.TextOrNull(4),
            Source = LeadSource.FromStored(row.Word(5)),
            Status = LeadStatus.FromStored(row.Word(6)),
            Progress = row.Int32(7),
            Qualified = qualifiedAt is not null,
            QualifiedAt = qualifiedAt,
            TimesQualified = row.Int32(9),
            Answers = ReadAnswers(row, 10, id),
            ArchivedAt = row.TimeOrNull(11),
            CreatedAt = row.Time(12),
            LastContactAt = row.Time(13),
            LastCustomerMessageAt = row.TimeOrNull(14),
            Version = row.Int64(15),
            AssistantPause = row.IsNull(16)
                ? null
                : new AssistantPause(row.Time(16), row.TimeOrNull(17), row.TextOrNull(18) ?? "", row.TextOrNull(19)),
        };
    }

    private static LeadAnswers ReadAnswers(Row row, int column, long leadId)
    {
        try
        {
            return LeadAnswers.Parse(row.Utf8(column));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // The parser's own message may quote the text.
            throw new LeadStoreException(
                LeadStoreErrorKind.Corrupt, $"The stored answers of lead {leadId} are not a JSON object of strings. Mend the column answers of that row.");
        }
    }
}
