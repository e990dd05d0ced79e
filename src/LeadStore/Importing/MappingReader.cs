using System.Text;
using System.Text.Json;

namespace LeadStore.Importing;

/// <summary>Reads a mapping file. What it does not know it refuses, by name and line: a misspelt word must not be passed over.</summary>
internal ref struct MappingReader
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly string? _file;
    private readonly Dictionary<(string? Table, string? Column), long> _lines = [];
    private Utf8JsonReader _reader;

    private MappingReader(ReadOnlySpan<byte> json, string? file)
    {
        _json = json;
        _file = file;
        _reader = new Utf8JsonReader(
            json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 });
    }

    /// <param name="json">In UTF-8, with or without a byte order mark.</param>
    /// <param name="file">How messages name it.</param>
    public static ImportMapping Read(ReadOnlySpan<byte> json, string? file)
    {
        if (json.StartsWith(Encoding.UTF8.Preamble))
        {
            json = json[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            return new MappingReader(json, file).Read();
        }
        catch (JsonException failure)
        {
            // Without its message, which may quote the file.
            throw MappingCheck.Refused("it is not JSON", 1, (failure.LineNumber ?? 0) + 1, file);
        }
    }

    private ImportMapping Read()
    {
        Next();
        string? system = null;
        string? currency = null;
        List<TableMapping>? tables = null;
        long start = Line;
        Expect(JsonTokenType.StartObject, "an object");
        while (NextName() is { } name)
        {
            switch (name)
            {
                case "system" when system is null:
                    _lines[(null, null)] = Line;
                    system = Text("a name");
                    break;
                case "currency" when currency is null:
                    currency = Text("the three letters of a currency");
                    currency = Money.IsCurrency(currency)
                        ? currency.ToUpperInvariant()
                        : throw Refused("a currency is named by its three letters of ISO 4217, for example USD");
                    break;
                case "tables" when tables is null:
                    tables = ReadTables();
                    break;
                default:
                    throw Unknown(name, "system, currency, tables");
            }
        }

        if (_reader.Read())
        {
            throw Refused("there is something after its end");
        }

        ImportMapping mapping = new()
        {
            System = system ?? throw Refused("it has no \"system\": the name of what the rows come from", start),
            Currency = currency ?? "USD",
            Tables = tables ?? throw Refused("it has no \"tables\"", start),
        };
        List<MappingFault> faults = [.. MappingCheck.Faults(mapping)];
        return faults.Count == 0
            ? mapping
            : throw MappingCheck.Refused(
                faults[0].Message, faults.Count, _lines.TryGetValue((faults[0].Table, faults[0].Column), out long line) ? line : start, _file);
    }

    private List<TableMapping> ReadTables()
    {
        List<TableMapping> tables = [];
        Expect(JsonTokenType.StartObject, "an object with a line for each table");
        while (NextName() is { } table)
        {
            _lines[(table, null)] = Line;
            tables.Add(_reader.TokenType == JsonTokenType.String ? new TableMapping { Table = table, To = Target() } : ReadTable(table));
        }

        return tables;
    }

    private TableMapping ReadTable(string table)
    {
        long start = Line;
        ImportTarget? to = null;
        string? attribute = null;
        Dictionary<string, ColumnMapping>? columns = null;
        List<string>? leaveOut = null;
        Expect(JsonTokenType.StartObject, "the name of a target, or an object");
        while (NextName() is { } name)
        {
            switch (name)
            {
                case "to" when to is null:
                    to = Target();
                    break;
                case "attribute" when attribute is null:
                    attribute = Text("the name of an attribute");
                    break;
                case "columns" when columns is null:
                    columns = ReadColumns(table);
                    break;
                case "leave_out" when leaveOut is null:
                    leaveOut = ReadNames();
                    break;
                default:
                    throw Unknown(name, "to, attribute, columns, leave_out");
            }
        }

        return new TableMapping
        {
            Table = table,
            To = to ?? throw Refused($"the table '{table}' has no \"to\"", start),
            Attribute = attribute,
            Columns = columns ?? [],
            LeaveOut = leaveOut ?? [],
        };
    }

    private Dictionary<string, ColumnMapping> ReadColumns(string table)
    {
        Dictionary<string, ColumnMapping> columns = new(StringComparer.OrdinalIgnoreCase);
        Expect(JsonTokenType.StartObject, "an object with a line for each column");
        while (NextName() is { } column)
        {
            _lines[(table, column)] = Line;
            ColumnMapping to = _reader.TokenType == JsonTokenType.String ? new ColumnMapping { To = Text("a field") } : ReadColumn(column);
            if (!columns.TryAdd(column, to))
            {
                throw Refused($"the column '{column}' is there twice");
            }
        }

        return columns;
    }

    private ColumnMapping ReadColumn(string column)
    {
        long start = Line;
        string? to = null;
        ImportFormat? format = null;
        Dictionary<string, string>? words = null;
        Expect(JsonTokenType.StartObject, "the name of a field, or an object");
        while (NextName() is { } name)
        {
            switch (name)
            {
                case "to" when to is null:
                    to = Text("a field");
                    break;
                case "format" when format is null:
                    string word = Text("a format");
                    format = MappingWords.Format(word)
                        ?? throw Refused($"there is no format '{word}'; there are {MappingCheck.List(MappingWords.Formats)}");
                    break;
                case "words" when words is null:
                    words = ReadWords();
                    break;
                default:
                    throw Unknown(name, "to, format, words");
            }
        }

        return new ColumnMapping
        {
            To = to ?? throw Refused($"the column '{column}' has no \"to\"", start),
            Format = format ?? ImportFormat.Automatic,
            Words = words,
        };
    }

    private Dictionary<string, string> ReadWords()
    {
        Dictionary<string, string> words = new(StringComparer.OrdinalIgnoreCase);
        Expect(JsonTokenType.StartObject, "an object of words");
        while (NextName() is { } word)
        {
            if (!words.TryAdd(word, Text("a word")))
            {
                throw Refused("a word is there twice");
            }
        }

        return words;
    }

    private List<string> ReadNames()
    {
        List<string> names = [];
        Expect(JsonTokenType.StartArray, "a list of columns");
        for (Next(); _reader.TokenType != JsonTokenType.EndArray; Next())
        {
            names.Add(Text("the name of a column"));
        }

        return names;
    }

    private ImportTarget Target()
    {
        string word = Text("a target");
        return MappingWords.Target(word) ?? throw Refused($"there is no target '{word}'; there are {MappingCheck.List(MappingWords.Targets)}");
    }

    // The name of the next property, with the reader on its value; null at the end of the object.
    private string? NextName()
    {
        Next();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        string name = _reader.GetString()!;
        Next();
        return name;
    }

    private readonly string Text(string what)
    {
        Expect(JsonTokenType.String, what);
        return _reader.GetString() is { Length: > 0 } text ? text : throw Refused($"{what} is expected here, and there is an empty text");
    }

    private void Next()
    {
        if (!_reader.Read())
        {
            throw Refused("it is empty");
        }
    }

    private readonly void Expect(JsonTokenType type, string what)
    {
        if (_reader.TokenType != type)
        {
            throw Refused($"{what} is expected here");
        }
    }

    private readonly long Line => _json[..(int)_reader.TokenStartIndex].Count((byte)'\n') + 1;

    private readonly LeadStoreException Unknown(string name, string known) =>
        Refused($"'{name}' is not known here, or is there twice; there are {known}");

    private readonly LeadStoreException Refused(string reason, long? line = null) => MappingCheck.Refused(reason, 1, line ?? Line, _file);
}
