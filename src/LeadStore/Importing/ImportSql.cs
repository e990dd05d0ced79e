using LeadStore.Campaigns;
using LeadStore.Engine;

namespace LeadStore.Importing;

/// <summary>The statements of an import, beside those of the rooms that it fills.</summary>
internal static class ImportSql
{
    public static readonly Query<long> LastLead = new("SELECT max(id) FROM leads", row => row.IsNull(0) ? 0 : row.Int64(0));

    public static readonly Query<long> LeadByKey = new(
        "SELECT lead_id FROM lead_keys WHERE system = $1 AND key = $2", row => row.Int64(0));

    public static readonly Query<long> AnyKey = new("SELECT 1 FROM lead_keys WHERE system = $1 LIMIT 1", row => row.Int64(0));

    public static readonly Query<long> LeadByUid = new("SELECT id FROM leads WHERE uid = $1", row => row.Int64(0));

    /// <summary>Every address, for the rows that have nothing else. No index holds it.</summary>
    public static readonly Query<EmailOfLead> Emails = new(
        "SELECT email, id, phone FROM leads WHERE email IS NOT NULL ORDER BY id",
        row => new EmailOfLead(ImportContext.Hash(row.Text(0)), row.Int64(1), row.IsNull(2) ? 0 : row.Int64(2)))
    { MayScan = true };

    /// <summary>$1 is the id that the lead should have, if it is free. The checksum is that of a row at its first version.</summary>
    public static readonly Insert InsertLead = new(
        """
        INSERT INTO leads (
            id, uid, phone, name, email, source, status, progress, qualified_at, times_qualified, answers, archived_at, created_at,
            assistant_paused_at, assistant_paused_until, assistant_paused_by, assistant_pause_reason, checksum
        )
        VALUES (
            CASE WHEN EXISTS (SELECT 1 FROM leads WHERE id = $1) THEN NULL ELSE $1 END,
            $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
            leadstore_row_checksum($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14, $15, $16, $17)
        )
        """);

    /// <summary>Everything that merging may change; $17 is how much the version goes up.</summary>
    public static readonly Command UpdateLead = new(
        """
        UPDATE leads SET phone = $2, name = $3, email = $4, source = $5, status = $6, progress = $7, qualified_at = $8, times_qualified = $9,
            answers = $10, archived_at = $11, created_at = $12, assistant_paused_at = $13, assistant_paused_until = $14,
            assistant_paused_by = $15, assistant_pause_reason = $16, version = version + $17
        WHERE id = $1
        """);

    public static readonly Command InsertKey = new(
        """
        INSERT INTO lead_keys (system, key, lead_id, checksum) VALUES ($1, $2, $3, leadstore_row_checksum($1, $2, $3))
        ON CONFLICT (system, key) DO NOTHING
        """);

    /// <summary>There was contact with a lead; nothing is written if there was later contact.</summary>
    public static readonly Command NoteContact = new(
        "UPDATE lead_activity SET last_contact_at = $2 WHERE lead_id = $1 AND last_contact_at < $2");

    /// <summary>The customer wrote; nothing is written if that was known, or something later.</summary>
    public static readonly Command NoteCustomerMessage = new(
        """
        UPDATE lead_activity SET last_customer_message_at = $2
        WHERE lead_id = $1 AND (last_customer_message_at IS NULL OR last_customer_message_at < $2)
        """);

    public static readonly Query<KeyValuePair<string, string>> KeysOfLead = new(
        "SELECT system, key FROM lead_keys WHERE lead_id = $1", row => KeyValuePair.Create(row.Text(0), row.Text(1)));

    public static readonly Command DeleteQualifications = new("DELETE FROM qualifications WHERE lead_id = $1");

    public static readonly Query<StoredSetting> SettingByKey = new(
        "SELECT value, updated_at FROM settings WHERE key = $1", row => new StoredSetting(row.Text(0), row.Time(1)));

    public static readonly Command InsertSource = new(
        "INSERT INTO lead_sources (name, display_name, active, created_at) VALUES ($1, $2, $3, $4)");

    public static readonly Query<StoredRow> RowByKey = new(
        "SELECT id, content FROM imported_rows WHERE system = $1 AND table_name = $2 AND key = $3",
        row => new StoredRow(row.Int64(0), row.Text(1)));

    public static readonly Command InsertRow = new(
        "INSERT INTO imported_rows (system, table_name, key, content, imported_at) VALUES ($1, $2, $3, $4, $5)");

    /// <summary>All that is known of the property of a lead.</summary>
    public static readonly Command PutProperty = new(
        """
        INSERT INTO lead_properties (lead_id, address, address_key, source_type, currency, estimated_value, equity, tax_debt, condition_score,
            violations, is_probate, is_vacant, days_on_market, motivation_score, lead_score, ai_score, ai_scored_at, temperature,
            feedback_good, feedback_bad, skip_traced_at, skip_trace_provider, raw, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
        ON CONFLICT (lead_id) DO UPDATE SET address = excluded.address, address_key = excluded.address_key,
            source_type = excluded.source_type, currency = excluded.currency, estimated_value = excluded.estimated_value,
            equity = excluded.equity, tax_debt = excluded.tax_debt, condition_score = excluded.condition_score,
            violations = excluded.violations, is_probate = excluded.is_probate, is_vacant = excluded.is_vacant,
            days_on_market = excluded.days_on_market, motivation_score = excluded.motivation_score, lead_score = excluded.lead_score,
            ai_score = excluded.ai_score, ai_scored_at = excluded.ai_scored_at, temperature = excluded.temperature,
            feedback_good = excluded.feedback_good, feedback_bad = excluded.feedback_bad, skip_traced_at = excluded.skip_traced_at,
            skip_trace_provider = excluded.skip_trace_provider, raw = excluded.raw, updated_at = excluded.updated_at
        """);

