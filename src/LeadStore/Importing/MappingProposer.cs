namespace LeadStore.Importing;

/// <summary>Proposes what the tables of a source become that nobody has described.</summary>
internal sealed class MappingProposer
{
    private readonly List<TableProfile> _tables;
    private readonly List<MappingNote> _notes = [];

    private MappingProposer(IImportSource source) => _tables = [.. source.Tables.Select(table => TableProfile.Of(source, table))];

    public static (IReadOnlyList<TableMapping> Tables, IReadOnlyList<MappingNote> Notes) Propose(IImportSource source)
    {
        MappingProposer proposer = new(source);
        List<TableMapping> tables = proposer.Propose();
        proposer.LeaveOutPasswords(tables);
        return (tables, proposer._notes);
    }

    // What opens somebody's account has no place beside the rows of a lead, which every export shows.
    private void LeaveOutPasswords(List<TableMapping> mappings)
    {
        for (int i = 0; i < mappings.Count; i++)
        {
            TableMapping mapping = mappings[i];
            string[] passwords =
            [
                .. _tables[i].Columns
                    .Where(column => NameWords.Passwords.Any(word => column.Plain.Contains(word, StringComparison.Ordinal)))
                    .Select(column => column.Name)
                    .Where(name => !mapping.Columns.ContainsKey(name) && !mapping.LeaveOut.Contains(name)),
            ];
            foreach (string password in passwords)
            {
                _notes.Add(new MappingNote(mapping.Table, password, "left out: by its name it holds passwords"));
            }

            mappings[i] = passwords.Length == 0 ? mapping : mapping with { LeaveOut = [.. mapping.LeaveOut, .. passwords] };
        }
    }

    private List<TableMapping> Propose()
    {
        if (FindLeads() is not { } leads)
        {
            _notes.Add(new MappingNote(null, null, "no table looks like one of leads: name the table that has them, and its columns", IsDoubt: true));
            return [.. _tables.Select(ToRows)];
        }

        Dictionary<TableProfile, LeadReference> references = [];
        foreach (TableProfile table in _tables.Where(table => table != leads))
        {
            if (LeadReference.Find(table, leads) is { } reference)
            {
                references[table] = reference;
            }
        }

        ColumnProfile? key = KeyOf(leads, references);
        List<TableMapping> mappings = [];
        foreach (TableProfile table in _tables)
        {
            mappings.Add(table == leads ? ToLeads(leads, key) : ToOther(table, references.GetValueOrDefault(table)));
        }

        DoubtTwins(mappings);
        KeepKeysOfMessages(mappings);
        if (!HasIdentity(mappings))
        {
            _notes.Add(new MappingNote(leads.Name, null, "it has no phone number and no email address to know a person by", IsDoubt: true));
        }

        return mappings;
    }

    // A copy that somebody made, or a change of the tables that did not come to its end: which of the two is right, nobody here knows.
    private void DoubtTwins(List<TableMapping> mappings)
    {
        for (int i = 0; i < _tables.Count; i++)
        {
            TableProfile? twin = mappings[i].To is ImportTarget.Leads or ImportTarget.Messages
                ? _tables.Find(other => other != _tables[i] && IsTwin(_tables[i], other) && !IsOlderTwin(other, _tables[i], mappings))
                : null;
            if (twin is not null)
            {
                _notes.Add(new MappingNote(
                    twin.Name, null, $"it has the columns of '{_tables[i].Name}': say whether its rows are wanted too, or only once", IsDoubt: true));
            }
        }
    }

    // Of two tables of one kind the first has been told of the second.
    private bool IsOlderTwin(TableProfile other, TableProfile table, List<TableMapping> mappings) =>
        _tables.IndexOf(other) < _tables.IndexOf(table) && mappings[_tables.IndexOf(other)].To == mappings[_tables.IndexOf(table)].To;

    private static bool IsTwin(TableProfile one, TableProfile other)
    {
        int same = one.Columns.Count(column => other.Columns.Exists(each => each.Plain == column.Plain));
        return same >= 3 && same >= 0.8 * one.Columns.Count && same >= 0.8 * other.Columns.Count && one.HasRows && other.HasRows;
    }

