namespace LeadStore.Importing;

/// <summary>The mapping of a source that came without one.</summary>
internal static class MappingChoice
{
    /// <summary>That of the known layout that fits, else the one that the source's own names and values suggest.</summary>
    public static MappingProposal Propose(IImportSource source)
    {
        if (source.Tables.Count == 0)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.NotFound, $"There are no tables in '{source.Description}'. Nothing was changed; name a file that has leads.");
        }

        LayoutMatch? match = LayoutMatch.Best(ImportLayouts.All, source.Tables);
        if (match is { IsExact: true })
        {
            return Known(match, match.Tables, []);
        }

        (IReadOnlyList<TableMapping> tables, IReadOnlyList<MappingNote> notes) = MappingProposer.Propose(source);
        if (match is null)
        {
            return new MappingProposal
            {
                Mapping = new ImportMapping { System = SystemOf(source), Tables = tables },
                Notes = notes,
            };
        }

        // What a known layout has besides is looked at like anything unknown; its leads are known.
        List<TableMapping> added =
        [
            .. tables.Where(table => !match.Tables.Any(known => known.Table == table.Table))
                .Select(table => table.To == ImportTarget.Leads ? AsRows(table) : table),
        ];
        HashSet<string> names = [.. added.Select(table => table.Table)];
        IEnumerable<TableMapping> known = match.Tables.Select(table => KeepsItsKey(table, tables) ? WithoutKey(table) : table);
        return Known(match, [.. known, .. added], [.. notes.Where(note => note.Table is not null && names.Contains(note.Table))]);
    }

    /// <summary>The mapping that was given, if it makes sense and fits the source; else <see cref="Choose"/>.</summary>
    public static ImportMapping Of(IImportSource source, ImportMapping? mapping)
    {
        if (mapping is null)
        {
            return Choose(source);
        }

        MappingCheck.Require(mapping);
        if (source is not JsonSource)
        {
            // Rows of JSON may bring columns that the first ones do not have.
            MappingCheck.RequireColumns(mapping, source.Tables);
        }

        return mapping;
    }

    /// <summary>The proposed mapping, unless it leaves a doubt.</summary>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.Ambiguous"/>: it does, and how to come by a mapping.</exception>
    public static ImportMapping Choose(IImportSource source) => Certain(Propose(source), source.Description);

    /// <inheritdoc cref="Choose"/>
    public static ImportMapping Certain(MappingProposal proposal, string source)
    {
        if (proposal.IsCertain)
        {
            return proposal.Mapping;
        }

        List<MappingNote> doubts = [.. proposal.Notes.Where(note => note.IsDoubt)];
        string place = doubts[0].Table is { } table ? $"table '{table}': " : "";
        string others = doubts.Count > 1 ? $" ({doubts.Count - 1} further doubts)" : "";
        throw new LeadStoreException(
            LeadStoreErrorKind.Ambiguous,
            $"What is what in '{source}' cannot be told for sure: {place}{doubts[0].Reason}{others}. Nothing was changed. Write the "
            + "proposal to a file (ImportMapping.Propose and Save), mend it, and give it as the mapping (ImportMapping.Load).");
    }

    private static MappingProposal Known(LayoutMatch match, IReadOnlyList<TableMapping> tables, IReadOnlyList<MappingNote> notes)
    {
        string differences = match.IsExact
            ? "exactly"
            : $"with these differences: {match.Missing.Count} missing ({MappingCheck.List(match.Missing)}), "
                + $"{match.Added.Count} added ({MappingCheck.List(match.Added)})";
        return new MappingProposal
        {
            Mapping = match.Layout.Mapping with { Tables = tables },
            Notes = [new MappingNote(null, null, $"the layout of {match.Layout.Title}, {differences}"), .. notes],
            Layout = match.Layout,
        };
    }

    // Where rows of an added table refer to messages, the proposal keeps the keys of the messages.
    private static bool KeepsItsKey(TableMapping known, IReadOnlyList<TableMapping> proposed) => known.To == ImportTarget.Messages
        && proposed.FirstOrDefault(table => table.Table == known.Table) is { To: ImportTarget.Messages } found
        && !found.Columns.Values.Any(column => column.To == "key");

    private static TableMapping WithoutKey(TableMapping table) => table with
    {
        Columns = table.Columns.Where(pair => pair.Value.To != "key").ToDictionary(StringComparer.OrdinalIgnoreCase),
    };

    private static TableMapping AsRows(TableMapping table) => new()
    {
        Table = table.Table,
        To = ImportTarget.Rows,
        Columns = table.Columns.Where(pair => pair.Value.To == "key").ToDictionary(pair => pair.Key, pair => pair.Value),
    };

    // After the file, in the letters that a name of a system may have.
    private static string SystemOf(IImportSource source)
    {
        string first = source.Description.Split(", ")[0];
        string name = string.Concat(Path.GetFileNameWithoutExtension(first).Select(letter => MappingWords.IsSystem($"{letter}") ? letter : '-'));
        return name.Trim('-') is { Length: > 0 } known ? known[..Math.Min(known.Length, 64)] : "imported";
    }
}
