using System.Text.Json;

namespace LeadStore.Tests.Privacy;

/// <summary>A store with one person in it, and what another program, a fault of the disk or a bug could make of its rows.</summary>
internal static class DamagedStorage
{
    // A sentence for the name of the test, and the statements behind it. Nothing in them may be taken for a person's data but the markers.
    private static readonly Dictionary<string, string> Damages = new()
    {
        ["tables dropped"] = "DROP TABLE leads; DROP TABLE messages; DROP TABLE lead_sources; DROP TABLE qualifications; DROP TABLE reminders; DROP TABLE lead_once; DROP TABLE settings",
        ["answers cut off"] = "UPDATE leads SET answers = '{\"MARKERQUESTION\": \"MARKERANSWER'",
        ["answers that are a list"] = "UPDATE leads SET answers = '[\"MARKERANSWER\"]'",
        ["answers that are a word"] = "UPDATE leads SET answers = 'MARKERANSWER'",
        ["answers that are empty"] = "UPDATE leads SET answers = ''",
        ["an answer that is an object"] = "UPDATE leads SET answers = '{\"MARKERQUESTION\": {\"MARKERANSWER\": 1}}'",
        ["an answer with half a pair"] = "UPDATE leads SET answers = '{\"MARKERQUESTION\": \"MARKERANSWER\\ud83d\"}'",
        ["answers that are not UTF-8"] = "UPDATE leads SET answers = CAST(x'7B22FF223A2222FE7D' AS TEXT)",
        ["answers with text behind them"] = "UPDATE leads SET answers = '{\"MARKERQUESTION\": \"MARKERANSWER\"} MARKERTEXT'",
        ["answers twice"] = "UPDATE leads SET answers = '{\"MARKERQUESTION\": \"MARKERANSWER\", \"MARKERQUESTION\": \"2\"}'",
        ["answers of a qualification"] = "UPDATE qualifications SET answers = 'MARKERANSWER'",
        ["an unknown sender"] = "UPDATE messages SET sender = 'MARKERNAME'",
        ["a short uid"] = "UPDATE leads SET uid = CAST('MARKER' AS BLOB) WHERE id = 1",
        ["a negative phone"] = "UPDATE leads SET phone = -7809505864 WHERE id = 1",
        ["a progress beyond int"] = "UPDATE leads SET progress = 9223372036854775807",
        ["a count beyond int"] = "UPDATE leads SET times_qualified = 9223372036854775807",
        ["a creation beyond time"] = "UPDATE leads SET created_at = 9223372036854775807",
        ["a creation after the last year"] = "UPDATE leads SET created_at = 300000000000000000",
        ["a contact before time"] = "UPDATE lead_activity SET last_contact_at = -9223372036854775807",
        ["an archiving beyond time"] = "UPDATE leads SET archived_at = 9223372036854775807",
        ["a pause beyond time"] = "UPDATE leads SET assistant_paused_at = 9223372036854775807",
        ["a message beyond time"] = "UPDATE messages SET sent_at = 9223372036854775807",
        ["a source beyond time"] = "UPDATE lead_sources SET created_at = 9223372036854775807",
        ["a reminder beyond int"] = "UPDATE reminders SET step = 9223372036854775807, due_at = 0",
        ["a reminder beyond time"] = "UPDATE reminders SET counts_from = 9223372036854775807, due_at = 0",
        ["a reminder at the end of time"] = "UPDATE reminders SET counts_from = 253402300799999999, due_at = 0; UPDATE lead_activity SET last_customer_message_at = 253402300799999999",
        ["a claim that is none"] = "UPDATE reminders SET claim = CAST('MARKER' AS BLOB), due_at = 0",
        ["attributes cut off"] = "UPDATE lead_attributes SET attributes = '{\"MARKERQUESTION\": \"MARKERANSWER'",
        ["attributes that are a word"] = "UPDATE lead_attributes SET attributes = '\"MARKERANSWER\"'",
        ["settings of another type"] = "INSERT OR REPLACE INTO settings (key, value, updated_at) VALUES ('assistant_name', '[MARKERNAME', 0), ('reminder_intervals', '[\"MARKERTEXT\"]', 0)",
        ["settings that make no sense"] = "INSERT OR REPLACE INTO settings (key, value, updated_at) VALUES ('reminder_intervals', '[\"10675199.02:48:05.4775807\", \"-1:00:00\"]', 0)",
    };

    public static TheoryData<string> All => [.. Damages.Keys];

    /// <summary>Stores a person whose every field is a marker, and another whose phone is one.</summary>
    public static long Fill(LeadDatabase store)
    {
        NewLead person = new()
        {
            Phone = Markers.Phone,
            Name = Markers.Name,
            Email = Markers.Email,
            Answers = Markers.Answers,
            Qualified = true,
            Status = LeadStatus.Qualified,
        };
        Lead lead = store.CreateLead(person);
        store.CreateLead(new NewLead { Phone = "+447809505999" });
        store.CreateMessage(lead.Id, MessageSender.Customer, Markers.Text);
        store.Attributes.Set(lead.Id, Markers.Question, JsonSerializer.SerializeToElement(Markers.Answer));
        return lead.Id;
    }

    public static string Sql(string damage) => $"PRAGMA foreign_keys=OFF; PRAGMA ignore_check_constraints=ON; {Damages[damage]}";
}
