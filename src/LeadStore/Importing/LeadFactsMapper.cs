using System.Globalization;
using LeadStore.Contacting;
using LeadStore.Properties;
using LeadStore.Validation;
using static LeadStore.Importing.LeadField;

namespace LeadStore.Importing;

/// <summary>
/// Reads of the row of a lead what belongs in other rooms. A value that cannot be one of its field is kept among the rest of the row and
/// noted; only what nobody may overlook, that a lead is not to be called, rejects the row if it cannot be read.
/// </summary>
internal sealed class LeadFactsMapper(MappedRow row, string currency)
{
    private static readonly int[] OfProperty =
    [
        SourceType, EstimatedValue, Equity, TaxDebt, ConditionScore, Violations, Probate, Vacant, DaysOnMarket, MotivationScore,
        LeadField.LeadScore, AiScore, AiScoredAt, Temperature, FeedbackGood, FeedbackBad, RawData, SkipTracedAt, SkipTraceProvider,
    ];

    /// <summary>The fields of a property, for one that the lead cannot have beside its own.</summary>
    public static ReadOnlySpan<int> PropertyFields => OfProperty;

    public LeadFacts Map()
    {
        DateTimeOffset? updatedAt = Time(UpdatedAt);
        LeadFacts facts = Rules(new LeadFacts
        {
            CreatedAt = row.Has(CreatedAt) ? row.Time(CreatedAt) : null,
            UpdatedAt = updatedAt,
            Note = Text(LeadField.Note, Limits.NoteContent, trim: false),
            SkipTraceCost = Amount(SkipTraceCost, least: 0, Limits.CostAmount),
            AiCost = Amount(AiCost, least: 0, Limits.CostAmount),
        });
        if (Text(Address, Limits.Address) is { } address)
        {
            return Property(facts with { Address = address });
        }

        // A property is somewhere. Without a place the facts are what the source says of the lead.
        bool saysMore = false;
        foreach (int field in OfProperty)
        {
            saysMore |= row.Has(field);
            Keep(field);
        }

        Keep(UpdatedAt);
        if (saysMore && !row.Has(Address))
        {
            row.NoteUnreadable(Address, new LeadValidationError(
                "", "required", "is missing or blank: a property has an address. What else is known of it is kept among the attributes."));
        }

        return facts;
    }

    private LeadFacts Property(LeadFacts facts) => facts with
    {
        SourceType = Word(SourceType),
        EstimatedValue = Amount(EstimatedValue, least: 0),
        Equity = Amount(Equity, least: -PropertyRules.MostMoney),
        TaxDebt = Amount(TaxDebt, least: 0),
        ConditionScore = Number(ConditionScore, 100),
        Violations = Number(Violations, int.MaxValue),
        IsProbate = Flag(Probate),
        IsVacant = Flag(Vacant),
        DaysOnMarket = Number(DaysOnMarket, int.MaxValue),
        MotivationScore = Number(MotivationScore, 100),
        LeadScore = Number(LeadField.LeadScore, 100),
        AiScore = Number(AiScore, 100),
        AiScoredAt = Time(AiScoredAt),
        Temperature = ReadTemperature(),
        FeedbackGood = Number(FeedbackGood, int.MaxValue),
        FeedbackBad = Number(FeedbackBad, int.MaxValue),
        Raw = Raw(),
        SkipTracedAt = Time(SkipTracedAt),
        SkipTraceProvider = Word(SkipTraceProvider),
        Phones = row.Has(LeadField.Phones) ? [.. ValueReading.List(row.Value(LeadField.Phones))] : [],
        Emails = row.Has(LeadField.Emails) ? [.. ValueReading.List(row.Value(LeadField.Emails))] : [],
    };

    private LeadFacts Rules(LeadFacts facts)
    {
        bool doNotCall = row.Flag(DoNotCall) ?? false;
        string? zone = Text(LeadField.TimeZone, Limits.ExternalKey) is { } name ? Zone(name) : null;
        TimeOnly? from = Clock(QuietFrom);
        TimeOnly? until = Clock(QuietUntil);
        if (from is null || until is null || zone is null || from == until)
        {
            // Hours of which nobody knows where, or to when, are none that the store could keep.
            if (from is not null || until is not null)
            {
                int field = from is null ? QuietUntil : QuietFrom;
                row.NoteUnreadable(field, new LeadValidationError(
                    "", "required", "quiet hours need a beginning, another end, and the time zone of the lead."));
                Keep(QuietFrom);
                Keep(QuietUntil);
            }

            (from, until) = (null, null);
        }

        return facts with { DoNotCall = doNotCall, TimeZone = zone, QuietFrom = from, QuietUntil = until };
    }

    private string? Zone(string name)
    {
        if (ContactOperations.IanaName(name) is { } zone)
        {
            return zone;
        }

        row.KeepUnreadable(
            LeadField.TimeZone, "unknown_time_zone", "is not a time zone that this machine knows, for example America/Chicago.");
        return null;
    }

    private TimeOnly? Clock(int field)
    {
        if (!row.Has(field))
        {
            return null;
        }

        if (TimeOnly.TryParse(row.Word(field), CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time)
            && time.Ticks % TimeSpan.TicksPerMinute == 0)
        {
            return time;
        }

        row.KeepUnreadable(field, "not_a_time", "is no time of day in whole minutes. Write it as 21:00.");
        return null;
    }

    private string? Raw()
    {
        if (!row.Has(RawData))
        {
            return null;
        }

        if (ValueReading.Text(row.Value(RawData)) is { Length: <= Limits.RawData } text && ValueReading.IsJson(text))
        {
            return text;
        }

        row.KeepUnreadable(RawData, "not_json", $"is not JSON of at most {Limits.RawData} characters.");
        return null;
    }

    private LeadTemperature? ReadTemperature()
    {
        if (!row.Has(Temperature))
        {
            return null;
        }

        if (Enum.TryParse(row.Word(Temperature), ignoreCase: true, out LeadTemperature temperature)
            && Enum.IsDefined(temperature) && !char.IsAsciiDigit(row.Word(Temperature)![0]))
        {
            return temperature;
        }

        row.KeepUnreadable(Temperature, "unknown_value", "is none of hot, warm, cold and dead. Name its words in the mapping.");
        return null;
    }

    // What was rounded is kept as it was.
    private Money? Amount(int field, long least, long most = PropertyRules.MostMoney)
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

    private int? Number(int field, int most)
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

    private bool? Flag(int field)
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

    private DateTimeOffset? Time(int field)
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

    private string? Word(int field)
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

    private string? Text(int field, int limit, bool trim = true)
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

    private string? Storable(int field, string text)
    {
        if (Validator.IsStorable(text))
        {
            return text;
        }

        row.Reject(field, "invalid_text", "contains U+0000 or half of a surrogate pair, which no text may.");
        return null;
    }

    private void Keep(int field)
    {
        if (row.Has(field))
        {
            row.KeepField(field);
        }
    }
}
