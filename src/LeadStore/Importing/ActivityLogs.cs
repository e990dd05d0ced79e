using System.Text.Json;
using LeadStore.Activities;
using LeadStore.Attributes;
using LeadStore.Engine;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>Makes activities of a log that a row of a lead holds as JSON. What went in is the entry as it was written.</summary>
internal static class ActivityLogs
{
    // By names without case and signs; the first that says something counts.
    private static readonly string[] TypeNames = ["type", "action", "event", "kind", "activity", "activitytype", "eventtype"];
    private static readonly string[] TimeNames = ["at", "timestamp", "time", "date", "createdat", "occurredat", "when", "ts"];
    private static readonly string[] TextNames = ["description", "what", "message", "details", "detail", "note", "notes", "text", "summary"];
    private static readonly string[] ErrorNames = ["error", "errormessage"];

    /// <summary>What the sources of all entries of logs begin with.</summary>
    public static string SourceOf(string system) => $"{system}:log:";

    /// <summary>Stores an entry.</summary>
    /// <param name="session">Where.</param>
    /// <param name="leadId">The lead.</param>
    /// <param name="sourceId">By what the entry is known again.</param>
    /// <param name="entry">The entry as JSON.</param>
    /// <param name="ifNone">The time of an entry that says none.</param>
    public static async ValueTask Store(Session session, long leadId, string sourceId, string entry, DateTimeOffset ifNone)
    {
        using JsonDocument document = JsonDocument.Parse(entry, new JsonDocumentOptions { MaxDepth = JsonText.StoredDepth });
        JsonElement root = document.RootElement;
        ActivityType type = Text(root, TypeNames) is { } word && Vocabulary.IsWord(Vocabulary.Normalize(word)) ? new ActivityType(word) : ActivityType.Other;
        string? description = Stored(root.ValueKind == JsonValueKind.String ? Text(root) : Text(root, TextNames));
        string? error = Stored(Text(root, ErrorNames));
        DateTimeOffset at = Text(root, TimeNames) is { } text && ValueReading.TryTime(ImportValue.Of(text), ImportFormat.Automatic, out DateTimeOffset time)
            ? time
            : ifNone;
        await session.Insert(
            ActivitySql.Insert,
            [
                leadId, type.Value, ActivitySql.Word(error is null ? ActivityStatus.Success : ActivityStatus.Failed), description, error, at, at, sourceId,
                entry, default(string),
            ]);
    }

    private static string? Text(JsonElement entry, string[] names) => entry.ValueKind != JsonValueKind.Object
        ? null
        : names
            .Select(name => entry.EnumerateObject().FirstOrDefault(property => NameWords.Plain(Name(property)) == name).Value)
            .Where(value => value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            .Select(Text)
            .FirstOrDefault(text => text is not null);

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped: no text. It stands in the entry.
            return null;
        }
    }

    private static string Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    // What an activity cannot hold stands in the entry.
    private static string? Stored(string? text) =>
        string.IsNullOrWhiteSpace(text) || text.Length > Limits.ActivityText || !Validator.IsStorable(text) ? null : text;
}
