using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsAssistant;

/// <summary>One line of <c>day.jsonl</c>: a webhook, something that a person did, or a round of reminders.</summary>
/// <param name="At">When, by the clock of that day.</param>
/// <param name="Webhook">The form fields of a webhook.</param>
/// <param name="Desk">What somebody at the desk did.</param>
/// <param name="Reminders">Whether reminders are sent now.</param>
public sealed record DayEvent(DateTimeOffset At, IReadOnlyDictionary<string, string>? Webhook, DeskAction? Desk, bool Reminders)
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

/// <summary>What somebody at the desk did.</summary>
/// <param name="Action"><c>import</c>, <c>archive</c> or <c>takeover</c>.</param>
/// <param name="Phone">Whose conversation.</param>
/// <param name="Name">The customer's name.</param>
/// <param name="Source">Where the customer comes from.</param>
/// <param name="Text">What a colleague wrote.</param>
/// <param name="Hours">For how long.</param>
public sealed record DeskAction(
    string Action, string Phone, string? Name = null, string? Source = null, string? Text = null, double Hours = 0);

/// <summary>The clock of the day that is replayed: it stands still until the next event. Time comes from here, so each run is the same.</summary>
public sealed class DayClock(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = start;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Now;
}
