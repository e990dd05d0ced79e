using LeadStore.Engine;

namespace LeadStore.Exporting;

/// <summary>Every statement of this room, which reads all tables and fills them when they are empty. All of it in pages by key.</summary>
internal static class ExportSql
{
    private const string LeadColumns = """
        id, uid, phone, name, email, source, status, progress, qualified_at, times_qualified, answers, archived_at, created_at,
        last_contact_at, last_customer_message_at, version,
        assistant_paused_at, assistant_paused_until, assistant_paused_by, assistant_pause_reason
        """;

    private const string MessageColumns = "messages.id, messages.lead_id, sender, content, sent_at, channel, source_id";

    public static readonly Query<Guid> StoreUid = new("SELECT uid FROM store WHERE id = 1", row => row.Uid(0));

    public static readonly Query<int> SchemaVersion = new("SELECT max(number) FROM schema_migrations", row => row.Int32(0));

    /// <summary>The highest id that each table ever had, of those that count theirs: it is not given away again.</summary>
    public static readonly Query<KeyValuePair<string, long>> LastIds = new(
        "SELECT name, seq FROM sqlite_sequence", row => KeyValuePair.Create(row.Word(0), row.Int64(1)))
    { MayScan = true };

    public static readonly Query<long> NewestLead = new("SELECT max(id) FROM leads", row => row.Int64(0));

    /// <summary>The name of a table that is not empty, of those that a load fills.</summary>
    public static readonly Query<string> AnythingThere = new(
        """
        SELECT CASE
            WHEN EXISTS (SELECT 1 FROM leads) THEN 'leads'
            WHEN EXISTS (SELECT 1 FROM lead_sources) THEN 'sources'
            WHEN EXISTS (SELECT 1 FROM settings) THEN 'settings'
            WHEN EXISTS (SELECT 1 FROM imported_rows) THEN 'imported rows'
            WHEN EXISTS (SELECT 1 FROM messages) THEN 'messages'
            WHEN EXISTS (SELECT 1 FROM organizations) THEN 'organizations'
            WHEN EXISTS (SELECT 1 FROM users) THEN 'users'
            WHEN EXISTS (SELECT 1 FROM property_records) THEN 'property records'
            WHEN EXISTS (SELECT 1 FROM skip_trace_days) THEN 'days of skip tracing'
            WHEN EXISTS (SELECT 1 FROM skip_trace_calls) THEN 'calls of skip tracing'
            WHEN EXISTS (SELECT 1 FROM costs) THEN 'costs'
            WHEN EXISTS (SELECT 1 FROM campaigns) THEN 'campaigns'
            ELSE ''
        END
        """,
        row => row.Text(0))
    { MayScan = true };

    public static readonly Query<ExportedSource> Sources = new(
        "SELECT id, name, display_name, active, created_at FROM lead_sources WHERE id > $1 ORDER BY id LIMIT $2",
        row => new ExportedSource(row.Int64(0), row.Text(1), row.Text(2), row.Int64(3) != 0, row.Time(4)))
    { MayScan = true };

    public static readonly Query<ExportedSetting> Settings = new(
        "SELECT key, value, updated_at FROM settings WHERE key > $1 ORDER BY key LIMIT $2",
        row => new ExportedSetting(row.Text(0), row.Text(1), row.Time(2)));

    public static readonly Query<ExportedLead> Leads = new(
        $"SELECT {LeadColumns} FROM leads CROSS JOIN lead_activity ON lead_id = id WHERE id > $1 ORDER BY id LIMIT $2",
        row => new ExportedLead
        {
            Id = row.Int64(0),
            Uid = row.Uid(1),
            Phone = row.IsNull(2) ? null : row.Int64(2),
            Name = row.TextOrNull(3),
            Email = row.TextOrNull(4),
            Source = row.Word(5),
            Status = row.Word(6),
            Progress = row.Int32(7),
            QualifiedAt = row.TimeOrNull(8),
            TimesQualified = row.Int32(9),
            Answers = row.Text(10),
            ArchivedAt = row.TimeOrNull(11),
            CreatedAt = row.Time(12),
            LastContactAt = row.Time(13),
            LastCustomerMessageAt = row.TimeOrNull(14),
            Version = row.Int64(15),
            PausedAt = row.TimeOrNull(16),
            PausedUntil = row.TimeOrNull(17),
            PausedBy = row.TextOrNull(18),
            PauseReason = row.TextOrNull(19),
        });

    public static readonly Query<LeadPart> Qualifications = new(
        "SELECT lead_id, number, qualified_at, answers FROM qualifications WHERE lead_id BETWEEN $1 AND $2 ORDER BY lead_id, number",
        row => new LeadPart(row.Int64(0), row.Int64(1), row.Time(2), row.Text(3), ""));

