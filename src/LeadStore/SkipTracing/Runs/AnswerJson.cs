using System.Globalization;
using System.Text.Json;

namespace LeadStore.SkipTracing;

/// <summary>Reads an answer in the shape that <see cref="HttpSkipTraceProvider"/> describes.</summary>
internal static class AnswerJson
{
    /// <exception cref="JsonException">It is no JSON, or a field is not what it should be. The message may quote it.</exception>
    public static SkipTraceResult Parse(string body, string currency)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement answer = document.RootElement;

        // Without phones it is no answer of this shape: an error in the disguise of one is not to be kept as "nobody was found".
        if (answer.ValueKind != JsonValueKind.Object || Array(answer, "phones") is not { } phones)
        {
            throw new JsonException("An answer is an object with phones.");
        }

        return new SkipTraceResult
        {
            Phones = [.. phones.Select(Phone)],
            Emails = [.. (Array(answer, "emails") ?? []).Select(Email)],
            Confidence = Number(answer, "confidence"),
            Cost = Cost(answer, currency),
        };
    }

    private static FoundPhone Phone(JsonElement phone) => new()
    {
        Number = Text(phone, "number"),
        Type = Text(phone, "type"),
        Carrier = Text(phone, "carrier"),
        IsValid = Flag(phone, "valid"),
        IsMobile = Flag(phone, "mobile"),
        IsDoNotCall = Flag(phone, "doNotCall"),
        IsLitigator = Flag(phone, "litigator"),
        IsReassigned = Flag(phone, "reassigned"),
        Confidence = Number(phone, "confidence"),
        LastSeenAt = Time(phone, "lastSeen"),
    };

    private static FoundEmail Email(JsonElement email) => new()
    {
        Address = Text(email, "address"),
        Type = Text(email, "type"),
        IsValid = Flag(email, "valid"),
        Confidence = Number(email, "confidence"),
    };

    private static Money? Cost(JsonElement answer, string currency)
    {
        if (Field(answer, "cost") is not { } cost)
        {
            return null;
        }

        string code = Text(answer, "currency") ?? currency;
        return Money.IsCurrency(code)
            ? new Money(cost.GetInt64(), code)
            : throw new JsonException("A currency has three letters.");
    }

    private static List<JsonElement>? Array(JsonElement parent, string name) =>
        Field(parent, name) is { } array ? [.. array.EnumerateArray()] : null;

    private static string? Text(JsonElement parent, string name) => Field(parent, name)?.GetString();

    private static bool? Flag(JsonElement parent, string name) => Field(parent, name)?.GetBoolean();

    private static double? Number(JsonElement parent, string name) => Field(parent, name)?.GetDouble();

    private static DateTimeOffset? Time(JsonElement parent, string name) => Text(parent, name) is { } text
        ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)
        : null;

    // What is null is as good as missing.
    private static JsonElement? Field(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement field) && field.ValueKind != JsonValueKind.Null ? field : null;
}
