namespace LeadStore.Importing;

/// <summary>Which columns of a table fill which fields, as far as names and values tell.</summary>
internal sealed class FieldChoice(TableProfile table, List<MappingNote> notes)
{
    private readonly Dictionary<ColumnProfile, ColumnMapping> _chosen = [];

    /// <summary>In the order of the columns of the table.</summary>
    public Dictionary<string, ColumnMapping> Columns
    {
        get
        {
            Dictionary<string, ColumnMapping> columns = new(StringComparer.OrdinalIgnoreCase);
            foreach (ColumnProfile column in table.Columns.Where(_chosen.ContainsKey))
            {
                columns[column.Name] = _chosen[column];
            }

            return columns;
        }
    }

    public bool Has(string field) => _chosen.Values.Any(mapping => mapping.To == field);

    public bool IsFree(ColumnProfile column) => !_chosen.ContainsKey(column);

    public void Add(ColumnProfile column, string field, string reason, ImportFormat format = ImportFormat.Automatic,
        IReadOnlyDictionary<string, string>? words = null)
    {
        _chosen[column] = new ColumnMapping { To = field, Format = format, Words = words };
        notes.Add(new MappingNote(table.Name, column.Name, reason));
    }

    public void Doubt(string reason) => notes.Add(new MappingNote(table.Name, null, reason, IsDoubt: true));

    /// <summary>Fills every field that a column's name stands for, where the values do not speak against it.</summary>
    /// <param name="names">The fields, by plain names of columns; the usual names first.</param>
    /// <param name="prefixes">What may stand before a name without changing it.</param>
    public void AddByName(IReadOnlyDictionary<string, string> names, IReadOnlyList<string> prefixes)
    {
        List<string> order = [.. names.Keys];
        IEnumerable<(ColumnProfile Column, string Name)> named = table.Columns
            .Where(IsFree)
            .Select(column => (Column: column, Name: NameOf(column, names, prefixes)))
            .Where(pair => pair.Name is not null)
            .Select(pair => (pair.Column, pair.Name!))
            .OrderBy(pair => order.IndexOf(pair.Item2))
            .ToList();
        foreach ((ColumnProfile column, string name) in named)
        {
            Fill(column, names[name]);
        }
    }

    /// <summary>Fills a list with a second column of a field: a mobile number beside the one at home finds the same person.</summary>
    public void AddSecond(string field, string list, IReadOnlyDictionary<string, string> names, IReadOnlyList<string> prefixes)
    {
        ColumnProfile? second = !Has(field) || Has(list) ? null : table.Columns.Find(column =>
            IsFree(column)
            && NameOf(column, names, prefixes) is { } name && names[name] == field && !NameWords.MayBeOurs.Contains(name)
            && column.Values > 0 && !column.IsShared && Judgement.Of(column, field).Fits);
        if (second is not null)
        {
            Add(second, list, $"a further {field}, by its name and its values");
        }
    }

    /// <summary>Doubts a column by which people are known if most rows share what it says: it would make one person of them.</summary>
    public void DoubtIfShared(params ReadOnlySpan<string> fields)
    {
        foreach ((ColumnProfile column, ColumnMapping to) in _chosen.ToList())
        {
            if (fields.Contains(to.To) && column.IsShared)
            {
                Doubt($"'{column.Name}' has {column.Different} different values in {column.Values} rows: as {to.To} it would make one person "
                    + "of many rows; leave it away if it is not their own");
            }
        }
    }

    /// <summary>Fills a field with the only column whose values are of its kind, where no name has told.</summary>
    public void AddByValues(string field, Func<ColumnProfile, bool> isOfKind, string kind)
    {
        List<ColumnProfile> candidates = Has(field) ? [] : table.Columns.FindAll(column => IsFree(column) && column.Values > 0 && isOfKind(column));
        if (candidates.Count == 1)
        {
            Add(candidates[0], field, $"the one column whose values are {kind}");
        }
        else if (candidates.Count > 1)
        {
            Doubt($"{candidates.Count} columns hold {kind}, and none is called so: {MappingCheck.List(candidates.Select(column => column.Name))}");
        }
    }

