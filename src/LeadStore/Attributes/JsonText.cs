using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LeadStore.Attributes;

/// <summary>Small pieces of JSON as text.</summary>
internal static class JsonText
{
    /// <summary>How deep values that come in may be nested.</summary>
    public const int MaxDepth = 64;

    /// <summary>How deep stored values are: those that came in lie in lists and objects of the store's own.</summary>
    public const int StoredDepth = MaxDepth + 12;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, Relaxed))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Whether a text is one value of JSON, of any kind, and not nested too deep.</summary>
    public static bool IsJson(string text)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                // Every token is looked at; there is nothing to keep.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>A text as a JSON string.</summary>
    public static string String(string text) => Write(writer => writer.WriteStringValue(text));

    /// <summary>The elements of a JSON array, each as its own text; null if it is none.</summary>
    public static List<string>? Elements(string? json)
    {
        if (json is null || !json.StartsWith('['))
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = StoredDepth });
        return [.. document.RootElement.EnumerateArray().Select(element => element.GetRawText())];
    }

    public static string Array(IEnumerable<string> elements) => $"[{string.Join(',', elements)}]";
}