    public static readonly Query<LeadPart> Once = new(
        "SELECT lead_id, key, done_at FROM lead_once WHERE lead_id BETWEEN $1 AND $2 ORDER BY lead_id, key",
        row => new LeadPart(row.Int64(0), 0, row.Time(2), row.Text(1), ""));

    public static readonly Query<LeadPart> Attributes = new(
        "SELECT lead_id, attributes FROM lead_attributes WHERE lead_id BETWEEN $1 AND $2 ORDER BY lead_id",
        row => new LeadPart(row.Int64(0), 0, default, row.Text(1), ""));

    public static readonly Query<LeadPart> Keys = new(
        "SELECT lead_id, system, key FROM lead_keys WHERE lead_id BETWEEN $1 AND $2 ORDER BY lead_id, system, key",
        row => new LeadPart(row.Int64(0), 0, default, row.Word(1), row.Text(2)));

    public static readonly Query<ExportedReminder> Reminders = new(
        "SELECT lead_id, step, counts_from, due_at, look_at, claim FROM reminders WHERE lead_id BETWEEN $1 AND $2 ORDER BY lead_id",
        row => new ExportedReminder(
            row.Int64(0), row.Int32(1), row.Time(2), row.Time(3), row.TimeOrNull(4), row.IsNull(5) ? null : row.Uid(5)));

    public static readonly Query<ExportedMessage> Messages = new(
        $"""
        SELECT {MessageColumns}, attributes FROM messages LEFT JOIN message_attributes ON message_id = messages.id
        WHERE messages.id > $1 ORDER BY messages.id LIMIT $2
        """,
        row => ReadMessage(row, row.TextOrNull(7)));

    /// <summary>For people: beside each message who it is of.</summary>
    public static readonly Query<ReadableMessage> ReadableMessages = new(
        $"""
        SELECT {MessageColumns}, phone, name, archived_at FROM messages CROSS JOIN leads ON leads.id = messages.lead_id
        WHERE messages.id > $1 ORDER BY messages.id LIMIT $2
        """,
        row => new ReadableMessage(
            ReadMessage(row, null), row.IsNull(7) ? null : row.Int64(7), row.TextOrNull(8), !row.IsNull(9)));

    public static readonly Query<ExportedRow> Rows = new(
        "SELECT id, system, table_name, key, content, imported_at FROM imported_rows WHERE id > $1 ORDER BY id LIMIT $2",
        row => new ExportedRow(row.Int64(0), row.Word(1), row.Word(2), row.Text(3), row.Text(4), row.Time(5)));

    public static readonly Command InsertSource = new(
        "INSERT INTO lead_sources (id, name, display_name, active, created_at) VALUES ($1, $2, $3, $4, $5)");

    public static readonly Command InsertSetting = new("INSERT INTO settings (key, value, updated_at) VALUES ($1, $2, $3)");

    public static readonly Command InsertLead = new(
        """
        INSERT INTO leads (id, uid, phone, name, email, source, status, progress, qualified_at, times_qualified, answers, archived_at,
            created_at, version, assistant_paused_at, assistant_paused_until, assistant_paused_by, assistant_pause_reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        """);

    public static readonly Command SetActivity = new(
        "UPDATE lead_activity SET last_contact_at = $2, last_customer_message_at = $3 WHERE lead_id = $1");

    public static readonly Command InsertQualification = new(
        "INSERT INTO qualifications (lead_id, qualified_at, number, answers) VALUES ($1, $2, $3, $4)");

    public static readonly Command InsertOnce = new("INSERT INTO lead_once (lead_id, key, done_at) VALUES ($1, $2, $3)");

    public static readonly Command InsertReminder = new(
        "INSERT INTO reminders (lead_id, step, counts_from, due_at, look_at, claim) VALUES ($1, $2, $3, $4, $5, $6)");

    public static readonly Command InsertAttributes = new("INSERT INTO lead_attributes (lead_id, attributes) VALUES ($1, $2)");

    public static readonly Command InsertKey = new("INSERT INTO lead_keys (lead_id, system, key) VALUES ($1, $2, $3)");

    public static readonly Command InsertRow = new(
        "INSERT INTO imported_rows (id, system, table_name, key, content, imported_at) VALUES ($1, $2, $3, $4, $5, $6)");

    public static readonly Command RaiseLastId = new("UPDATE sqlite_sequence SET seq = $2 WHERE name = $1 AND seq < $2") { MayScan = true };

    /// <summary>The same for a table that never had a row.</summary>
    public static readonly Command SetLastId = new(
        """
        INSERT INTO sqlite_sequence (name, seq)
        SELECT $1, $2 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = $1)
        """)
    { MayScan = true };

    private static ExportedMessage ReadMessage(Row row, string? attributes) => new(
        row.Int64(0), row.Int64(1), row.Word(2), row.Text(3), row.Time(4), row.IsNull(5) ? null : row.Word(5), row.TextOrNull(6), attributes);
}
