using LeadStore.Attributes;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>
/// A row by the fields of its target, and how each is read. One is used over and over. The first thing that is wrong is
/// <see cref="Rejection"/>; reading goes on with nothing in its place.
/// </summary>
internal sealed class MappedRow(TablePlan plan)
{
    private readonly ImportValue[] _values = new ImportValue[plan.Fields.Count];
    private readonly PlannedColumn[] _columns = new PlannedColumn[plan.Fields.Count];
    private readonly List<KeyValuePair<string, string>> _rest = [];
    private readonly List<Rejection> _unreadable = [];

    public Rejection? Rejection { get; private set; }

    /// <summary>Values that are none of their field and are kept among the rest: no reason to reject the row.</summary>
    public IReadOnlyList<Rejection> Unreadable => _unreadable;

    /// <summary>What fills no field, as JSON by the name of its column.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Rest => _rest;

    public void Fill(ImportRow row)
    {
        Array.Clear(_values);
        Array.Clear(_columns);
        _rest.Clear();
        _unreadable.Clear();
        Rejection = null;
        PlannedColumn[] planned = plan.Plan(row.Columns);
        for (int i = 0; i < planned.Length; i++)
        {
            ref ImportValue value = ref row.Values[i];
            if (ValueReading.IsBlank(value) || planned[i].Field == ImportFields.LeftOut)
            {
                continue;
            }

            int field = planned[i].Field;
            if (field < 0 || _values[field].Kind != ImportValueKind.Null)
            {
                // Of two columns for one field the first that says something fills it.
                Keep(planned[i].Name, value, planned[i].Mapping);
                continue;
            }

            _values[field] = value;
            _columns[field] = planned[i];
        }
    }

    public bool Has(int field) => _values[field].Kind != ImportValueKind.Null;

    public ref readonly ImportValue Value(int field) => ref _values[field];

    /// <summary>The column that filled a field of this row, else the one that is to.</summary>
    public string? Column(int field) => _columns[field].Name ?? plan.ColumnOf(plan.Fields[field]);

    /// <summary>Keeps the value of a field among the rest: it is no value of that field.</summary>
    public void KeepField(int field) => Keep(_columns[field].Name, _values[field], _columns[field].Mapping);

    /// <summary>Notes that the value of a field could not be read.</summary>
    public void NoteUnreadable(int field, LeadValidationError error) =>
        _unreadable.Add(new Rejection(error.Code, error.Message, Column(field)));

    /// <summary>Keeps a value that is none of its field among the rest, and notes it: no reason to reject the row.</summary>
    public void KeepUnreadable(int field, string code, string message)
    {
        KeepField(field);
        NoteUnreadable(field, new LeadValidationError("", code, message));
    }

    /// <summary>The text of a field, translated by the words of the mapping, trimmed; null if it is bytes that are no text.</summary>
    public string? Word(int field) => ValueReading.Text(_values[field])?.Trim() is { } text ? Word(field, text) : null;

    /// <summary>How the column of a field is written.</summary>
    public ImportFormat Format(int field) => _columns[field].Mapping?.Format ?? ImportFormat.Automatic;

    /// <summary>Some fields as a JSON object, by the names of their columns.</summary>
    public string FieldsAsJson(params ReadOnlySpan<int> fields)
    {
        AttributeBag bag = new();
        foreach (int field in fields)
        {
            if (Has(field))
            {
                bag.Set(_columns[field].Name, ValueReading.Json(_values[field], Format(field)));
            }
        }

        return bag.ToJson();
    }

    public void Reject(Rejection rejection) => Rejection ??= rejection;

    public void Reject(int field, string code, string message) => Reject(new Rejection(code, message, Column(field)));

    /// <summary>The text of a field, translated by the words of the mapping, trimmed; null if it says nothing.</summary>
    public string? Text(int field, int limit)
    {
        if (!Has(field))
        {
            return null;
        }

        string? text = ValueReading.Text(_values[field])?.Trim();
        if (text is null)
        {
            Reject(field, "invalid_text", "holds bytes that are no UTF-8 text.");
            return null;
        }

        text = Word(field, text);
        CheckText(field, text, limit);
        return text.Length == 0 ? null : text;
    }