    private string? NameOf(ColumnProfile column, IReadOnlyDictionary<string, string> names, IReadOnlyList<string> prefixes)
    {
        if (names.ContainsKey(column.Plain))
        {
            return column.Plain;
        }

        string? prefix = prefixes.Append(table.Singular).FirstOrDefault(
            each => column.Plain.StartsWith(each, StringComparison.Ordinal) && names.ContainsKey(column.Plain[each.Length..]));
        return prefix is null ? null : column.Plain[prefix.Length..];
    }

    private void Fill(ColumnProfile column, string field)
    {
        // "deleted" may be a flag, or the time of it.
        if (field == "archived" && column.Values > 0 && !column.Are(column.Booleans) && column.Are(column.Times))
        {
            field = "archived_at";
        }

        if (Has(field))
        {
            return;
        }

        if (Judgement.Of(column, field) is { } judgement && judgement.Fits)
        {
            Add(column, field, judgement.Reason, FormatOf(column, field));
        }
        else if (Judgement.Matters(field))
        {
            Doubt($"'{column.Name}' is called like {field}, but {Judgement.Of(column, field).Reason}; it stays an attribute");
        }
    }

    // Where there are rows that nobody looked at, each time is read by its own size.
    private ImportFormat FormatOf(ColumnProfile column, string field) =>
        Judgement.IsTime(field) && table.IsSampledWhole ? column.TimeFormat : ImportFormat.Automatic;
}

/// <summary>Whether the values of a column can be those of a field, and why.</summary>
internal readonly record struct Judgement(bool Fits, string Reason)
{
    public static bool IsTime(string field) => field.EndsWith("_at", StringComparison.Ordinal);

    /// <summary>Whether somebody should look at a column that is called like a field and cannot be it.</summary>
    public static bool Matters(string field) =>
        field is not ("uid" or "answers" or "progress" or "source_id" or "channel" or "confidence" or "primary" or "valid");

    public static Judgement Of(ColumnProfile column, string field) => field switch
    {
        _ when column.Values == 0 => new Judgement(true, "by its name; it has no values to look at"),
        "phone" or "lead_phone" => Counted(column, column.Mostly(column.Phones), column.Phones, "phone numbers"),
        "email" => Counted(column, column.Mostly(column.Emails), column.Emails, "email addresses"),
        "uid" => Counted(column, column.Guids == column.Values, column.Guids, "UUIDs"),
        "progress" or "times_qualified" => Counted(column, column.Are(column.WholeNumbers), column.WholeNumbers, "whole numbers"),
        "confidence" => Counted(column, column.Are(column.Numbers), column.Numbers, "numbers"),
        "source_id" => Counted(column, column.Different == column.Values, column.Different, "ids that no other row has"),
        "qualified" or "archived" or "assistant_paused" or "active" or "primary" or "valid"
            or "reminder_1_sent" or "reminder_2_sent" or "reminder_3_sent" =>
            Counted(column, column.Booleans == column.Values, column.Booleans, "yes or no"),
        "answers" => Counted(column, column.Are(column.Objects), column.Objects, "JSON objects"),
        "name" or "first_name" or "last_name" or "status" or "source" or "channel" =>
            Counted(column, !column.Are(column.Numbers) && !column.Are(column.Objects), column.Values - column.Numbers, "words"),
        _ when IsTime(field) => Counted(column, column.Are(column.Times), column.Times, "times"),
        _ => new Judgement(true, "by its name"),
    };

    private static Judgement Counted(ColumnProfile column, bool fits, int count, string what) => new(
        fits, fits ? $"by its name; {count} of {column.Values} values read as {what}" : $"only {count} of {column.Values} values read as {what}");
}
