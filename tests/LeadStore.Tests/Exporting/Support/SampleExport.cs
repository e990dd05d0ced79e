using System.Security.Cryptography;
using System.Text;

namespace LeadStore.Tests.Exporting.Support;

/// <summary>An export with one of everything, as it stands in the documentation of the format.</summary>
internal static class SampleExport
{
    public static string Text { get; } = Signed(
        """
        {"leadstore_export":1,"schema":4,"store":"00112233445566778899aabbccddeeff","exported_at":"2026-11-23T01:02:03.000004Z","last_lead_id":7}
        {"source":{"id":3,"name":"website","display_name":"Website","active":true,"created_at":"2020-01-01T00:00:00.000001Z"}}
        {"setting":{"key":"sample.setting","value":"[1, 2]","updated_at":"2020-01-01T00:00:00.000000Z"}}
        {"lead":{"id":5,"uid":"0198c0de-0000-7000-8000-000000000001","phone":"+447700900005","name":"=Sample","email":"sample@example.com","source":"website","status":"active","progress":40,"qualified_at":"2020-01-02T00:00:00.000000Z","times_qualified":1,"answers":{"q": "a"},"archived_at":"2020-01-03T00:00:00.000000Z","created_at":"2020-01-01T00:00:00.000000Z","last_contact_at":"2020-01-02T00:00:00.000000Z","last_customer_message_at":"2020-01-02T00:00:00.000000Z","version":9,"assistant_paused_at":"2020-01-02T00:00:00.000000Z","assistant_paused_until":"2020-01-05T00:00:00.000000Z","assistant_paused_by":"someone","assistant_pause_reason":"holiday","qualifications":[{"number":1,"qualified_at":"2020-01-02T00:00:00.000000Z","answers":{}}],"once":[{"key":"welcome","done_at":"2020-01-02T00:00:00.000000Z"}],"reminder":{"step":2,"counts_from":"2020-01-02T00:00:00.000000Z","due_at":"2020-01-03T00:00:00.000000Z","claim":"0198c0de-0000-4000-8000-000000000002"},"keys":[{"system":"crm","key":"L-1"}],"attributes":{"score":1.50,"tags":["a"]}}}
        {"message":{"id":83886081,"lead_id":5,"sender":"customer","content":"Hi \"there\"","sent_at":"2020-01-02T00:00:00.000000Z","channel":"sms","source_id":"SM-sample","attributes":{"media":1}}}
        {"row":{"id":2,"system":"crm","table":"notes","key":"9","content":{"text":"x"},"imported_at":"2020-01-02T00:00:00.000000Z"}}

        """,
        sources: 1, settings: 1, leads: 1, messages: 1, rows: 1);

    /// <summary>The lines with a last one that is true of them, as somebody would write it who wants to be believed.</summary>
    public static string Signed(string lines, int sources = 0, int settings = 0, int leads = 0, int messages = 0, int rows = 0) =>
        $$$"""{{{lines}}}{"end":{"sources":{{{sources}}},"settings":{{{settings}}},"leads":{{{leads}}},"messages":{{{messages}}},"rows":{{{rows}}},"sha256":"{{{Sha256(lines)}}}"}}"""
        + "\n";

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
        return Signed(string.Concat(all), sources: 1, settings: 1, leads: 1, messages: messages.Length, rows: 1);
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
