using System.Security.Cryptography;
using System.Text;
using LeadStore.Exporting;

namespace LeadStore.Tests.Exporting.Support;

/// <summary>An export with one of everything, as it stands in the documentation of the format.</summary>
internal static class SampleExport
{
    private static readonly Dictionary<string, string> OneOf = new()
    {
        ["source"] = "sources",
        ["setting"] = "settings",
        ["lead"] = "leads",
        ["message"] = "messages",
        ["row"] = "rows",
    };

    public static string Text { get; } = Signed(
        """
        {"leadstore_export":1,"schema":10,"store":"00112233445566778899aabbccddeeff","exported_at":"2026-11-23T01:02:03.000004Z","last_lead_id":7,"last_ids":{"organizations":4,"users":6,"lead_notes":12,"property_records":9,"skip_traces":11,"campaigns":32,"campaign_sends":42,"calls":52,"activities":14}}
        {"source":{"id":3,"name":"website","display_name":"Website","active":true,"created_at":"2020-01-01T00:00:00.000001Z"}}
        {"setting":{"key":"sample.setting","value":"[1, 2]","updated_at":"2020-01-01T00:00:00.000000Z"}}
        {"lead":{"id":5,"uid":"0198c0de-0000-7000-8000-000000000001","phone":"+447700900005","name":"=Sample","email":"sample@example.com","source":"website","status":"active","progress":40,"qualified_at":"2020-01-02T00:00:00.000000Z","times_qualified":1,"answers":{"q": "a"},"archived_at":"2020-01-03T00:00:00.000000Z","created_at":"2020-01-01T00:00:00.000000Z","last_contact_at":"2020-01-02T00:00:00.000000Z","last_customer_message_at":"2020-01-02T00:00:00.000000Z","version":9,"assistant_paused_at":"2020-01-02T00:00:00.000000Z","assistant_paused_until":"2020-01-05T00:00:00.000000Z","assistant_paused_by":"someone","assistant_pause_reason":"holiday","qualifications":[{"number":1,"qualified_at":"2020-01-02T00:00:00.000000Z","answers":{}}],"once":[{"key":"welcome","done_at":"2020-01-02T00:00:00.000000Z"}],"reminder":{"step":2,"counts_from":"2020-01-02T00:00:00.000000Z","due_at":"2020-01-03T00:00:00.000000Z","claim":"0198c0de-0000-4000-8000-000000000002"},"keys":[{"system":"crm","key":"L-1"}],"attributes":{"score":1.50,"tags":["a"]}}}
        {"message":{"id":83886081,"lead_id":5,"sender":"customer","content":"Hi \"there\"","sent_at":"2020-01-02T00:00:00.000000Z","channel":"sms","source_id":"SM-sample","attributes":{"media":1}}}
        {"row":{"id":2,"system":"crm","table":"notes","key":"9","content":{"text":"x"},"imported_at":"2020-01-02T00:00:00.000000Z"}}
        {"organizations":{"id":3,"name":"Sample firm","plan":"pro","created_at":"2020-01-01T00:00:00.000000Z","updated_at":"2020-01-02T00:00:00.000000Z"}}
        {"organization_usage":{"organization_id":3,"month":202001,"measure":"calls","count":42}}
        {"users":{"id":5,"organization_id":3,"email":"sample-user@example.com","first_name":"Sample","last_name":"User","role":"manager","active":true,"created_at":"2020-01-01T00:00:00.000000Z","updated_at":"2020-01-02T00:00:00.000000Z"}}
        {"lead_organizations":{"lead_id":5,"organization_id":3}}
        {"lead_assignments":{"lead_id":5,"number":1,"user_id":5,"assigned_by":"someone","assigned_at":"2020-01-01T00:00:00.000000Z","ended_at":"2020-01-02T00:00:00.000000Z","ended_by":"someone else"}}
        {"lead_notes":{"id":11,"lead_id":5,"type":"follow_up","content":"A note","created_by":"someone","created_at":"2020-01-01T00:00:00.000000Z","updated_at":"2020-01-02T00:00:00.000000Z"}}
        {"lead_contact_rules":{"lead_id":5,"do_not_call":true,"time_zone":"America/Chicago","quiet_from":1260,"quiet_until":480,"updated_at":"2020-01-02T00:00:00.000000Z"}}
        {"lead_properties":{"lead_id":5,"address":"1 Sample Street","address_key":"1 SAMPLE ST","source_type":"tax","currency":"USD","estimated_value":25000000,"equity":-100,"tax_debt":1250,"condition_score":50,"violations":2,"is_probate":false,"is_vacant":true,"days_on_market":30,"motivation_score":70,"lead_score":60,"ai_score":80,"ai_scored_at":"2020-01-02T00:00:00.000000Z","temperature":"hot","feedback_good":1,"feedback_bad":2,"skip_traced_at":"2020-01-02T00:00:00.000000Z","skip_trace_provider":"sample","created_at":"2020-01-01T00:00:00.000000Z","updated_at":"2020-01-02T00:00:00.000000Z","raw":{"beds": 3}}}
        {"lead_scores":{"lead_id":5,"number":1,"kind":"ai","value":80,"model":"sample-1","scored_at":"2020-01-02T00:00:00.000000Z"}}
        {"property_records":{"id":8,"source":"county","address":"2 Sample Street","address_key":"2 SAMPLE ST","received_at":"2020-01-01T00:00:00.000000Z","lead_id":5,"processed_at":"2020-01-02T00:00:00.000000Z","claim":"0198c0de-0000-4000-8000-000000000003","claimed_until":"2020-01-03T00:00:00.000000Z","raw":"as it came"}}
        {"skip_traces":{"id":10,"lead_id":5,"provider":"sample","request":{"last_name":"Sample"},"request_key":"00ff","status":"completed","confidence":0.875,"cost":15,"currency":"USD","failure":"none","from_cache":false,"phone_count":1,"phones_skipped":2,"email_count":1,"emails_skipped":0,"response_length":13,"started_at":"2020-01-01T00:00:00.000000Z","answered_at":"2020-01-02T00:00:00.000000Z","completed_at":"2020-01-02T00:00:00.000001Z","response":"not JSON at all"}}
        {"skip_trace_phones":{"lead_id":5,"trace_id":10,"number":"+12025550123","type":"mobile","carrier":"Sample","is_valid":true,"is_mobile":true,"is_do_not_call":false,"is_litigator":false,"is_reassigned":false,"confidence":0.1,"last_seen_at":"2020-01-01T00:00:00.000000Z"}}
        {"skip_trace_emails":{"lead_id":5,"trace_id":10,"email":"traced@example.com","type":"private","is_valid":true,"confidence":1}}
        {"skip_trace_days":{"provider":"sample","day":18262,"currency":"USD","calls":3,"spent":45,"reserved":15}}
        {"skip_trace_calls":{"provider":"sample","request_key":"00fe","idempotency_key":"0198c0de-0000-4000-8000-000000000004","lead_id":5,"day":18262,"reserved":15,"currency":"USD","attempts":1,"claim":"0198c0de-0000-4000-8000-000000000005","claimed_until":"2020-01-02T00:00:00.000000Z","started_at":"2020-01-01T00:00:00.000000Z"}}
        {"costs":{"id":21,"type":"skip_trace","amount":15,"currency":"USD","details":"a trace","lead_id":5,"organization_id":3,"campaign":"winter","source_id":"trace:10","occurred_at":"2020-01-02T00:00:00.000000Z"}}
        {"lead_costs":{"lead_id":5,"type":"skip_trace","currency":"USD","amount":15,"count":1}}
        {"campaigns":{"id":31,"organization_id":3,"name":"Sample winter","type":"sms","message":"Hello","status":"active","created_at":"2020-01-01T00:00:00.000000Z","updated_at":"2020-01-02T00:00:00.000000Z"}}
        {"campaign_sends":{"id":41,"campaign_id":31,"lead_id":5,"step":2,"sent_at":"2020-01-01T00:00:00.000000Z","delivered_at":"2020-01-02T00:00:00.000000Z","opened_at":"2020-01-03T00:00:00.000000Z","clicked_at":"2020-01-04T00:00:00.000000Z","replied_at":"2020-01-05T00:00:00.000000Z","failed_at":"2020-01-06T00:00:00.000000Z","unsubscribed_at":"2020-01-07T00:00:00.000000Z","response_at":"2020-01-05T00:00:00.000000Z","response":"Call me"}}
        {"calls":{"id":51,"lead_id":5,"phone":"+447700900005","direction":"inbound","outcome":"answered","started_at":"2020-01-01T00:00:00.000000Z","ended_at":"2020-01-01T00:02:00.000000Z","duration":95,"recording_url":"https://example.com/sample.mp3","campaign_id":31,"user_id":5,"source_id":"CA-sample","transcript_length":11,"analysis":{"mood": "good"},"transcript":"Hello there"}}
        {"activities":{"id":13,"lead_id":5,"type":"scored","status":"failed","description":"An activity","error":"no answer","started_at":"2020-01-01T00:00:00.000000Z","ended_at":"2020-01-02T00:00:00.000000Z","source_id":"a-1","input":{"a": 1},"output":"[1]"}}

        """);