    // Rows that name a message by its key are kept as they are; so the message must keep it.
    private void KeepKeysOfMessages(List<TableMapping> mappings)
    {
        for (int i = 0; i < mappings.Count; i++)
        {
            string? key = mappings[i].To == ImportTarget.Messages ? mappings[i].Columns.FirstOrDefault(pair => pair.Value.To == "key").Key : null;
            if (key is not null && _tables.Exists(other => other != _tables[i] && other.Columns.Exists(column => RefersTo(column, _tables[i]))))
            {
                mappings[i] = mappings[i] with
                {
                    Columns = mappings[i].Columns.Where(pair => pair.Key != key).ToDictionary(StringComparer.OrdinalIgnoreCase),
                };
                _notes.Add(new MappingNote(_tables[i].Name, key, "kept with each message: rows of other tables refer to it"));
            }
        }
    }

    private static bool RefersTo(ColumnProfile column, TableProfile messages) =>
        column.Values > 0 && ((string[])[messages.Singular, "message", "msg", "sms"]).Any(name => column.Plain == $"{name}id");

    // The table with the most that speaks for it; none where nothing does.
    private TableProfile? FindLeads()
    {
        List<(TableProfile Table, int Score)> scored =
        [
            .. _tables
                .Select(table => (Table: table, Score: Score(table)))
                .Where(pair => pair.Score >= 5)
                .OrderByDescending(pair => pair.Score),
        ];
        if (scored.Count == 0)
        {
            return null;
        }

        (TableProfile best, int score) = scored[0];
        foreach ((TableProfile other, int otherScore) in scored.Skip(1))
        {
            if (otherScore * 10 >= score * 7 && LeadReference.Find(other, best) is null)
            {
                _notes.Add(new MappingNote(
                    null, null, $"'{best.Name}' is taken for the leads, and '{other.Name}' may be as well: name the right one", IsDoubt: true));
            }
        }

        _notes.Add(new MappingNote(best.Name, null, "taken for the leads, by its name and its columns"));
        return best;
    }

    private int Score(TableProfile table)
    {
        bool isMessages = NameWords.MessageTables.Contains(table.Singular) || NameWords.SettingTables.Contains(table.Singular);
        int name = NameWords.LeadTables.GetValueOrDefault(table.Singular);
        name = name == 0 && NameWords.LeadTables.Keys.Any(word => table.Singular.EndsWith(word, StringComparison.Ordinal)) ? 3 : name;
        FieldChoice fields = new(table, []);
        fields.AddByName(NameWords.LeadFields, NameWords.LeadPrefixes);
        fields.AddByValues("phone", IsPhones, "");
        fields.AddByValues("email", column => column.Are(column.Emails), "");
        int columns = (fields.Has("phone") || fields.Has("phones") ? 3 : 0)
            + (fields.Has("email") || fields.Has("emails") ? 2 : 0)
            + (fields.Has("name") || fields.Has("first_name") ? 1 : 0)
            + (fields.Has("status") || fields.Has("source") ? 1 : 0);
        int references = _tables.Any(other => other != table && LeadReference.Find(other, table) is not null) ? 2 : 0;
        bool belongs = _tables.Any(other =>
            other != table && NameWords.LeadTables.ContainsKey(other.Singular) && LeadReference.Find(table, other) is not null);
        return isMessages || (columns == 0 && name < 5) || (belongs && name < 4) ? 0 : name + columns + references;
    }

    // What other tables know a lead by is its key.
    private ColumnProfile? KeyOf(TableProfile leads, Dictionary<TableProfile, LeadReference> references)
    {
        List<ColumnProfile> used = [.. references.Values.Select(reference => reference.Key).Distinct()];
        if (used.Count > 1)
        {
            _notes.Add(new MappingNote(
                leads.Name, null, $"other tables refer to it by several columns: {MappingCheck.List(used.Select(column => column.Name))}", IsDoubt: true));
        }

        return used.Count > 0
            ? used.MaxBy(column => references.Values.Count(reference => reference.Key == column))
            : leads.Key;
    }

    private TableMapping ToLeads(TableProfile table, ColumnProfile? key)
    {
        FieldChoice fields = new(table, _notes);
        if (key is not null && !new LeadReference(key, key, "", false).IsPhone)
        {
            fields.Add(key, "key", key.Column.IsKey ? "the key of the table" : "what rows of other tables refer to");
        }

        fields.AddByName(NameWords.LeadFields, NameWords.LeadPrefixes);
        fields.AddSecond("phone", "phones", NameWords.LeadFields, NameWords.LeadPrefixes);
        fields.AddSecond("email", "emails", NameWords.LeadFields, NameWords.LeadPrefixes);
        fields.AddByValues("phone", IsPhones, "phone numbers");
        fields.AddByValues("email", column => column.Are(column.Emails), "email addresses");
        fields.DoubtIfShared("phone", "email");
        return Mapping(table, ImportTarget.Leads, fields);
    }

