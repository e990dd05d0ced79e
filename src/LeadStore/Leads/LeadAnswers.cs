using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LeadStore.Engine;

namespace LeadStore;

/// <summary>
/// The answers of a lead: a few pairs in the order in which they were given, compared by content. A flat array, because reading a lead
/// must not cost a hash table for four answers.
/// </summary>
internal sealed class LeadAnswers : IReadOnlyDictionary<string, string>, IEquatable<LeadAnswers>
{
    private static readonly JsonWriterOptions AsTheyAre = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly KeyValuePair<string, string>[] _pairs;

    private LeadAnswers(KeyValuePair<string, string>[] pairs) => _pairs = pairs;

    public static LeadAnswers Empty { get; } = new([]);

    public int Count => _pairs.Length;

    public IEnumerable<string> Keys => _pairs.Select(pair => pair.Key);

    public IEnumerable<string> Values => _pairs.Select(pair => pair.Value);

    public string this[string key] =>
        TryGetValue(key, out string? value) ? value : throw new KeyNotFoundException("There is no answer to that question.");

    public static LeadAnswers From(IReadOnlyDictionary<string, string>? answers) => answers switch
    {
        null or { Count: 0 } => Empty,
        LeadAnswers same => same,
        _ => new LeadAnswers([.. answers]),
    };

    /// <summary>Reads the stored JSON object.</summary>
    /// <exception cref="JsonException">It is not an object of strings.</exception>
    public static LeadAnswers Parse(ReadOnlySpan<byte> json)
    {
        if (json.SequenceEqual("{}"u8))
        {
            return Empty;
        }

        Utf8JsonReader reader = new(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        Buffer buffer = default;
        int count = 0;
        KeyValuePair<string, string>[]? more = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.ValueIsEscaped ? reader.GetString()! : WordPool.Get(reader.ValueSpan);
            reader.Read();
            string value = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString()!,
                JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => Encoding.UTF8.GetString(reader.ValueSpan),
                _ => throw new JsonException(),
            };
            if (count < Buffer.Length)
            {
                buffer[count] = new KeyValuePair<string, string>(key, value);
            }
            else
            {
                more = Grow(more, count, buffer);
                more[count] = new KeyValuePair<string, string>(key, value);
            }

            count++;
        }

        if (reader.TokenType != JsonTokenType.EndObject)
        {
            throw new JsonException();
        }

        return count == 0 ? Empty : new LeadAnswers(more is null ? ((ReadOnlySpan<KeyValuePair<string, string>>)buffer)[..count].ToArray() : more[..count]);
    }

    public string ToJson()
    {
        if (_pairs.Length == 0)
        {
            return "{}";
        }

        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, AsTheyAre))
        {
            writer.WriteStartObject();
            foreach ((string key, string value) in _pairs)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>These answers with one set, or removed where the answer is null.</summary>
    public LeadAnswers With(string question, string? answer)
    {
        int index = IndexOf(question);
        if (answer is null)
        {
            return index < 0 ? this : new LeadAnswers([.. _pairs.Where((_, i) => i != index)]);
        }

        KeyValuePair<string, string> pair = new(question, answer);
        return new LeadAnswers(index < 0 ? [.. _pairs, pair] : [.. _pairs[..index], pair, .. _pairs[(index + 1)..]]);
    }

    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        int index = IndexOf(key);
        value = index < 0 ? null : _pairs[index].Value;
        return index >= 0;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_pairs).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(LeadAnswers? other) => other is not null && _pairs.AsSpan().SequenceEqual(other._pairs);

    public override bool Equals(object? obj) => Equals(obj as LeadAnswers);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach ((string key, string value) in _pairs)
        {
            hash.Add(key, StringComparer.Ordinal);
            hash.Add(value, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    private int IndexOf(string question) => Array.FindIndex(_pairs, pair => string.Equals(pair.Key, question, StringComparison.Ordinal));

    private static KeyValuePair<string, string>[] Grow(KeyValuePair<string, string>[]? more, int count, ReadOnlySpan<KeyValuePair<string, string>> first)
    {
        if (more is not null && count < more.Length)
        {
            return more;
        }

        KeyValuePair<string, string>[] larger = new KeyValuePair<string, string>[Math.Max(32, count * 2)];
        (more ?? first).CopyTo(larger);
        return larger;
    }

    [System.Runtime.CompilerServices.InlineArray(Length)]
    private struct Buffer
    {
        public const int Length = 8;
        private KeyValuePair<string, string> _first;
    }
}
