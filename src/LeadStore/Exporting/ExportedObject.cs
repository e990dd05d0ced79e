using System.Globalization;
using System.Text;
using System.Text.Json;
using LeadStore.Validation;

namespace LeadStore.Exporting;

/// <summary>One object of a line of an export. What is missing or of another kind is an error that names the line and the field.</summary>
internal readonly struct ExportedObject
{
    private readonly JsonElement _element;
    private readonly long _line;

    public ExportedObject(JsonElement element, long line, params ReadOnlySpan<string> names)
    {
        _element = element;
        _line = line;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw ExportFailure.Damaged(line, "is not of the form that its name says");
        }

        UInt128 seen = 0;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            int at = names.IndexOf(property.Name);
            if (at < 0)
            {
                throw ExportFailure.Damaged(line, "has a field that no export of this version has");
            }

            UInt128 flag = UInt128.One << at;
            if ((seen & flag) != 0)
            {
                throw ExportFailure.Damaged(line, "has a field twice");
            }

            seen |= flag;
        }
    }

    public bool Has(string name) => _element.TryGetProperty(name, out _);

    public long Int64(string name) =>
        _element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number)
            ? number
            : throw Wrong(name);

    public int Int32(string name) => Int64(name) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : throw Wrong(name);

    public double Real(string name) =>
        _element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw Wrong(name);

    public bool Boolean(string name) =>
        _element.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Wrong(name);

    public string Text(string name) => TextOrNull(name) ?? throw Wrong(name);

    public string? TextOrNull(string name)
    {
        if (!_element.TryGetProperty(name, out JsonElement value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? GetString(value, name) : throw Wrong(name);
    }

    public string Word(string name) => Text(name) is var word && Vocabulary.IsWord(word) ? word : throw Wrong(name);

    public string? WordOrNull(string name) => Has(name) ? Word(name) : null;

    public DateTimeOffset Time(string name) => TimeOrNull(name) ?? throw Wrong(name);

    public DateTimeOffset? TimeOrNull(string name)
    {
        if (TextOrNull(name) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : throw Wrong(name);
    }

    public Guid Uid(string name) => Guid.TryParseExact(Text(name), "D", out Guid uid) ? uid : throw Wrong(name);

    /// <summary>The digits of a phone, which stands there with a plus sign.</summary>
    public long? Digits(string name)
    {
        if (TextOrNull(name) is not { } text)
        {
            return null;
        }

        return text.StartsWith('+') && long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out long digits) && digits > 0
            ? digits
            : throw Wrong(name);
    }

    /// <summary>JSON as it was stored, to the letter; null if there is none.</summary>
    public string? JsonOrNull(string name) => !_element.TryGetProperty(name, out JsonElement value)
        ? null
        : value.ValueKind switch
        {
            JsonValueKind.Object => value.GetRawText(),
            JsonValueKind.String => GetString(value, name),
            _ => throw Wrong(name),
        };

    /// <summary>Answers: an object of texts.</summary>
    public string Answers(string name)
    {
        string json = JsonOrNull(name) ?? throw Wrong(name);
        try
        {
            return LeadAnswers.Parse(Encoding.UTF8.GetBytes(json)).Count <= Limits.Answers ? json : throw Wrong(name);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw Wrong(name);
        }
    }

    public IEnumerable<ExportedObject> List(string name, string[] names)
    {
        if (!_element.TryGetProperty(name, out JsonElement list))
        {
            yield break;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(name);
        }

        foreach (JsonElement item in list.EnumerateArray())
        {
            yield return new ExportedObject(item, _line, names);
        }
    }

    public ExportedObject? Child(string name, string[] names) =>
        _element.TryGetProperty(name, out JsonElement child) ? new ExportedObject(child, _line, names) : null;

    public LeadStoreException Wrong(string name) => ExportFailure.Damaged(_line, $"has no usable {name}");

    // An escape of half a surrogate pair is JSON, and no text.
    private string GetString(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong(name);
        }
    }
}
