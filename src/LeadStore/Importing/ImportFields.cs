namespace LeadStore.Importing;

/// <summary>The fields that columns can fill, target by target. Their numbers are their places in these lists.</summary>
internal static class ImportFields
{
    /// <summary>The place of a column that fills no field: its values are kept as attributes.</summary>
    public const int Attribute = -1;

    /// <summary>The place of a column that is left out.</summary>
    public const int LeftOut = -2;

    public static readonly string[] Lead =
    [
        "key", "uid", "phone", "phones", "name", "first_name", "last_name", "email", "emails", "source", "status", "progress", "qualified",
        "qualified_at", "first_qualified_at", "times_qualified", "answers", "archived", "archived_at", "created_at", "last_contact_at",
        "last_customer_message_at", "assistant_paused", "reminder_1_sent", "reminder_2_sent", "reminder_3_sent",
        "updated_at", "note", "address", "source_type", "estimated_value", "equity", "tax_debt", "condition_score", "violations",
        "probate", "vacant", "days_on_market", "motivation_score", "lead_score", "ai_score", "ai_scored_at", "temperature",
        "feedback_good", "feedback_bad", "raw_data", "skip_traced_at", "skip_trace_provider", "do_not_call", "time_zone", "quiet_from",
        "quiet_until", "skip_trace_cost", "ai_cost", "city", "state", "postal_code", "organization", "assigned_to", "activity_log",
    ];

    public static readonly string[] Message = ["key", "lead", "lead_phone", "sender", "content", "sent_at", "channel", "source_id"];

    public static readonly string[] Setting = ["key", "value", "updated_at"];

    public static readonly string[] Source = ["name", "display_name", "active", "created_at"];

    public static readonly string[] Phone = ["lead", "phone", "primary", "confidence", "valid"];

    public static readonly string[] LeadAttribute = ["lead", "lead_phone"];

    public static readonly string[] Row = ["key"];

    public static readonly string[] Cost =
        ["key", "lead", "lead_phone", "type", "amount", "details", "campaign", "occurred_at"];

    public static readonly string[] Trace =
    [
        "key", "lead", "lead_phone", "provider", "request", "response", "confidence", "cost", "failure", "created_at", "completed_at", "status",
    ];

    public static readonly string[] TracePhone =
    [
        "key", "trace", "lead", "phone", "type", "valid", "confidence", "carrier", "mobile", "do_not_call", "litigator", "reassigned",
        "last_seen_at",
    ];

    public static readonly string[] TraceEmail = ["key", "trace", "lead", "email", "type", "valid", "confidence"];

    public static readonly string[] Organization =
        ["key", "name", "plan", "created_at", "updated_at", "leads_used", "skip_traces_used", "campaigns_used"];

    public static readonly string[] User =
    [
        "key", "organization", "email", "first_name", "last_name", "role", "active", "password_hash", "created_at", "updated_at",
    ];

    public static readonly string[] Note = ["key", "lead", "lead_phone", "type", "content", "created_by", "created_at", "updated_at"];

    public static readonly string[] Campaign =
        ["key", "organization", "name", "type", "message", "status", "created_at", "updated_at"];

    public static readonly string[] CampaignSend =
    [
        "key", "lead", "lead_phone", "campaign", "step", "status", "sent_at", "delivered_at", "opened_at", "clicked_at", "replied_at",
        "failed_at", "unsubscribed_at", "response", "response_at",
    ];

    public static readonly string[] Call =
    [
        "key", "lead", "lead_phone", "direction", "phone", "from", "to", "status", "outcome", "started_at", "ended_at", "duration",
        "recording_url", "transcript", "analysis", "summary", "sentiment", "score", "campaign", "user", "source_id", "created_at",
    ];

    public static readonly string[] Activity =
    [
        "key", "lead", "lead_phone", "type", "status", "description", "error", "started_at", "ended_at", "input", "output", "source_id",
    ];

    public static readonly string[] PropertyRecord =
        ["key", "source", "address", "city", "state", "postal_code", "raw", "processed", "processed_at", "received_at", "lead"];

    public static string[] Of(ImportTarget target) => target switch
    {
        ImportTarget.Leads => Lead,
        ImportTarget.Messages => Message,
        ImportTarget.Settings => Setting,
        ImportTarget.Sources => Source,
        ImportTarget.Phones => Phone,
        ImportTarget.LeadAttributes => LeadAttribute,
        ImportTarget.Rows => Row,
        ImportTarget.Costs => Cost,
        ImportTarget.SkipTraces => Trace,
        ImportTarget.SkipTracePhones => TracePhone,
        ImportTarget.SkipTraceEmails => TraceEmail,
        ImportTarget.Organizations => Organization,
        ImportTarget.Users => User,
        ImportTarget.Notes => Note,
        ImportTarget.Campaigns => Campaign,
        ImportTarget.CampaignSends => CampaignSend,
        ImportTarget.Calls => Call,
        ImportTarget.Activities => Activity,
        ImportTarget.PropertyRecords => PropertyRecord,
        _ => [],
    };

    /// <summary>The place of a field that is in the list.</summary>
    public static int Place(ImportTarget target, string field) => Array.IndexOf(Of(target), field);
}