    /// <summary>A trace has ended when it was begun.</summary>
    public static readonly Command EndTrace = new(
        """
        UPDATE skip_traces SET status = 'completed', answered_at = started_at, completed_at = started_at
        WHERE id = $1 AND status = 'pending'
        """);

    public static readonly Command CountContacts = new(
        """
        UPDATE skip_traces SET phone_count = phone_count + $2, phones_skipped = phones_skipped + $3, email_count = email_count + $4,
            emails_skipped = emails_skipped + $5
        WHERE id = $1
        """);

    public static readonly Query<TracedPhone> TracePhone = new(
        """
        SELECT number, type, carrier, is_valid, is_mobile, is_do_not_call, is_litigator, is_reassigned, confidence, last_seen_at
        FROM skip_trace_phones WHERE lead_id = $1 AND trace_id = $2 AND number = $3
        """,
        row => new TracedPhone
        {
            Phone = PhoneNumber.FromDigits(row.Int64(0)),
            Type = row.TextOrNull(1),
            Carrier = row.TextOrNull(2),
            IsValid = row.BooleanOrNull(3),
            IsMobile = row.BooleanOrNull(4),
            IsDoNotCall = row.BooleanOrNull(5),
            IsLitigator = row.BooleanOrNull(6),
            IsReassigned = row.BooleanOrNull(7),
            Confidence = row.DoubleOrNull(8),
            LastSeenAt = row.TimeOrNull(9),
        });

    public static readonly Command SetTracePhone = new(
        """
        UPDATE skip_trace_phones SET type = $4, carrier = $5, is_valid = $6, is_mobile = $7, is_do_not_call = $8, is_litigator = $9,
            is_reassigned = $10, confidence = $11, last_seen_at = $12
        WHERE lead_id = $1 AND trace_id = $2 AND number = $3
        """);

    public static readonly Query<TracedEmail> TraceEmail = new(
        "SELECT email, type, is_valid, confidence FROM skip_trace_emails WHERE lead_id = $1 AND trace_id = $2 AND email = $3",
        row => new TracedEmail
        {
            Email = row.Text(0),
            Type = row.TextOrNull(1),
            IsValid = row.BooleanOrNull(2),
            Confidence = row.DoubleOrNull(3),
        });

    public static readonly Command SetTraceEmail = new(
        "UPDATE skip_trace_emails SET type = $4, is_valid = $5, confidence = $6 WHERE lead_id = $1 AND trace_id = $2 AND email = $3");

    /// <summary>What costs of one type and currency, whose sources begin alike, come to.</summary>
    public static readonly Query<long> CostOfSources = new(
        "SELECT coalesce(sum(amount), 0) FROM costs WHERE type = $1 AND currency = $2 AND source_id > $3 AND source_id < $4",
        row => row.Int64(0));

    public static readonly Command SetCost = new("UPDATE costs SET amount = $2 WHERE id = $1");

    public static readonly Command AddToLeadCosts = new(
        "UPDATE lead_costs SET amount = amount + $4 WHERE lead_id = $1 AND type = $2 AND currency = $3");

    public static readonly Query<long> NoteByContent = new(
        "SELECT id FROM lead_notes WHERE lead_id = $1 AND content = $2 LIMIT 1", row => row.Int64(0));

    /// <summary>What was used in a month is at least so much.</summary>
    public static readonly Command RaiseUsage = new(
        """
        INSERT INTO organization_usage (organization_id, month, measure, count) VALUES ($1, $2, $3, $4)
        ON CONFLICT (organization_id, month, measure) DO UPDATE SET count = excluded.count
        WHERE excluded.count > organization_usage.count
        """);

    public static readonly Command SetPasswordHash = new(
        "INSERT INTO user_credentials (user_id, password_hash, updated_at) VALUES ($1, $2, $3)");

    /// <summary>What a lead was sent of a campaign, step by step.</summary>
    public static readonly Query<CampaignSend> SendsOfLead = new(
        $"SELECT {CampaignSql.SendColumns} FROM campaign_sends WHERE campaign_id = $1 AND lead_id = $2 ORDER BY step", CampaignSql.ReadSend);

    public static readonly Command InsertPropertyRecord = new(
        """
        INSERT INTO property_records (source, address, address_key, raw, received_at, lead_id, processed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """);

    /// <summary>Whoever has claimed the record finds it done.</summary>
    public static readonly Command CompletePropertyRecord = new(
        """
        UPDATE property_records SET processed_at = $2, lead_id = coalesce($3, lead_id), claim = NULL, claimed_until = NULL
        WHERE id = $1 AND processed_at IS NULL
        """);

    public static readonly Command UpdateRow = new("UPDATE imported_rows SET content = $2 WHERE id = $1");
}

/// <summary>An address, as the number that stands for it.</summary>
internal readonly record struct EmailOfLead(ulong Hash, long LeadId, long Phone);

/// <summary>A setting as it is stored.</summary>
internal readonly record struct StoredSetting(string? Value, DateTimeOffset UpdatedAt);

/// <summary>A row that belongs to no lead, as it is stored.</summary>
internal readonly record struct StoredRow(long Id, string? Content);
