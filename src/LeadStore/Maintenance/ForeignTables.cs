using System.Text;
using System.Text.Unicode;
using LeadStore.Importing;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>The tables of one or several SQLite files of another application, as one source.</summary>
internal sealed class ForeignTables : IImportSource
{
    private const int RowsBetweenLooks = 1024;

    // Views repeat what tables hold; what stands behind a virtual table is read by code of extensions.
    private const string TablesSql = """
        SELECT name, wr FROM pragma_table_list
        WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
        ORDER BY name
        """;

    private readonly List<ForeignDatabase> _databases = [];
    private readonly Dictionary<string, Place> _places = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationToken _cancellation;

    private ForeignTables(CancellationToken cancellation) => _cancellation = cancellation;

    /// <summary>The files; of a copy, the file that it is a copy of.</summary>
    public string Description { get; set; } = "";

    public IReadOnlyList<ImportTable> Tables { get; private set; } = [];

    public string Counted => "row";

    public bool CanSort => true;

    public bool IsWorthReadingAhead => true;

    /// <param name="paths">The files; a table whose name an earlier file has too is called after its file, with a point between.</param>
    /// <param name="cancellation">Interrupts whatever is read.</param>
    /// <inheritdoc cref="ForeignDatabase.Open"/>
    public static ForeignTables Open(IEnumerable<string> paths, CancellationToken cancellation = default)
    {
        ForeignTables source = new(cancellation);
        try
        {
            List<ImportTable> tables = [];
            foreach (string path in paths)
            {
                ForeignDatabase database = ForeignDatabase.Open(path, cancellation);
                source._databases.Add(database);
                tables.AddRange(source.Add(database));
            }

            source.Tables = tables;
            source.Description = string.Join(", ", source._databases.Select(database => database.Path));
            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    public IEnumerable<ImportRow> Read(ImportTable table, IReadOnlyList<string> orderBy)
    {
        Place place = _places[table.Name];
        string columns = string.Join(", ", table.Columns.Select(column => OneOffStatement.Quoted(column.Name)));
        string number = place.RowId ?? "NULL";
        List<string> order = [.. orderBy.Select(OneOffStatement.Quoted)];
        if (place.RowId is not null)
        {
            order.Add(place.RowId);
        }

        string sql = $"SELECT {number}, {columns} FROM main.{OneOffStatement.Quoted(place.Name)}"
            + (order.Count > 0 ? $" ORDER BY {string.Join(", ", order)}" : "");
        return Rows(place.Database, sql, [.. table.Columns.Select(column => column.Name)]);
    }

    public void Dispose()
    {
        _databases.ForEach(database => database.Dispose());
        _databases.Clear();
    }

    private List<ImportTable> Add(ForeignDatabase database)
    {
        List<ImportTable> tables = [];
        foreach ((string name, bool hasRowId) in OneOffStatement.All(
            database.Handle, TablesSql, row => (row.Text(0), row.Int64(1) == 0), _cancellation))
        {
            List<ImportColumn> columns = ReadColumns(database, name);
            string free = _places.ContainsKey(name) ? $"{Path.GetFileNameWithoutExtension(database.Path)}.{name}" : name;
            for (int number = 2; !_places.TryAdd(free, new Place(database, name, hasRowId ? RowIdOf(columns) : null)); number++)
            {
                free = $"{Path.GetFileNameWithoutExtension(database.Path)}-{number}.{name}";
            }

            long rows = OneOffStatement.Number(
                database.Handle, $"SELECT count(*) FROM main.{OneOffStatement.Quoted(name)}", _cancellation);
            tables.Add(new ImportTable(free, columns, rows) { LastKey = LastKeyOf(database, name) });
        }

        return tables;
    }

    // A table that never gives a number twice remembers the last one.
    private long LastKeyOf(ForeignDatabase database, string table)
    {
        const string Remembers = "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'";
        string last = $"SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = {OneOffStatement.Literal(table)}";
        return OneOffStatement.Number(database.Handle, Remembers, _cancellation) == 0
            ? 0
            : OneOffStatement.Number(database.Handle, last, _cancellation);
    }

    // Computed columns too: 2 and 3 say so of a column, 1 that SELECT * leaves it out.
    private List<ImportColumn> ReadColumns(ForeignDatabase database, string table)
    {
        List<(string Name, string Type, long Key)> columns = OneOffStatement.All(
            database.Handle,
            $"SELECT name, type, pk FROM pragma_table_xinfo({OneOffStatement.Literal(table)}) WHERE hidden <> 1 ORDER BY cid",
            row => (row.Text(0), row.TextOrNull(1) ?? "", row.Int64(2)),
            _cancellation);
        bool hasOneKey = columns.Count(column => column.Key > 0) == 1;
        return [.. columns.Select(column => new ImportColumn(column.Name, column.Type, hasOneKey && column.Key > 0))];
    }

    // One of the names of the rowid that no column has.
    private static string? RowIdOf(List<ImportColumn> columns) => ((string[])["rowid", "_rowid_", "oid"]).FirstOrDefault(
        name => !columns.Exists(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));

    private IEnumerable<ImportRow> Rows(ForeignDatabase database, string sql, string[] columns)
    {
        ImportRow row = new() { Columns = columns, Values = new ImportValue[columns.Length] };
        using OneOffStatement statement = new(database.Handle, sql, _cancellation);
        for (long number = 1; statement.Step(); number++)
        {
            Fill(row, statement, number);
            yield return row;
            if (number % RowsBetweenLooks == 0)
            {
                _cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    private static void Fill(ImportRow row, OneOffStatement statement, long number)
    {
        row.Error = null;
        row.ErrorValues.Clear();
        row.Position = statement.TypeOf(0) == raw.SQLITE_INTEGER ? statement.Int64(0) : number;
        for (int at = 0; at < row.Values.Length; at++)
        {
            row.Values[at] = statement.TypeOf(at + 1) switch
            {
                raw.SQLITE_NULL => ImportValue.Null,
                raw.SQLITE_INTEGER => ImportValue.Of(statement.Int64(at + 1)),
                raw.SQLITE_FLOAT => ImportValue.Of(statement.Real(at + 1)),
                raw.SQLITE_BLOB => ImportValue.Of(statement.Bytes(at + 1).ToArray()),
                _ => Text(row, statement.Utf8(at + 1), at),
            };
        }
    }

    // SQLite takes any bytes for a text.
    private static ImportValue Text(ImportRow row, ReadOnlySpan<byte> bytes, int at)
    {
        if (Utf8.IsValid(bytes))
        {
            return ImportValue.Of(Encoding.UTF8.GetString(bytes));
        }

        row.ErrorValues.Add(at);
        row.Error ??= $"The text in column '{row.Columns[at]}' is not UTF-8.";

        // A letter for each byte, so that a person can see what it should be.
        return ImportValue.Of(Encoding.Latin1.GetString(bytes));
    }

    /// <param name="Database">The file that has the table.</param>
    /// <param name="Name">What the table is called there.</param>
    /// <param name="RowId">What its rows are numbered by; null if it has no such number.</param>
    private sealed record Place(ForeignDatabase Database, string Name, string? RowId);
}