    private TableMapping ToOther(TableProfile table, LeadReference? reference) =>
        TableOfMessages.Propose(table, reference, _notes)
        ?? ToPhones(table, reference)
        ?? ToNamed(table, reference, NameWords.SettingTables, ImportTarget.Settings, NameWords.SettingFields, ["key", "value"])
        ?? ToNamed(table, reference, NameWords.SourceTables, ImportTarget.Sources, NameWords.SourceFields, ["name"])
        ?? (reference is null ? ToRows(table) : ToAttributes(table, reference));

    private TableMapping? ToPhones(TableProfile table, LeadReference? reference)
    {
        List<MappingNote> notes = [];
        FieldChoice fields = new(table, notes);
        if (reference is null or { IsPhone: true } || !(table.Singular.Contains("phone", StringComparison.Ordinal) || table.Singular.EndsWith("number", StringComparison.Ordinal)))
        {
            return null;
        }

        AddReference(fields, reference);
        fields.AddByName(NameWords.PhoneFields, []);
        fields.AddByValues("phone", IsPhones, "phone numbers");
        if (!fields.Has("phone"))
        {
            return null;
        }

        _notes.Add(new MappingNote(table.Name, null, "further phone numbers of leads, by its name and its values"));
        _notes.AddRange(notes);
        return Mapping(table, ImportTarget.Phones, fields);
    }

    private TableMapping? ToNamed(
        TableProfile table,
        LeadReference? reference,
        IReadOnlySet<string> names,
        ImportTarget target,
        IReadOnlyDictionary<string, string> columns,
        string[] needed)
    {
        List<MappingNote> notes = [];
        FieldChoice fields = new(table, notes);
        fields.AddByName(columns, []);
        if (reference is not null || !names.Contains(table.Singular) || !needed.All(fields.Has))
        {
            return null;
        }

        _notes.Add(new MappingNote(table.Name, null, $"taken for {MappingWords.Of(target)}, by its name and its columns"));
        _notes.AddRange(notes);
        TableMapping mapping = Mapping(table, target, fields);
        return table.Key is { } key && fields.IsFree(key) ? mapping with { LeaveOut = [key.Name] } : mapping;
    }

    private TableMapping ToAttributes(TableProfile table, LeadReference reference)
    {
        FieldChoice fields = new(table, _notes);
        AddReference(fields, reference);
        _notes.Add(new MappingNote(table.Name, null, "its rows belong to leads, and are kept with them"));
        return Mapping(table, ImportTarget.LeadAttributes, fields);
    }

    private TableMapping ToRows(TableProfile table)
    {
        FieldChoice fields = new(table, _notes);
        if (table.Columns.Find(column => column.Column.IsKey) is { } key)
        {
            fields.Add(key, "key", "the key of the table");
        }

        _notes.Add(new MappingNote(table.Name, null, "its rows belong to no lead, and are kept as they are"));
        return Mapping(table, ImportTarget.Rows, fields);
    }

    internal static void AddReference(FieldChoice fields, LeadReference reference)
    {
        fields.Add(reference.Column, reference.IsPhone ? "lead_phone" : "lead", reference.Reason);
        if (reference.IsDoubtful)
        {
            fields.Doubt($"'{reference.Column.Name}' should name the lead, {reference.Reason["by its name, ".Length..]}");
        }
    }

    internal static TableMapping Mapping(TableProfile table, ImportTarget target, FieldChoice fields) =>
        new() { Table = table.Name, To = target, Columns = fields.Columns };

    internal static bool IsPhones(ColumnProfile column) => column.Are(column.Phones) && 2 * column.PlainlyPhones >= column.Values && column.Times == 0;

    private static bool HasIdentity(List<TableMapping> tables) => tables.Any(table =>
        table.To == ImportTarget.Phones
        || (table.To == ImportTarget.Leads && table.Columns.Values.Any(column => column.To is "phone" or "phones" or "email" or "emails")));
}
