using System.Globalization;
using LeadStore.Attributes;
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
    private readonly KeptValues _read = new(row);

    private static readonly int[] OfProperty =
    [
        SourceType, EstimatedValue, Equity, TaxDebt, ConditionScore, Violations, Probate, Vacant, DaysOnMarket, MotivationScore,
        LeadField.LeadScore, AiScore, AiScoredAt, Temperature, FeedbackGood, FeedbackBad, RawData, SkipTracedAt, SkipTraceProvider,
    ];

    /// <summary>The fields of a property, for one that the lead cannot have beside its own.</summary>
    public static ReadOnlySpan<int> PropertyFields => OfProperty;

    public LeadFacts Map()
    {
        DateTimeOffset? updatedAt = _read.Time(UpdatedAt);
        LeadFacts facts = Rules(new LeadFacts
        {
            CreatedAt = row.Has(CreatedAt) ? row.Time(CreatedAt) : null,
            UpdatedAt = updatedAt,
            Note = _read.Text(LeadField.Note, Limits.NoteContent, trim: false),
            SkipTraceCost = _read.Amount(SkipTraceCost, currency, least: 0, Limits.CostAmount),
            AiCost = _read.Amount(AiCost, currency, least: 0, Limits.CostAmount),
        });
        facts = facts with
        {
            Organization = row.Text(LeadField.Organization, Limits.ExternalKey),
            AssignedTo = row.Text(LeadField.AssignedTo, Limits.ExternalKey),
            ActivityLog = Log(),
        };
        if (_read.Address(Address, City, LeadField.State, PostalCode) is { } address)
        {
            return Property(facts with { Address = address });
        }

        // A property is somewhere. Without a place the facts are what the source says of the lead.
        bool saysMore = false;
        foreach (int field in OfProperty)
        {
            saysMore |= row.Has(field);
            _read.Keep(field);
        }

        _read.Keep(UpdatedAt);
        if (saysMore && !row.Has(Address))
        {
            row.NoteUnreadable(Address, new LeadValidationError(
                "", "required", "is missing or blank: a property has an address. What else is known of it is kept among the attributes."));
        }

        return facts;
    }

    private LeadFacts Property(LeadFacts facts) => facts with
    {
        SourceType = _read.Word(SourceType),
        EstimatedValue = _read.Amount(EstimatedValue, currency, least: 0, PropertyRules.MostMoney),
        Equity = _read.Amount(Equity, currency, least: -PropertyRules.MostMoney, PropertyRules.MostMoney),
        TaxDebt = _read.Amount(TaxDebt, currency, least: 0, PropertyRules.MostMoney),
        ConditionScore = _read.Number(ConditionScore, 100),
        Violations = _read.Number(Violations, int.MaxValue),
        IsProbate = _read.Flag(Probate),
        IsVacant = _read.Flag(Vacant),
        DaysOnMarket = _read.Number(DaysOnMarket, int.MaxValue),
        MotivationScore = _read.Number(MotivationScore, 100),
        LeadScore = _read.Number(LeadField.LeadScore, 100),
        AiScore = _read.Number(AiScore, 100),
        AiScoredAt = _read.Time(AiScoredAt),
        Temperature = ReadTemperature(),
        FeedbackGood = _read.Number(FeedbackGood, int.MaxValue),
        FeedbackBad = _read.Number(FeedbackBad, int.MaxValue),
        Raw = _read.Json(RawData, Limits.RawData),
        SkipTracedAt = _read.Time(SkipTracedAt),
        SkipTraceProvider = _read.Word(SkipTraceProvider),
        Phones = row.Has(LeadField.Phones) ? [.. ValueReading.List(row.Value(LeadField.Phones))] : [],
        Emails = row.Has(LeadField.Emails) ? [.. ValueReading.List(row.Value(LeadField.Emails))] : [],
    };

    // Each entry as it was written. One that is empty is kept: it says that there was a log.
    private List<string> Log()
    {
        if (_read.Json(ActivityLog, Limits.RawData) is not { } json)
        {
            return [];
        }

        if (JsonText.Elements(json.Trim()) is not { } entries)
        {
            row.KeepUnreadable(ActivityLog, "not_a_list", "is no JSON array of activities.");
            return [];
        }

        if (entries.Count == 0)
        {
            row.KeepField(ActivityLog);
        }

        return entries;
    }

    private LeadFacts Rules(LeadFacts facts)
    {
        bool doNotCall = row.Flag(DoNotCall) ?? false;
        string? zone = _read.Text(LeadField.TimeZone, Limits.ExternalKey) is { } name ? Zone(name) : null;
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
                _read.Keep(QuietFrom);
                _read.Keep(QuietUntil);
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
}
