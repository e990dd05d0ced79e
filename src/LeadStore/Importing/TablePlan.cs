namespace LeadStore.Importing;

/// <summary>One table of an import: where it stands in the source, what its rows become, and where each column goes.</summary>
internal sealed class TablePlan
{
    private readonly HashSet<string> _leaveOut;
    private readonly Dictionary<string, ColumnMapping> _columns;
    private IReadOnlyList<string>? _known;
    private PlannedColumn[] _planned = [];

    public TablePlan(ImportTable table, TableMapping mapping)
    {
        Table = table;
        Mapping = mapping;
        Fields = ImportFields.Of(mapping.To);
        _leaveOut = new HashSet<string>(mapping.LeaveOut, StringComparer.Ordinal);
        _columns = new Dictionary<string, ColumnMapping>(mapping.Columns, StringComparer.Ordinal);
        foreach (ColumnMapping column in _columns.Values)
        {
            if (!Fields.Contains(column.To))
            {
                throw new LeadStoreException(
                    LeadStoreErrorKind.Validation,
                    $"The mapping sends a column of the table '{mapping.Table}' to a field that {mapping.To} do not have. They have: "
                    + $"{(Fields.Count == 0 ? "none" : string.Join(", ", Fields))}.");
            }
        }
    }

    public ImportTable Table { get; }

    public TableMapping Mapping { get; }

    public IReadOnlyList<string> Fields { get; }

    /// <summary>The attribute that takes rows of this table.</summary>
    public string Attribute => Mapping.Attribute ?? Mapping.Table;

    /// <summary>Whether rows of leads say what belongs in other rooms: a property, a note, whether one may call.</summary>
    public bool HasFacts => Mapping.To == ImportTarget.Leads
        && _columns.Values.Any(column => ImportFields.Place(Mapping.To, column.To) >= LeadField.FirstFact);

    /// <summary>Whether rows hold what is written nowhere but where it belongs.</summary>
    public bool HasSecrets => _columns.Values.Any(column => IsSecret(column));

    /// <summary>Whether a column holds what is written nowhere but where it belongs.</summary>
    public bool IsSecret(string column) => _columns.TryGetValue(column, out ColumnMapping? mapping) && IsSecret(mapping);

    /// <summary>The column that fills a field; null if none does.</summary>
    public string? ColumnOf(string field) => _columns.FirstOrDefault(pair => pair.Value.To == field).Key;

    /// <summary>The columns to sort by, so that the rows of one lead come together and in the order of time.</summary>
    public IReadOnlyList<string> OrderBy(params string[] fields) => [.. fields.Select(ColumnOf).OfType<string>()];

    /// <summary>Where the columns of a row go. The same answer for rows with the same columns.</summary>
    public PlannedColumn[] Plan(IReadOnlyList<string> columns)
    {
        if (!ReferenceEquals(columns, _known))
        {
            _planned = [.. columns.Select(Plan)];
            _known = columns;
        }

        return _planned;
    }

    /// <summary>Whether nothing is wanted of what could not be read.</summary>
    public bool LeavesOutErrors(ImportRow row) => Mapping.To == ImportTarget.Nothing
        || (row.ErrorValues.Count > 0 && row.ErrorValues.TrueForAll(at => Plan(row.Columns)[at].Field == ImportFields.LeftOut));

    private bool IsSecret(ColumnMapping column) => Mapping.To == ImportTarget.Users && column.To == "password_hash";

    private PlannedColumn Plan(string column)
    {
        if (_columns.TryGetValue(column, out ColumnMapping? mapping))
        {
            return new PlannedColumn(column, ImportFields.Place(Mapping.To, mapping.To), mapping);
        }

        return new PlannedColumn(column, _leaveOut.Contains(column) ? ImportFields.LeftOut : ImportFields.Attribute, null);
    }
}

/// <summary>Where a column goes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Field">The place of its field, <see cref="ImportFields.Attribute"/> or <see cref="ImportFields.LeftOut"/>.</param>
/// <param name="Mapping">How its values are written; null if that was not said.</param>
internal readonly record struct PlannedColumn(string Name, int Field, ColumnMapping? Mapping);
