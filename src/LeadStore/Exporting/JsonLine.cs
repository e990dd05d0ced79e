using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LeadStore.Engine;

namespace LeadStore.Exporting;

/// <summary>The current line of an export: how each kind of value stands in it. What is null is left out.</summary>
internal sealed class JsonLine : IDisposable
{
    private static readonly JsonWriterOptions AsTheyAre = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ExportText _text;
    private readonly ArrayBufferWriter<byte> _line = new();

    public JsonLine(ExportText text)
    {
        _text = text;
        Json = new Utf8JsonWriter(_line, AsTheyAre);
    }

    public Utf8JsonWriter Json { get; }

    public void Dispose() => Json.Dispose();

    public void End()
    {
        Json.Flush();
        _line.Write("\n"u8);
        _text.Write(_line.WrittenSpan);
        _line.ResetWrittenCount();
        Json.Reset(_line);
    }

    public void Value(ExportColumn column, SqlValue value)
    {
        if (value.Kind == SqlKind.Null)
        {
            return;
        }

        switch (column.Kind)
        {
            case ExportColumnKind.Number:
                Json.WriteNumber(column.Name, value.Integer);
                break;
            case ExportColumnKind.Flag:
                Json.WriteBoolean(column.Name, value.Integer != 0);
                break;
            case ExportColumnKind.Real:
                Json.WriteNumber(column.Name, value.Real);
                break;
            case ExportColumnKind.Time:
                At(column.Name, Instant.FromMicroseconds(value.Integer));
                break;
            case ExportColumnKind.Uid:
                Json.WriteString(column.Name, value.Uid);
                break;
            case ExportColumnKind.Phone:
                Json.WriteString(column.Name, Phone(value.Integer));
                break;
            case ExportColumnKind.Json:
                Stored(column.Name, value.Text!);
                break;
            case ExportColumnKind.Text:
                Json.WriteString(column.Name, value.Text);
                break;
            default:
                throw new InvalidOperationException($"A column of the kind {column.Kind} cannot be exported.");
        }
    }

    public void Text(string name, string? value)
    {
        if (value is not null)
        {
            Json.WriteString(name, value);
        }
    }

    public void At(string name, DateTimeOffset? time)
    {
        if (time is { } at)
        {
            Json.WriteString(name, Time(at));
        }
    }

    // As it is stored, to the letter. What SQLite takes for JSON and is none for others (comments, names without quotes), or has line ends
    // between its values, stands there as the text that it is.
    public void Stored(string name, string json)
    {
        if (IsOneLine(json))
        {
            Json.WritePropertyName(name);
            Json.WriteRawValue(json, skipInputValidation: true);
        }
        else
        {
            Json.WriteString(name, json);
        }
    }

    private static bool IsOneLine(string json)
    {
        if (!json.StartsWith('{') || !json.EndsWith('}') || json.AsSpan().ContainsAny('\n', '\r'))
        {
            return false;
        }

        try
        {
            Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(json));
            while (reader.Read())
            {
                // Reading it to its end is the check.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public static string Phone(long digits) => string.Create(CultureInfo.InvariantCulture, $"+{digits}");

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
