namespace LeadStore.Importing;

/// <summary>What a table looks like, from some of its rows.</summary>
internal sealed class TableProfile
{
    private const int SampleRows = 300;

    // What other tables refer to must be known better than how it looks.
    private const int KeyRows = 5000;
    private const int MostKeyColumns = 8;

    private readonly Dictionary<string, HashSet<string>> _keys = new(StringComparer.OrdinalIgnoreCase);

    private TableProfile(ImportTable table)
    {
        Table = table;
        Singular = NameWords.Singular(table.Name);
    }

    public ImportTable Table { get; }

    public string Name => Table.Name;

    /// <summary>What one of its rows is called, going by its name.</summary>
    public string Singular { get; }

    public List<ColumnProfile> Columns { get; } = [];

    /// <summary>Whether every row was looked at for its keys.</summary>
    public bool IsWhole { get; private set; }

    public bool HasRows { get; private set; }

    /// <summary>Whether every row was looked at for its values.</summary>
    public bool IsSampledWhole { get; private set; }

    public ColumnProfile? Key => Columns.Find(column => column.Column.IsKey)
        ?? Columns.Find(column => column.Plain is "id" or "rowid" or "_id" || column.Plain == $"{Singular}id");

    public static TableProfile Of(IImportSource source, ImportTable table)
    {
        TableProfile profile = new(table);
        Dictionary<string, ColumnProfile> byName = new(StringComparer.OrdinalIgnoreCase);
        foreach (ImportColumn column in table.Columns)
        {
            profile.Add(byName, column);
        }

        int rows = 0;
        foreach (ImportRow row in source.Read(table, []))
        {
            profile.HasRows = true;
            if (++rows > KeyRows)
            {
                return profile;
            }

            for (int at = 0; at < row.Columns.Count && row.Error is null; at++)
            {
                if (!byName.TryGetValue(row.Columns[at], out ColumnProfile? column))
                {
                    column = profile.Add(byName, new ImportColumn(row.Columns[at]));
                }

                if (rows <= SampleRows)
                {
                    column.Add(row.Values[at]);
                }

                profile.AddKey(column, row.Values[at]);
            }
        }

        profile.IsWhole = true;
        profile.IsSampledWhole = rows <= SampleRows;
        return profile;
    }

    /// <summary>The values of a column that may be referred to; null of one that cannot.</summary>
    public IReadOnlySet<string>? KeysOf(ColumnProfile column) => _keys.GetValueOrDefault(column.Name);

    private ColumnProfile Add(Dictionary<string, ColumnProfile> byName, ImportColumn column)
    {
        ColumnProfile profile = new(column);
        byName[column.Name] = profile;
        Columns.Add(profile);
        if (_keys.Count < MostKeyColumns
            && (column.IsKey || profile.Plain.EndsWith("id", StringComparison.Ordinal) || profile.Plain is "key" or "uuid" or "guid"))
        {
            _keys[column.Name] = new HashSet<string>(StringComparer.Ordinal);
        }

        return profile;
    }

    private void AddKey(ColumnProfile column, ImportValue value)
    {
        if (_keys.TryGetValue(column.Name, out HashSet<string>? keys) && KeyText(value) is { } text)
        {
            keys.Add(text);
        }
    }

    private static string? KeyText(ImportValue value) => value.Kind switch
    {
        ImportValueKind.Integer => value.Integer.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ImportValueKind.Text when value.Text!.Length is > 0 and <= 200 => value.Text,
        _ => null,
    };
}
