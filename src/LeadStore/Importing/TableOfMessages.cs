namespace LeadStore.Importing;

/// <summary>Recognises a table of messages, and who has sent them.</summary>
internal static class TableOfMessages
{
    private static readonly IReadOnlyDictionary<string, string> SenderNames = Only(isSender: true);
    private static readonly IReadOnlyDictionary<string, string> OtherNames = Only(isSender: false);

    /// <summary>Null if it is none.</summary>
    public static TableMapping? Propose(TableProfile table, LeadReference? reference, List<MappingNote> notes)
    {
        List<MappingNote> own = [];
        FieldChoice fields = new(table, own);
        if (table.Columns.Find(column => column.Column.IsKey) is { } key)
        {
            fields.Add(key, "key", "the key of the table");
        }

        if (reference is not null)
        {
            MappingProposer.AddReference(fields, reference);
        }

        bool knowsSender = AddSender(table, fields);
        fields.AddByName(OtherNames, []);
        bool isNamed = NameWords.MessageTables.Contains(table.Singular)
            || NameWords.MessageTables.Any(word => table.Singular.EndsWith(word, StringComparison.Ordinal));
        bool hasLead = reference is not null || fields.Has("lead_phone");
        if (!hasLead || !fields.Has("content") || !(isNamed || (knowsSender && fields.Has("sent_at"))))
        {
            return null;
        }

        if (!fields.Has("sender"))
        {
            fields.Doubt("no column says who has sent a message");
        }

        if (!fields.Has("sent_at"))
        {
            fields.Doubt("no column says when a message was sent");
        }

        notes.Add(new MappingNote(table.Name, null, "messages of leads, by its name and its columns"));
        notes.AddRange(own);
        TableMapping mapping = MappingProposer.Mapping(table, ImportTarget.Messages, fields);
        if (reference is null or { IsPhone: true })
        {
            return mapping;
        }

        // The lead is named by its key already; the number is kept as it is.
        Dictionary<string, ColumnMapping> columns = new(mapping.Columns, StringComparer.OrdinalIgnoreCase);
        foreach (string column in mapping.Columns.Where(pair => pair.Value.To == "lead_phone").Select(pair => pair.Key))
        {
            columns.Remove(column);
        }

        return mapping with { Columns = columns };
    }

    // True if its words leave no doubt who it is.
    private static bool AddSender(TableProfile table, FieldChoice fields)
    {
        List<string> order = [.. SenderNames.Keys];
        List<ColumnProfile> candidates =
        [
            .. table.Columns.Where(column => fields.IsFree(column) && SenderNames.ContainsKey(column.Plain)).OrderBy(column => order.IndexOf(column.Plain)),
        ];
        foreach (ColumnProfile column in candidates)
        {
            if (NameWords.YesNoSenders.TryGetValue(column.Plain, out string? yes) && column.Booleans == column.Values)
            {
                string no = yes == "customer" ? "assistant" : "customer";
                fields.Add(column, "sender", "it says by yes and no who has sent the message", words: new Dictionary<string, string>
                {
                    ["1"] = yes,
                    ["true"] = yes,
                    ["0"] = no,
                    ["false"] = no,
                });
                return true;
            }

            if (column.Words is { } words && (column.Values == 0 || words.Any(word => NameWords.Senders.ContainsKey(NameWords.Plain(word)))))
            {
                return AddWords(column, words, fields);
            }
        }

        return false;
    }

    private static bool AddWords(ColumnProfile column, IReadOnlySet<string> words, FieldChoice fields)
    {
        Dictionary<string, string> meanings = new(StringComparer.OrdinalIgnoreCase);
        List<string> unknown = [];
        foreach (string word in words.Order(StringComparer.Ordinal))
        {
            if (!NameWords.Senders.TryGetValue(NameWords.Plain(word), out string? meaning))
            {
                unknown.Add(word);
            }
            else if (!meaning.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                meanings[word] = meaning;
            }
        }

        fields.Add(column, "sender", "by its name and its words", words: meanings.Count > 0 ? meanings : null);
        List<string> customers = [.. words.Select(NameWords.Plain).Where(word => NameWords.Senders.GetValueOrDefault(word) == "customer")];
        if (customers.Count > 1 && customers.Find(NameWords.UnclearSenders.Contains) is { } unclear)
        {
            fields.Doubt($"'{column.Name}' has several words for the customer, and '{unclear}' may be somebody else: say what it means by "
                + "\"words\"");
            return false;
        }

        if (unknown.Count > 0)
        {
            fields.Doubt($"'{column.Name}' has {unknown.Count} words for senders that are not known here: say what they mean by \"words\"");
        }

        return unknown.Count == 0;
    }

    private static Dictionary<string, string> Only(bool isSender) => NameWords.MessageFields
        .Where(pair => pair.Value == "sender" == isSender)
        .ToDictionary(pair => pair.Key, pair => pair.Value);
}
