namespace LeadStore.Importing;

/// <summary>The column of a table that names the lead of its rows, and the column of the leads that it names it by.</summary>
internal sealed record LeadReference(ColumnProfile Column, ColumnProfile Key, string Reason, bool IsDoubtful)
{
    /// <summary>Whether the leads are named by their phone, which finds them by itself; a key cannot be their phone too.</summary>
    public bool IsPhone => NameWords.LeadFields.GetValueOrDefault(Key.Plain) == "phone" && Key.Values > 0 && Judgement.Of(Key, "phone").Fits;

    private static readonly string[] Endings = ["id", "", "uuid", "uid", "key", "ref", "leadid"];

    /// <param name="table">Whose rows may belong to leads.</param>
    /// <param name="leads">The table of the leads.</param>
    public static LeadReference? Find(TableProfile table, TableProfile leads)
    {
        LeadReference? byValues = null;
        foreach (ColumnProfile column in table.Columns.Where(column => column != table.Key || table.Key?.Column.IsKey != true))
        {
            bool named = IsNamed(column, leads);
            if (Match(table, column, leads) is { } match)
            {
                if (named)
                {
                    return new LeadReference(column, match, $"by its name; its values are in '{leads.Name}.{match.Name}'", IsDoubtful: false);
                }

                // Small numbers are in every column of small numbers.
                byValues ??= match.Are(match.Numbers) ? null : new LeadReference(column, match, $"its values are those of '{leads.Name}.{match.Name}'", false);
            }
            else if (named && leads.Key is { } key)
            {
                bool unknown = leads.IsWhole && table.KeysOf(column) is { Count: > 0 };
                return new LeadReference(
                    column, key, unknown ? $"by its name, but its values are not in '{leads.Name}.{key.Name}'" : "by its name", unknown);
            }
        }

        return byValues;
    }

    private static bool IsNamed(ColumnProfile column, TableProfile leads) => NameWords.LeadPrefixes
        .Append(leads.Singular)
        .Any(name => Endings.Any(ending => column.Plain == name + ending));

    // The column of the leads that has most of the values.
    private static ColumnProfile? Match(TableProfile table, ColumnProfile column, TableProfile leads)
    {
        if (table.KeysOf(column) is not { Count: > 0 } values)
        {
            return null;
        }

        double enough = leads.IsWhole ? 0.8 : 0.3;
        return leads.Columns
            .Select(key => (Key: key, Share: leads.KeysOf(key) is { Count: > 0 } keys ? (double)values.Count(keys.Contains) / values.Count : 0))
            .Where(pair => pair.Share >= enough)
            .OrderByDescending(pair => pair.Share)
            .ThenByDescending(pair => pair.Key == leads.Key)
            .Select(pair => pair.Key)
            .FirstOrDefault();
    }
}
