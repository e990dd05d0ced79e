using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsAssistant;

/// <summary>One line of <c>day.jsonl</c>: a webhook, something that a person did, or a round of reminders.</summary>
/// <param name="At">When, by the clock of that day.</param>
/// <param name="Webhook">The form fields of a webhook.</param>
/// <param name="Desk">What somebody at the desk did.</param>
/// <param name="Reminders">Whether reminders are sent now.</param>
public sealed record DayEvent(DateTimeOffset At, IReadOnlyDictionary<string, string>? Webhook, DayAction? Desk, bool Reminders)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads the lines of a day, in the order in which they happened.</summary>
    public static IReadOnlyList<DayEvent> Read(string path) =>
        [.. File.ReadLines(path)
            .Where(line => line.Length > 0)
            .Select(line => JsonSerializer.Deserialize<DayEvent>(line, Strict) ?? throw new JsonException($"{path} has an empty line."))];
}
