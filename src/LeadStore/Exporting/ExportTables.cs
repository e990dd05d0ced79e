using System.Collections.Frozen;
using LeadStore.Engine;
using LeadStore.SkipTracing;

namespace LeadStore.Exporting;

/// <summary>
/// The tables that are exported row by row, in an order in which each stands behind those that it refers to. Password hashes are left out
/// on purpose: an export is handed on, and nobody who reads one needs them. So are the words of transcripts, which a load finds again.
/// </summary>
internal static class ExportTables
{
    // Rows with a text of up to 1,000,000 characters.
    private const int FewRows = 20;

    public static readonly IReadOnlyList<ExportTable> All =
    [
        new("organizations", "id", "id number, name text, plan text, created_at time, updated_at time"),
        new(
            "organization_usage",
            "organization_id, month, measure",
            "organization_id number, month number, measure text, count number"),
        new(
            "users",
            "id",
            """
            id number, organization_id number, email text, first_name text, last_name text, role text, active flag, created_at time,
            updated_at time
            """),
        new("lead_organizations", "lead_id", "lead_id number, organization_id number"),
        new(
            "lead_assignments",
            "lead_id, number",
            "lead_id number, number number, user_id number, assigned_by text, assigned_at time, ended_at time, ended_by text"),
        new(
            "lead_notes",
            "id",
            "id number, lead_id number, type text, content text, created_by text, created_at time, updated_at time"),
        new(
            "lead_contact_rules",
            "lead_id",
            "lead_id number, do_not_call flag, time_zone text, quiet_from number, quiet_until number, updated_at time"),
        new(
            "lead_properties",
            "lead_id",
            """
            lead_id number, address text, address_key text, source_type text, currency text, estimated_value number, equity number,
            tax_debt number, condition_score number, violations number, is_probate flag, is_vacant flag, days_on_market number,
            motivation_score number, lead_score number, ai_score number, ai_scored_at time, temperature text, feedback_good number,
            feedback_bad number, skip_traced_at time, skip_trace_provider text, created_at time, updated_at time, raw json
            """,
            FewRows),
        new(
            "lead_scores",
            "lead_id, number",
            "lead_id number, number number, kind text, value number, model text, scored_at time"),
        new(
            "property_records",
            "id",
            """
            id number, source text, address text, address_key text, received_at time, lead_id number, processed_at time, claim uid,
            claimed_until time, raw json
            """,
            FewRows),
        new(
            "skip_traces",
            "id",
            """
            id number, lead_id number, provider text, request json, request_key text, status text, confidence real, cost number,
            currency text, failure text, from_cache flag, phone_count number, phones_skipped number, email_count number,
            emails_skipped number, response_length number, started_at time, answered_at time, completed_at time, response json
            """,
            FewRows),
        new(
            "skip_trace_phones",
            "lead_id, trace_id, number",
            """
            lead_id number, trace_id number, number phone, type text, carrier text, is_valid flag, is_mobile flag, is_do_not_call flag,
            is_litigator flag, is_reassigned flag, confidence real, last_seen_at time
            """),
        new(
            "skip_trace_emails",
            "lead_id, trace_id, email",
            "lead_id number, trace_id number, email text, type text, is_valid flag, confidence real"),
        new(
            "skip_trace_days",
            "provider, day, currency",
            "provider text, day number, currency text, calls number, spent number, reserved number"),
        new(
            "skip_trace_calls",
            "provider, request_key",
            """
            provider text, request_key text, idempotency_key uid, lead_id number, day number, reserved number, currency text,
            attempts number, claim uid, claimed_until time, started_at time
            """),
        new(
            "costs",
            "id",
            """
            id number, type text, amount number, currency text, details text, lead_id number, organization_id number, campaign text,
            source_id text, occurred_at time
            """,
            countsIds: false),
        new("lead_costs", "lead_id, type, currency", "lead_id number, type text, currency text, amount number, count number"),
        new(
            "campaigns",
            "id",
            """
            id number, organization_id number, name text, type text, message text, status text, created_at time, updated_at time
            """),
        new(
            "campaign_sends",
            "id",
            """
            id number, campaign_id number, lead_id number, step number, sent_at time, delivered_at time, opened_at time, clicked_at time,
            replied_at time, failed_at time, unsubscribed_at time, response_at time, response text
            """),
        new(
            "calls",
            "id",
            """
            id number, lead_id number, phone phone, direction text, outcome text, started_at time, ended_at time, duration number,
            recording_url text, campaign_id number, user_id number, source_id text, transcript_length number, analysis json,
            transcript text
            """,
            FewRows),
        new(
            "activities",
            "id",
            """
            id number, lead_id number, type text, status text, description text, error text, started_at time, ended_at time, source_id text,
            input json, output json
            """,
            FewRows),
    ];

    public static readonly FrozenDictionary<string, ExportTable> ByName = All.ToFrozenDictionary(table => table.Name);

    /// <summary>Those that count their ids.</summary>
    public static readonly string[] WithSequence = [.. All.Where(table => table.HasSequence).Select(table => table.Name)];

    /// <summary>Those that are in a file of their own where the traces are.</summary>
    public static IReadOnlySet<string> OfTraces { get; } = SkipTraceSql.Deletes.Select(each => each.Table).ToHashSet(StringComparer.Ordinal);

    /// <summary>Where a table is.</summary>
    public static Session Session(TraceSessions on, string table) => OfTraces.Contains(table) ? on.Traces : on.Store;
}
