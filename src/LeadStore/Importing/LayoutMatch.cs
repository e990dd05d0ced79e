using LeadStore.Importing;

namespace LeadStore;

/// <summary>A known layout that a source has, and in what the source differs from it.</summary>
public sealed record LayoutMatch
{
    // Of the columns of a table so many at least must be there, and of those that are there so many at most may be others.
    private const double LeastPresent = 0.7;
    private const double MostAdded = 0.4;

    /// <summary>The layout.</summary>
    public required ImportLayout Layout { get; init; }

    /// <summary>What the layout has and the source lacks, as <c>table</c> or <c>table.column</c>.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>What the source has besides: columns are kept as attributes.</summary>
    public required IReadOnlyList<string> Added { get; init; }

    /// <summary>Whether the source is exactly as the layout says.</summary>
    public bool IsExact => Missing.Count == 0 && Added.Count == 0;

    /// <summary>The tables of the layout that the source has, with the names that they have there.</summary>
    internal IReadOnlyList<TableMapping> Tables { get; init; } = [];

    /// <summary>Without names: a file of a person may bring any.</summary>
    public override string ToString() => $"{Layout.Name}, {Missing.Count} missing, {Added.Count} added";

    /// <summary>The layout that a source differs from least: what it has besides counts before what it lacks.</summary>
    internal static LayoutMatch? Best(IReadOnlyList<ImportLayout> layouts, IReadOnlyList<ImportTable> tables) => layouts
        .Select(layout => Of(layout, tables))
        .OfType<LayoutMatch>()
        .OrderBy(match => match.Added.Count)
        .ThenBy(match => match.Missing.Count)
        .FirstOrDefault();

    private static LayoutMatch? Of(ImportLayout layout, IReadOnlyList<ImportTable> tables)
    {
        Dictionary<string, ImportTable> byName = [];
        foreach (ImportTable table in tables)
        {
            byName.TryAdd(NameWords.Plain(table.Name), table);
        }

        List<string> missing = [];
        List<string> added = [.. tables.Where(table => !layout.Schema.Any(known => Same(known.Name, table.Name))).Select(table => table.Name)];
        List<TableMapping> mappings = [];
        foreach (LayoutTable known in layout.Schema)
        {
            if (!byName.TryGetValue(NameWords.Plain(known.Name), out ImportTable? table))
            {
                missing.Add(known.Name);
                continue;
            }

            Dictionary<string, string> names = [];
            foreach (LayoutColumn column in known.Columns)
            {
                if (table.Columns.FirstOrDefault(each => Same(each.Name, column.Name)) is { } there)
                {
                    names[column.Name] = there.Name;
                }
                else
                {
                    missing.Add($"{known.Name}.{column.Name}");
                }
            }

            List<string> others = [.. table.Columns.Select(column => column.Name).Except(names.Values)];
            added.AddRange(others.Select(column => $"{table.Name}.{column}"));
            TableMapping mapping = Adapt(layout.Mapping.Tables.First(each => each.Table == known.Name), table.Name, names);
            if (names.Count < LeastPresent * known.Columns.Count
                || others.Count > MostAdded * table.Columns.Count
                || !MappingWords.NeededBy(mapping.To).All(group => mapping.Columns.Values.Any(column => group.Contains(column.To))))
            {
                return null;
            }

            mappings.Add(mapping);
        }

        // The first table is the one that the others belong to.
        return mappings.Exists(mapping => Same(mapping.Table, layout.Schema[0].Name))
            ? new LayoutMatch { Layout = layout, Missing = missing, Added = added, Tables = mappings }
            : null;
    }

    // As the source writes the names, and without what it does not have.
    private static TableMapping Adapt(TableMapping mapping, string table, Dictionary<string, string> names) => mapping with
    {
        Table = table,
        Columns = mapping.Columns
            .Where(pair => names.ContainsKey(pair.Key))
            .ToDictionary(pair => names[pair.Key], pair => pair.Value, StringComparer.OrdinalIgnoreCase),
        LeaveOut = [.. mapping.LeaveOut.Where(names.ContainsKey).Select(column => names[column])],
    };

    private static bool Same(string first, string second) => NameWords.Plain(first) == NameWords.Plain(second);
}
