using LeadStore.Engine;

namespace LeadStore.Exporting;

/// <summary>
/// A table that is exported row by row: one line a row, <c>{"table":{"column":value}}</c>, in the order of its key. Its statements follow
/// from its columns.
/// </summary>
internal sealed class ExportTable
{
    private readonly int[] _key;
    private readonly int _pageSize;

    /// <param name="name">Its name, in the file and in the export.</param>
    /// <param name="key">The columns of its primary key.</param>
    /// <param name="columns">All columns but the checksum, each with its kind: <c>id number, name text</c>.</param>
    /// <param name="pageSize">How many rows are in memory at once: fewer where one can be long.</param>
    /// <param name="countsIds">Whether the table counts its ids, where its key is one. None of a table that does not is ever deleted.</param>
    public ExportTable(string name, string key, string columns, int pageSize = 200, bool countsIds = true)
    {
        Name = name;
        Columns =
        [
            .. columns.Split(',').Select(column => column.Trim().Split(' '))
                .Select(column => new ExportColumn(column[0], Enum.Parse<ExportColumnKind>(column[1], ignoreCase: true))),
        ];
        ColumnNames = [.. Columns.Select(column => column.Name)];
        KeyColumns = key.Split(", ");
        _key = [.. KeyColumns.Select(column => Array.IndexOf(ColumnNames, column))];
        _pageSize = pageSize;
        HasSequence = countsIds && key == "id";

        string all = string.Join(", ", ColumnNames);
        string place = string.Join(", ", KeyColumns.Select((_, i) => $"${i + 1}"));
        string values = string.Join(", ", ColumnNames.Select((_, i) => $"${i + 1}"));
        Page = new Query<SqlValue[]>(
            $"SELECT {all} FROM {name} WHERE ({key}) > ({place}) ORDER BY {key} LIMIT ${KeyColumns.Count + 1}", Read);
        Insert = new Command($"INSERT INTO {name} ({all}) VALUES ({values})");
    }

    public string Name { get; }

    public IReadOnlyList<ExportColumn> Columns { get; }

    public string[] ColumnNames { get; }

    /// <summary>The columns of the primary key, in its order.</summary>
    public IReadOnlyList<string> KeyColumns { get; }

    /// <summary>Whether the table counts its ids, so that none is given away twice.</summary>
    public bool HasSequence { get; }

    /// <summary>The rows behind a place; its arguments are those of <see cref="Start"/>.</summary>
    public Query<SqlValue[]> Page { get; }

    public Command Insert { get; }

    /// <summary>The place before every row, and how many rows to read.</summary>
    public SqlValue[] Start() =>
    [
        .. _key.Select<int, SqlValue>(column => Columns[column].Kind == ExportColumnKind.Text ? "" : long.MinValue),
        _pageSize,
    ];

    /// <summary>Moves a place behind the last row of a page.</summary>
    /// <returns>Whether there may be more rows.</returns>
    public bool Move(SqlValue[] place, List<SqlValue[]> page)
    {
        for (int i = 0; i < _key.Length && page.Count > 0; i++)
        {
            place[i] = page[^1][_key[i]];
        }

        return page.Count == _pageSize;
    }

    /// <summary>The values of a row as it stands in an export.</summary>
    public SqlValue[] Read(ExportedObject row) => [.. Columns.Select(column => row.Has(column.Name) ? Read(row, column) : default)];

    public override string ToString() => Name;

    private SqlValue[] Read(Row row)
    {
        SqlValue[] values = new SqlValue[Columns.Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (!row.IsNull(i))
            {
                values[i] = Columns[i].Kind switch
                {
                    ExportColumnKind.Number or ExportColumnKind.Phone => row.Int64(i),
                    ExportColumnKind.Flag => row.Int64(i) != 0,
                    ExportColumnKind.Real => row.Double(i),
                    ExportColumnKind.Time => row.Time(i),
                    ExportColumnKind.Uid => row.Uid(i),
                    _ => row.Text(i),
                };
            }
        }

        return values;
    }

    private static SqlValue Read(ExportedObject row, ExportColumn column) => column.Kind switch
    {
        ExportColumnKind.Number => row.Int64(column.Name),
        ExportColumnKind.Flag => row.Boolean(column.Name),
        ExportColumnKind.Real => row.Real(column.Name),
        ExportColumnKind.Json => row.JsonOrNull(column.Name),
        ExportColumnKind.Time => row.Time(column.Name),
        ExportColumnKind.Uid => row.Uid(column.Name),
        ExportColumnKind.Phone => row.Digits(column.Name),
        _ => row.Text(column.Name),
    };
}
