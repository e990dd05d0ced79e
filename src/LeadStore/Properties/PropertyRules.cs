using LeadStore.Validation;

namespace LeadStore.Properties;

/// <summary>What the property of a lead may be: turns input into the facts that are stored, or refuses them with every reason.</summary>
internal static class PropertyRules
{
    /// <summary>Ten million million of the main unit in most currencies: more than any property, and far from where numbers end.</summary>
    public const long MostMoney = 1_000_000_000_000_000;

    /// <summary>The facts that input replaces, on what is kept of the property.</summary>
    public static PropertyFacts With(PropertyFacts kept, NewProperty input, Validator validator)
    {
        ArgumentNullException.ThrowIfNull(input, "property");
        return Checked(
            kept with
            {
                Address = input.Address,
                SourceType = input.SourceType,
                EstimatedValue = input.EstimatedValue,
                Equity = input.Equity,
                TaxDebt = input.TaxDebt ?? default,
                ConditionScore = input.ConditionScore,
                Violations = input.Violations,
                IsProbate = input.IsProbate,
                IsVacant = input.IsVacant,
                DaysOnMarket = input.DaysOnMarket,
            },
            validator);
    }

    /// <summary>The facts after a change by an application.</summary>
    public static PropertyFacts Changed(PropertyFacts current, PropertyFacts changed, Validator validator)
    {
        RefuseChange(validator, nameof(PropertyFacts.LeadId), current.LeadId == changed.LeadId);
        RefuseChange(validator, nameof(PropertyFacts.CreatedAt), current.CreatedAt == changed.CreatedAt);
        RefuseChange(validator, nameof(PropertyFacts.UpdatedAt), current.UpdatedAt == changed.UpdatedAt);
        RefuseChange(validator, nameof(PropertyFacts.SkipTracedAt), current.SkipTracedAt == changed.SkipTracedAt);
        RefuseChange(validator, nameof(PropertyFacts.SkipTraceProvider), current.SkipTraceProvider == changed.SkipTraceProvider);
        const string Scores = "is changed by Properties.SetScore.";
        RefuseChange(validator, nameof(PropertyFacts.MotivationScore), current.MotivationScore == changed.MotivationScore, Scores);
        RefuseChange(validator, nameof(PropertyFacts.LeadScore), current.LeadScore == changed.LeadScore, Scores);
        RefuseChange(validator, nameof(PropertyFacts.AiScore), current.AiScore == changed.AiScore, Scores);
        RefuseChange(validator, nameof(PropertyFacts.AiScoredAt), current.AiScoredAt == changed.AiScoredAt, Scores);
        const string Temperature = "is changed by Properties.SetTemperature.";
        RefuseChange(validator, nameof(PropertyFacts.Temperature), current.Temperature == changed.Temperature, Temperature);
        const string Feedback = "is changed by Properties.AddFeedback.";
        RefuseChange(validator, nameof(PropertyFacts.FeedbackGood), current.FeedbackGood == changed.FeedbackGood, Feedback);
        RefuseChange(validator, nameof(PropertyFacts.FeedbackBad), current.FeedbackBad == changed.FeedbackBad, Feedback);
        return Checked(changed, validator);
    }

    private static PropertyFacts Checked(PropertyFacts facts, Validator validator)
    {
        // Nothing owed is nothing in every currency.
        string currency = facts.EstimatedValue?.Currency ?? facts.Equity?.Currency ?? facts.TaxDebt.Currency;
        Money taxDebt = facts.TaxDebt.MinorUnits == 0 ? new Money(0, currency) : facts.TaxDebt;
        Amount(validator, nameof(PropertyFacts.EstimatedValue), facts.EstimatedValue, currency, least: 0);
        Amount(validator, nameof(PropertyFacts.Equity), facts.Equity, currency, least: -MostMoney);
        Amount(validator, nameof(PropertyFacts.TaxDebt), taxDebt, currency, least: 0);
        validator.Range(nameof(PropertyFacts.ConditionScore), facts.ConditionScore, 0, 100);
        validator.Range(nameof(PropertyFacts.Violations), facts.Violations, 0, int.MaxValue);
        validator.Range(nameof(PropertyFacts.DaysOnMarket), facts.DaysOnMarket ?? 0, 0, int.MaxValue);
        return facts with
        {
            Address = validator.Required(nameof(PropertyFacts.Address), facts.Address?.Trim(), Limits.Address),
            SourceType = Word(validator, nameof(PropertyFacts.SourceType), facts.SourceType),
            TaxDebt = taxDebt,
        };
    }

    /// <summary>A word of an open vocabulary, as it is stored.</summary>
    public static string Word(Validator validator, string field, string? word)
    {
        string stored = Vocabulary.Normalize(word ?? "");
        validator.Word(field, stored);
        return stored;
    }

    private static void Amount(Validator validator, string field, Money? amount, string currency, long least)
    {
        if (amount is not { } money)
        {
            return;
        }

        if (money.MinorUnits < least || money.MinorUnits > MostMoney)
        {
            validator.Add(field, "out_of_range", $"must be between {least} and {MostMoney} minor units.");
        }

        if (money.Currency != currency)
        {
            validator.Add(field, "other_currency", "is in another currency than the other amounts of the property; there is one for all.");
        }
    }

    private static void RefuseChange(Validator validator, string field, bool same, string why = "is set by the store and cannot be changed.")
    {
        if (!same)
        {
            validator.Add(field, "read_only", why);
        }
    }
}
