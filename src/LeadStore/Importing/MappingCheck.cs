namespace LeadStore.Importing;

/// <summary>Whether a mapping makes sense by itself: every place where it does not, in the order of the mapping.</summary>
internal static class MappingCheck
{
    /// <summary>What is wrong, and where: the table (null for the mapping itself) and the column (null for the table itself).</summary>
    public static IEnumerable<MappingFault> Faults(ImportMapping mapping)
    {
        if (!MappingWords.IsSystem(mapping.System))
        {
            yield return new MappingFault(null, null, "\"system\" must be 1 to 64 letters, digits, '_', '-' and '.'");
        }

        if (mapping.Currency is null || !Money.IsCurrency(mapping.Currency))
        {
            yield return new MappingFault(null, null, "\"currency\" must be three letters of ISO 4217, for example USD");
        }

        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (TableMapping table in mapping.Tables)
        {
            if (!names.Add(table.Table))
            {
                yield return new MappingFault(table.Table, null, $"the table '{table.Table}' is there twice");
            }

            foreach (MappingFault fault in FaultsOf(table))
            {
                yield return fault;
            }
        }
    }

    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.Validation"/>: the first fault, and how many there are.</exception>
    public static void Require(ImportMapping mapping)
    {
        List<MappingFault> faults = [.. Faults(mapping)];
        if (faults.Count > 0)
        {
            throw Refused(faults[0].Message, faults.Count);
        }
    }

    /// <summary>Refuses a mapping that names a column which its table does not have, where the columns are known before the rows.</summary>
    public static void RequireColumns(ImportMapping mapping, IReadOnlyList<ImportTable> tables)
    {
        foreach (TableMapping table in mapping.Tables)
        {
            ImportTable? found = tables.Count == 1 && mapping.Tables.Count == 1 ? tables[0] : tables.FirstOrDefault(each => each.Name == table.Table);
            if (found is null or { Columns.Count: 0 })
            {
                continue;
            }

            string? missing = table.Columns.Keys.Concat(table.LeaveOut).FirstOrDefault(column => !found.Columns.Any(each => each.Name == column));
            if (missing is not null)
            {
                throw Refused(
                    $"the table '{table.Table}' of the source has no column '{missing}'; it has {List(found.Columns.Select(each => each.Name))}", 1);
            }
        }
    }

    /// <summary>The refusal of a mapping.</summary>
    /// <param name="reason">Without a full stop.</param>
    /// <param name="count">How many reasons there are.</param>
    /// <param name="line">Of the file; null where there is none.</param>
    /// <param name="file">How the mapping is called; null where it has no name.</param>
    public static LeadStoreException Refused(string reason, int count, long? line = null, string? file = null)
    {
        string place = line is null ? "" : $", line {line}";
        string name = file is null ? "The mapping" : $"The mapping '{file}'";
        string others = count > 1 ? $" ({count - 1} further faults)" : "";
        return new LeadStoreException(
            LeadStoreErrorKind.Validation, $"{name}{place}: {reason}{others}. Mend it and try again; nothing was changed.");
    }

    public static string List(IEnumerable<string> names) => string.Join(", ", names);

    private static IEnumerable<MappingFault> FaultsOf(TableMapping table)
    {
        IReadOnlyList<string> fields = MappingWords.FieldsOf(table.To);
        Dictionary<string, string> filledBy = [];
        foreach ((string column, ColumnMapping to) in table.Columns)
        {
            if (!fields.Contains(to.To))
            {
                yield return Fault(column, fields.Count == 0
                    ? $"a table to \"{MappingWords.Of(table.To)}\" has no fields, and '{column}' names '{to.To}'"
                    : $"there is no field '{to.To}' of \"{MappingWords.Of(table.To)}\"; there are {List(fields)}");
            }
            else if (!filledBy.TryAdd(to.To, column))
            {
                yield return Fault(column, $"the field '{to.To}' is filled twice, by '{filledBy[to.To]}' and by '{column}'");
            }

            if (table.LeaveOut.Contains(column, StringComparer.OrdinalIgnoreCase))
            {
                yield return Fault(column, $"the column '{column}' is both mapped and left out");
            }
        }

        foreach (string[] needed in MappingWords.NeededBy(table.To).Where(group => !group.Any(filledBy.ContainsKey)))
        {
            yield return Fault(null, $"the table '{table.Table}' to \"{MappingWords.Of(table.To)}\" needs a column for {string.Join(" or ", needed)}");
        }

        if (table.Attribute is not null && !MappingWords.HasAttribute(table.To))
        {
            yield return Fault(null, $"the table '{table.Table}' to \"{MappingWords.Of(table.To)}\" cannot name an attribute");
        }

        MappingFault Fault(string? column, string message) => new(table.Table, column, message);
    }
}

/// <summary>Something in a mapping that makes no sense.</summary>
internal sealed record MappingFault(string? Table, string? Column, string Message);