    /// <summary>The lines with a last one that is true of them, as somebody would write it who wants to be believed.</summary>
    public static string Signed(string lines)
    {
        Dictionary<string, int> found = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .CountBy(line => line.Split('"')[1] is var kind && OneOf.TryGetValue(kind, out string? all) ? all : kind)
            .ToDictionary();
        IEnumerable<string> counts = ExportFormat.Counts
            .Where(name => ExportFormat.AlwaysCounted.Contains(name) || found.ContainsKey(name))
            .Select(name => $"\"{name}\":{found.GetValueOrDefault(name)}");
        return $$$"""{{{lines}}}{"end":{{{{string.Join(',', counts)}}},"sha256":"{{{Sha256(lines)}}}"}}""" + "\n";
    }

    /// <summary>The same with other messages: the number of each within the lead 5, and the day of January 2020 of its sending.</summary>
    public static string WithMessages(params (int Number, int Day)[] messages)
    {
        IEnumerable<string> others = messages.Select(message => $$$"""
            {"message":{"id":{{{(5L << 24) + message.Number}}},"lead_id":5,"sender":"customer","content":"x","sent_at":"2020-01-{{{message.Day:00}}}T00:00:00.000000Z"}}
            """);
        string[] lines = Text.Split('\n');
        IEnumerable<string> all = lines[..^2]
            .SelectMany(line => line.StartsWith("{\"message\"", StringComparison.Ordinal) ? others : [line])
            .Select(line => line + "\n");
        return Signed(string.Concat(all));
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
