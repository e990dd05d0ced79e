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
        List<string> missing = [];
        List<string> added = [];
        List<TableMapping> mappings = [];
        Dictionary<LayoutTable, ImportTable> found = Find(layout.Schema, tables);
        added.AddRange(tables.Where(table => !found.ContainsValue(table)).Select(table => table.Name));
        foreach (LayoutTable known in layout.Schema)
        {
            if (!found.TryGetValue(known, out ImportTable? table))
            {
                if (!known.IsOptional)
                {
                    missing.Add(known.Name);
                }

                continue;
            }

            Dictionary<string, string> names = Find(known.Columns, table.Columns);
            List<LayoutColumn> lacking = [.. known.Columns.Where(column => !names.ContainsKey(column.Name))];
            missing.AddRange(lacking.Where(column => !column.IsOptional).Select(column => $"{known.Name}.{column.Name}"));
            List<string> others = [.. table.Columns.Select(column => column.Name).Except(names.Values)];
            added.AddRange(others.Select(column => $"{table.Name}.{column}"));
            TableMapping mapping = Adapt(layout.Mapping.Tables.First(each => each.Table == known.Name), table.Name, names);
            int present = known.Columns.Count(column => !column.IsOptional && names.ContainsKey(column.Name));
            if (lacking.Exists(column => column.IsRequired)
                || present < LeastPresent * known.Columns.Count(column => !column.IsOptional)
                || others.Count > MostAdded * table.Columns.Count
                || !MappingWords.NeededBy(mapping.To).All(group => mapping.Columns.Values.Any(column => group.Contains(column.To))))
            {
                return null;
            }

            mappings.Add(mapping);
        }

        // The first table is the one that the others belong to.
        return found.ContainsKey(layout.Schema[0])
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

    // By the same name, however it is written; else by the name of one of its rows, as Lead is of leads.
    private static Dictionary<LayoutTable, ImportTable> Find(IReadOnlyList<LayoutTable> known, IReadOnlyList<ImportTable> tables)
    {
        Dictionary<LayoutTable, ImportTable> found = [];
        foreach (Func<string, string> nameOf in (Func<string, string>[])[NameWords.Plain, NameWords.Singular])
        {
            foreach (LayoutTable table in known.Where(table => !found.ContainsKey(table)))
            {
                if (tables.FirstOrDefault(each => !found.ContainsValue(each) && nameOf(each.Name) == nameOf(table.Name)) is { } there)
                {
                    found[table] = there;
                }
            }
        }

        return found;
    }

    // The names that the source has, by those of the layout: a column's own name counts before its other ones.
    private static Dictionary<string, string> Find(IReadOnlyList<LayoutColumn> known, IReadOnlyList<ImportColumn> columns)
    {
        Dictionary<string, string> names = [];
        HashSet<string> taken = [];
        foreach ((LayoutColumn column, string name) in known.Select(column => (column, column.Name))
            .Concat(known.SelectMany(column => column.OtherNames.Select(name => (column, name)))))
        {
            if (!names.ContainsKey(column.Name) && columns.FirstOrDefault(each => Same(each.Name, name) && !taken.Contains(each.Name)) is { } there)
            {
                names[column.Name] = there.Name;
                taken.Add(there.Name);
            }
        }

        return names;
    }

    private static bool Same(string first, string second) => NameWords.Plain(first) == NameWords.Plain(second);
}