    /// <summary>The text of a field as it is.</summary>
    public string? Exact(int field, int limit)
    {
        if (!Has(field))
        {
            return null;
        }

        if (ValueReading.Text(_values[field]) is not { } text)
        {
            Reject(field, "invalid_text", "holds bytes that are no UTF-8 text.");
            return null;
        }

        CheckText(field, text, limit);

        return text;
    }

    public DateTimeOffset? Time(int field)
    {
        if (!Has(field))
        {
            return null;
        }

        ImportFormat format = _columns[field].Mapping?.Format ?? ImportFormat.Automatic;
        if (ValueReading.TryTime(_values[field], format, out DateTimeOffset time))
        {
            return time;
        }

        Reject(field, "not_a_time", "is no time of the years 1 to 9999 that can be read. Write it as 2026-01-31T12:00:00Z, or name its format.");
        return null;
    }

    public bool? Flag(int field)
    {
        if (!Has(field))
        {
            return null;
        }

        ImportValue value = _columns[field].Mapping?.Words is null ? _values[field] : ImportValue.Of(Word(field, ValueReading.Text(_values[field]) ?? ""));
        if (ValueReading.TryFlag(value, out bool flag))
        {
            return flag;
        }

        Reject(field, "not_a_flag", "is neither yes nor no. Write true or false, 1 or 0, or name its words in the mapping.");
        return null;
    }

    public int? Number(int field, int least, int most)
    {
        if (!Has(field))
        {
            return null;
        }

        if (ValueReading.TryNumber(_values[field], out long number) && number >= least && number <= most)
        {
            return (int)number;
        }

        Reject(field, "out_of_range", $"must be a number between {least} and {most}.");
        return null;
    }

    /// <summary>Runs a check of the store's own; what it finds rejects the row.</summary>
    public void Check(int field, Action<Validator> check)
    {
        Validator validator = new();
        check(validator);
        if (validator.First is { } error)
        {
            Reject(field, error.Code, error.Message);
        }
    }

    /// <summary>The rest as attributes; null if there is none.</summary>
    public AttributeBag? Attributes()
    {
        if (_rest.Count == 0)
        {
            return null;
        }

        AttributeBag bag = new();
        foreach ((string name, string json) in _rest)
        {
            if (name.Length is 0 or > Limits.AttributeName || !Validator.IsStorable(name))
            {
                Reject(new Rejection("too_long", $"the name of a column must have 1 to {Limits.AttributeName} characters and be valid text."));
            }

            // A column of that name would hide what merging keeps.
            bag.Set(name == LeadMerging.Lost && !json.StartsWith('[') ? $"{name}_column" : name, json);
        }

        if (bag.Pairs.Sum(pair => (long)pair.Value.Length) > Limits.Attributes - 100_000)
        {
            Reject(new Rejection("too_long", "has more in columns without a field than a lead can keep. Leave some of them out."));
        }

        return bag;
    }

    private void CheckText(int field, string text, int limit)
    {
        if (text.Length > limit || !Validator.IsStorable(text))
        {
            Check(field, validator => validator.CheckText("", text, limit));
        }
    }

    private string Word(int field, string text)
    {
        if (_columns[field].Mapping?.Words is not { } words)
        {
            return text;
        }

        string? match = words.Keys.FirstOrDefault(word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase));
        return match is null ? text : words[match];
    }

    private void Keep(string column, in ImportValue value, ColumnMapping? mapping)
    {
        string json = ValueReading.Json(value, mapping?.Format ?? ImportFormat.Automatic);
        if (value.Kind == ImportValueKind.Text && !Validator.IsStorable(value.Text!))
        {
            Reject(new Rejection("invalid_text", "contains U+0000 or half of a surrogate pair, which no text may.", column));
        }

        _rest.Add(KeyValuePair.Create(column, json));
    }
}
