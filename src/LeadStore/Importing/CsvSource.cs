using System.Text;
using CsvHelper;

namespace LeadStore.Importing;

/// <summary>A CSV file with a header: one table, named after the file. UTF-8; the delimiter is found out from the header.</summary>
internal sealed class CsvSource : IImportSource
{
    private const int MostBytes = 16 << 20;

    private static readonly char[] Delimiters = [',', ';', '\t'];

    // The header of LeadStore's own export, whose apostrophes guard people's spreadsheets.
    private static readonly string[] OwnHeader = ["id", "uid", "phone", "name", "email", "source", "status", "progress", "qualified"];
    private static readonly string[] OwnMessageHeader = ["id", "lead_id", "phone", "name", "sender", "content", "sent_at"];

    private readonly string _path;
    private readonly char _delimiter;
    private readonly string[] _columns;
    private readonly bool _isOwn;

    public CsvSource(string path)
    {
        _path = SourceFile.Check(path);
        CsvText.Check(_path);
        _delimiter = FindDelimiter();
        using CsvReader reader = Open();
        if (!Guarded(reader.Read) || Enumerable.Range(0, reader.FieldCount).All(i => string.IsNullOrWhiteSpace(reader.GetString(i))))
        {
            throw SourceFile.Empty(_path);
        }

        _columns = [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i).Trim())];
        string? twice = _columns.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        int at = Array.FindIndex(_columns, name => name.Length == 0 || name == twice);
        if (at >= 0)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.Validation,
                $"'{_path}', line 1: the column {at + 1} has no name, or one that another column has too. "
                + "Give each column of the header a name of its own.");
        }

        _isOwn = BeginsWith(OwnHeader) || BeginsWith(OwnMessageHeader);
        Tables = [new ImportTable(Path.GetFileNameWithoutExtension(_path), [.. _columns.Select(name => new ImportColumn(name))], null)];
    }

    public string Description => _path;

    public IReadOnlyList<ImportTable> Tables { get; }

    public bool IsWorthReadingAhead => true;

    public IEnumerable<ImportRow> Read(ImportTable table, IReadOnlyList<string> orderBy)
    {
        bool malformed = false;
        using CsvReader reader = Open(_ => malformed = true);
        ImportRow row = new() { Columns = _columns, Values = new ImportValue[_columns.Length] };
        Guarded(reader.Read);
        while (true)
        {
            malformed = false;
            if (!Guarded(reader.Read))
            {
                yield break;
            }

            Fill(row, reader, malformed);
            yield return row;
        }
    }

    public void Dispose()
    {
        // Each reading has a file of its own.
    }

    private void Fill(ImportRow row, CsvReader reader, bool malformed)
    {
        row.Position = reader.LineNumber;
        row.Error = reader.FieldCount != _columns.Length ? $"has {reader.FieldCount} columns; the header has {_columns.Length}."
            : malformed ? "has a quotation mark inside a value that is not quoted, or a quoted value that is not closed."
            : null;
        row.Text = row.Error is null ? null : Encoding.UTF8.GetString(reader.RawRecord);
        for (int i = 0; i < _columns.Length && row.Error is null; i++)
        {
            string value = reader.GetString(i);
            row.Values[i] = value.Length == 0 ? ImportValue.Null : ImportValue.Of(_isOwn ? CsvText.WithoutGuard(value) : value);
        }
    }

    private CsvReader Open(Action<CsvMalformedRecord>? malformed = null) => CsvReader.Create(
        SourceFile.Open(_path),
        new CsvReaderOptions
        {
            Separator = _delimiter,
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = MostBytes,
            IncludeValuesInExceptions = false,
            Encoding = Encoding.UTF8,
            OnMalformedRecord = malformed,
        });

    private bool BeginsWith(string[] header) => _columns.Length >= header.Length && _columns.AsSpan(0, header.Length).SequenceEqual(header);

    private char FindDelimiter()
    {
        using StreamReader text = new(SourceFile.Open(_path), SourceFile.StrictUtf8);
        string header = "";
        while (string.IsNullOrWhiteSpace(header) && text.ReadLine() is { } line)
        {
            header = line;
        }

        // The one that stands most often outside of quotes.
        return Delimiters.MaxBy(delimiter =>
        {
            bool quoted = false;
            int count = 0;
            foreach (char c in header)
            {
                quoted ^= c == '"';
                count += !quoted && c == delimiter ? 1 : 0;
            }

            return count;
        });
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw SourceFile.CannotRead(_path, failure);
        }
        catch (CsvFormatException)
        {
            // Its own message may show the record.
            throw new LeadStoreException(
                LeadStoreErrorKind.Validation, $"'{_path}' has a row of more than {MostBytes >> 20} MiB: a quotation mark is not closed. Mend it.");
        }
    }
}
