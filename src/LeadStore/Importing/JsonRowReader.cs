using System.Text;
using System.Text.Json;
using LeadStore.Attributes;

namespace LeadStore.Importing;

/// <summary>Reads JSON objects as rows. Rows of the same shape share the list of their columns, and its row is used over and over.</summary>
internal sealed class JsonRowReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonText.MaxDepth };

    private readonly ImportRow _row = new();
    private readonly List<ImportValue> _values = [];
    private readonly List<string> _names = [];
    private string[] _columns = [];

    // What stands on its line before the piece.
    private int _before;

    /// <summary>The row of a piece.</summary>
    public ImportRow Read(JsonChunks chunks)
    {
        Begin(chunks);
        _before = chunks.Column - 1;
        return chunks.Error is { } error ? Failed(error, 1, "") : Read(chunks.Piece);
    }

    /// <summary>The row of a line of a file of rejected rows; null if it is of another table.</summary>
    public ImportRow? ReadRejected(JsonChunks chunks, string table)
    {
        Begin(chunks);
        if (chunks.Error is { } error)
        {
            return Failed(error, 1, "");
        }

        byte[]? inner;
        try
        {
            using JsonDocument document = JsonDocument.Parse(chunks.Piece.ToArray(), new JsonDocumentOptions { MaxDepth = JsonText.StoredDepth });
            JsonElement line = document.RootElement;
            if (line.GetProperty("table").GetString() != table)
            {
                return null;
            }

            inner = line.TryGetProperty("row", out JsonElement row)
                ? Encoding.UTF8.GetBytes(row.GetRawText())
                : Encoding.UTF8.GetBytes(line.GetProperty("text").GetString()!);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentNullException)
        {
            return Failed("is no line of a file of rejected rows: it needs its table, and a row or a text.", 1, Lossy(chunks.Piece));
        }

        return Read(inner);
    }

    private void Begin(JsonChunks chunks)
    {
        _row.Position = chunks.Line;
        _row.Error = null;
        _row.ErrorColumn = null;
        _row.Text = null;
    }

    private ImportRow Read(ReadOnlySpan<byte> json)
    {
        try
        {
            Utf8JsonReader reader = new(json, Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return Failed("is no JSON object.", 1, Lossy(json));
            }

            ReadObject(ref reader, json);
            if (reader.Read())
            {
                return Failed("has something behind the object.", 1 + (int)reader.TokenStartIndex, Lossy(json));
            }
        }
        catch (JsonException failure)
        {
            // Its own message may quote the text.
            return Failed("is no valid JSON.", 1 + (int)(failure.BytePositionInLine ?? 0), Lossy(json), failure.LineNumber ?? 0);
        }
        catch (Exception failure) when (failure is InvalidOperationException or DecoderFallbackException)
        {
            return Failed("contains text that is not UTF-8, or half of a surrogate pair.", 1, Lossy(json));
        }

        if (_columns.Length != _names.Count || !_columns.AsSpan().SequenceEqual(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_names)))
        {
            if (_names.Distinct(StringComparer.Ordinal).Count() != _names.Count)
            {
                return Failed("has the same name twice.", 1, Lossy(json));
            }

            _columns = [.. _names];
            _row.Columns = _columns;
            _row.Values = new ImportValue[_columns.Length];
        }

        _values.CopyTo(_row.Values);
        return _row;
    }

    private void ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        _names.Clear();
        _values.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int index = _names.Count;

            // Mostly the name that stood there in the row before.
            _names.Add(index < _columns.Length && reader.ValueTextEquals(_columns[index]) ? _columns[index] : reader.GetString()!);
            reader.Read();
            _values.Add(Value(ref reader, json));
        }
    }

    private static ImportValue Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return ImportValue.Of(reader.GetString()!);
            case JsonTokenType.True or JsonTokenType.False:
                return ImportValue.Of(reader.TokenType == JsonTokenType.True);
            case JsonTokenType.Number when reader.TryGetInt64(out long number):
                return ImportValue.Of(number);
            case JsonTokenType.Number:
                // As it stands there: a double may not hold all of it.
                return new ImportValue(ImportValueKind.Real, Real: reader.GetDouble(), Text: Encoding.UTF8.GetString(reader.ValueSpan));
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                return ImportValue.Json(SourceFile.StrictUtf8.GetString(json[start..(int)reader.BytesConsumed]));
            default:
                return ImportValue.Null;
        }
    }

    private ImportRow Failed(string error, int column, string text, long linesBelow = 0)
    {
        _row.Error = error;
        _row.ErrorColumn = column + (linesBelow == 0 ? _before : 0);
        _row.Position += linesBelow;
        _row.Text = text;
        return _row;
    }

    private static string Lossy(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
