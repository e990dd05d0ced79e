using System.Text.Json;

namespace LeadStore.Importing;

/// <summary>
/// A JSON file: an array of objects or one object a line, which are one table named after the file; or the rejected rows of an import,
/// which are the tables of that import.
/// </summary>
internal sealed class JsonSource : IImportSource
{
    // The columns are those of so many rows from the beginning; later rows may bring others.
    private const int RowsForColumns = 100;

    private readonly string _path;
    private readonly bool _holdsRejects;

    public JsonSource(string path)
    {
        _path = SourceFile.Check(path);
        using JsonChunks chunks = new(_path);
        if (chunks.IsEmpty)
        {
            throw SourceFile.Empty(_path);
        }

        if (!chunks.MoveNext())
        {
            Tables = [new ImportTable(Path.GetFileNameWithoutExtension(_path), [], 0)];
            return;
        }

        if (!chunks.IsArray && chunks.Error is null && (chunks.Piece.IsEmpty || chunks.Piece[0] != (byte)'{'))
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.Validation,
                $"'{_path}' is no JSON: line {chunks.Line}, column 1 begins neither an array nor an object. Name another file.");
        }

        Tables = RejectedTables(chunks.Piece) ?? [];
        _holdsRejects = Tables.Count > 0;
        if (!_holdsRejects)
        {
            Tables = [new ImportTable(Path.GetFileNameWithoutExtension(_path), Columns(), null)];
        }
    }

    public string Description => _path;

    public IReadOnlyList<ImportTable> Tables { get; }

    public bool IsWorthReadingAhead => true;

    public IEnumerable<ImportRow> Read(ImportTable table, IReadOnlyList<string> orderBy)
    {
        using JsonChunks chunks = new(_path);
        JsonRowReader reader = new();
        bool isHeader = _holdsRejects;
        while (chunks.MoveNext())
        {
            if (isHeader)
            {
                isHeader = false;
                continue;
            }

            ImportRow? row = _holdsRejects ? reader.ReadRejected(chunks, table.Name) : reader.Read(chunks);
            if (row is null)
            {
                continue;
            }

            yield return row;
        }
    }

    public void Dispose()
    {
        // Each reading has a file of its own.
    }

    private List<ImportColumn> Columns()
    {
        using JsonChunks chunks = new(_path);
        JsonRowReader reader = new();
        List<string> names = [];
        HashSet<string> known = new(StringComparer.Ordinal);
        for (int i = 0; i < RowsForColumns && chunks.MoveNext(); i++)
        {
            names.AddRange(reader.Read(chunks).Columns.Where(known.Add));
        }

        return [.. names.Select(name => new ImportColumn(name))];
    }

    private static List<ImportTable>? RejectedTables(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("{\"leadstore_rejects\":"u8))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(line.ToArray());
            return [.. document.RootElement.GetProperty("tables").EnumerateArray().Select(name => new ImportTable(name.GetString()!, [], null))];
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.Validation, "The first line of the file of rejected rows, which names its tables, was changed. Put it back.");
        }
    }
}
