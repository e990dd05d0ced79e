using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>
/// Reads fields of a row whose value is not worth losing the row for: one that cannot be of its field is kept among the rest of the row and
/// noted, and nothing is read in its place.
/// </summary>
internal sealed class KeptValues(MappedRow row)
{
    /// <summary>An amount of money; one that was rounded is kept as it was, too.</summary>
    public Money? Amount(int field, string currency, long least, long most)
    {
        if (!row.Has(field))
        {
            return null;
        }

        if (ValueReading.TryMoney(row.Value(field), row.Format(field), currency, out ReadAmount amount)
            && amount.Money.MinorUnits >= least && amount.Money.MinorUnits <= most)
        {
            if (!amount.IsExact)
            {
                row.KeepField(field);
            }

            return amount.Money;
        }

        row.KeepUnreadable(field, "not_an_amount", $"is no amount of money between {least} and {most} minor units.");
        return null;
    }

    public int? Number(int field, int most)
    {
        if (!row.Has(field))
        {
            return null;
        }

        if (ValueReading.TryNumber(row.Value(field), out long number) && number >= 0 && number <= most)
        {
            if (ValueReading.TryReal(row.Value(field), out double real) && real != Math.Truncate(real))
            {
                row.KeepField(field);
            }

            return (int)number;
        }

        row.KeepUnreadable(field, "out_of_range", $"must be a number between 0 and {most}.");
        return null;
    }

    public bool? Flag(int field)
    {
        if (!row.Has(field))
        {
            return null;
        }

        if (row.Word(field) is { } word && ValueReading.TryFlag(ImportValue.Of(word), out bool flag))
        {
            return flag;
        }

        row.KeepUnreadable(field, "not_a_flag", "is neither yes nor no. Write true or false, 1 or 0, or name its words in the mapping.");
        return null;
    }

    public DateTimeOffset? Time(int field)
    {
        if (!row.Has(field))
        {
            return null;
        }

        if (ValueReading.TryTime(row.Value(field), row.Format(field), out DateTimeOffset time))
        {
            return time;
        }

        row.KeepUnreadable(
            field,
            "not_a_time",
            "is no time of the years 1 to 9999 that can be read. Write it as 2026-01-31T12:00:00Z, or name its format.");
        return null;
    }

    public string? Word(int field)
    {
        if (Text(field, Limits.ExternalKey) is not { } text)
        {
            return null;
        }

        if (Vocabulary.Normalize(text) is var word && Vocabulary.IsWord(word))
        {
            if (word != text)
            {
                // Old readers look it up as it was written.
                row.KeepField(field);
            }

            return word;
        }

        row.KeepUnreadable(field, "not_a_word", $"must be 1 to {Vocabulary.LongestWord} letters, digits, '_', '-', '.' or spaces.");
        return null;
    }

    public string? Text(int field, int limit, bool trim = true)
    {
        if (!row.Has(field))
        {
            return null;
        }

        string? text = trim ? row.Word(field) : ValueReading.Text(row.Value(field));
        if (text is not null && text.Length <= limit)
        {
            return Storable(field, text);
        }

        row.KeepUnreadable(
            field,
            text is null ? "invalid_text" : "too_long",
            text is null ? "holds bytes that are no UTF-8 text." : $"must have at most {limit} characters. It is kept among the attributes.");
        return null;
    }

    public void Keep(int field)
    {
        if (row.Has(field))
        {
            row.KeepField(field);
        }
    }

    /// <summary>One value of JSON, as it was written.</summary>
    public string? Json(int field, int limit)
    {
        if (!row.Has(field))
        {
            return null;
        }

        if (ValueReading.Text(row.Value(field)) is { } text && text.Length <= limit && ValueReading.IsJson(text))
        {
            return text;
        }

        row.KeepUnreadable(field, "not_json", $"is not JSON of at most {limit} characters.");
        return null;
    }

    /// <summary>One of the words of a closed list, whatever is between their parts: <c>Follow-up</c> is <c>follow_up</c>.</summary>
    /// <returns>The place in the list, and -1 where nothing was said or nothing that is in it.</returns>
    public int OneOf(int field, IReadOnlyList<string> words)
    {
        if (!row.Has(field))
        {
            return -1;
        }

        string plain = NameWords.Plain(row.Word(field) ?? "");
        for (int i = 0; i < words.Count; i++)
        {
            if (NameWords.Plain(words[i]) == plain)
            {
                return i;
            }
        }

        row.KeepUnreadable(field, "unknown_value", $"is none of {string.Join(", ", words)}. Name its words in the mapping.");
        return -1;
    }

    /// <summary>An address that stands in several columns, in one line; what it is made of is kept as it was.</summary>
    public string? Address(int street, int city, int state, int postalCode)
    {
        string? line = Text(street, Limits.Address);
        string? town = Text(city, Limits.Address);
        string? region = string.Join(' ', ((string?[])[Text(state, Limits.Address), Text(postalCode, Limits.Address)]).Where(part => part is not null));
        foreach (int part in (int[])[city, state, postalCode])
        {
            Keep(part);
        }

        if (line is null)
        {
            return null;
        }

        foreach (string part in ((string?[])[town, region]).OfType<string>().Where(part => part.Length > 0 && !Says(line, part)))
        {
            line = $"{line}, {part}";
        }

        if (line.Length <= Limits.Address)
        {
            return line;
        }

        row.KeepUnreadable(street, "too_long", $"must have at most {Limits.Address} characters with its town. It is kept among the attributes.");
        return null;
    }

    // Whole words alone: the state of Illinois is not in Milton.
    private static bool Says(string line, string part) => Words(line).Contains(Words(part), StringComparison.OrdinalIgnoreCase);

    private static string Words(string text) =>
        $" {string.Join(' ', text.Split([' ', ',', '.', ';'], StringSplitOptions.RemoveEmptyEntries))} ";

    private string? Storable(int field, string text)
    {
        if (Validator.IsStorable(text))
        {
            return text;
        }

        row.Reject(field, "invalid_text", "contains U+0000 or half of a surrogate pair, which no text may.");
        return null;
    }
}
