using System.Text.Json;

namespace LeadStore.Attributes;

/// <summary>
/// A JSON object as a list of names and values in the order in which they came, each value as the JSON text that it is: what is read and
/// written again is the same to the letter.
/// </summary>
internal sealed class AttributeBag
{
    private readonly List<KeyValuePair<string, string>> _pairs = [];

    public int Count => _pairs.Count;

    public IReadOnlyList<KeyValuePair<string, string>> Pairs => _pairs;

    /// <summary>Reads a JSON object that is stored; null is an empty one.</summary>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static AttributeBag Parse(string? json)
    {
        AttributeBag bag = new();
        if (json is null)
        {
            return bag;
        }

        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JsonText.StoredDepth });
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException();
        }

        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            bag.Set(property.Name, property.Value.GetRawText());
        }

        return bag;
    }

    /// <summary>The JSON of a value; null if there is none of that name.</summary>
    public string? Get(string name)
    {
        int index = IndexOf(name);
        return index < 0 ? null : _pairs[index].Value;
    }

    /// <summary>Sets a value, or removes it where the JSON is null. The others stay where they are.</summary>
    public void Set(string name, string? json)
    {
        int index = IndexOf(name);
        if (json is null)
        {
            if (index >= 0)
            {
                _pairs.RemoveAt(index);
            }
        }
        else if (index >= 0)
        {
            _pairs[index] = KeyValuePair.Create(name, json);
        }
        else
        {
            _pairs.Add(KeyValuePair.Create(name, json));
        }
    }

    public string ToJson() => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        foreach ((string name, string json) in _pairs)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json, skipInputValidation: true);
        }

        writer.WriteEndObject();
    });

    private int IndexOf(string name) => _pairs.FindIndex(pair => string.Equals(pair.Key, name, StringComparison.Ordinal));
}
