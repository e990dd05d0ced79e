using LeadStore.Engine;

namespace LeadStore.Properties;

/// <summary>Every statement on the properties of leads and their scores but those of the lists.</summary>
internal static class PropertySql
{
    private const string Columns = """
        lead_id, address, source_type, currency, estimated_value, equity, tax_debt, condition_score, violations, is_probate, is_vacant,
        days_on_market, motivation_score, lead_score, ai_score, ai_scored_at, temperature, feedback_good, feedback_bad, skip_traced_at,
        skip_trace_provider, created_at, updated_at
        """;

    public static readonly Query<PropertyFacts> ByLead = new($"SELECT {Columns} FROM lead_properties WHERE lead_id = $1", Read);

    public static readonly Query<PropertyFacts> ByAddress = new(
        $"SELECT {Columns} FROM lead_properties WHERE address_key = $1 ORDER BY lead_id", Read);

    public static readonly Command Insert = new(
        """
        INSERT INTO lead_properties (lead_id, address, address_key, source_type, currency, estimated_value, equity, tax_debt, condition_score,
            violations, is_probate, is_vacant, days_on_market, motivation_score, lead_score, temperature, feedback_good, feedback_bad,
            created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, 0, 'dead', 0, 0, $14, $14)
        """);

    public static readonly Command Update = new(
        """
        UPDATE lead_properties SET address = $2, address_key = $3, source_type = $4, currency = $5, estimated_value = $6, equity = $7,
            tax_debt = $8, condition_score = $9, violations = $10, is_probate = $11, is_vacant = $12, days_on_market = $13, updated_at = $14
        WHERE lead_id = $1
        """);

    public static readonly Query<string?> Raw = new("SELECT raw FROM lead_properties WHERE lead_id = $1", row => row.TextOrNull(0));

    public static readonly Command SetRaw = new("UPDATE lead_properties SET raw = $2, updated_at = $3 WHERE lead_id = $1");

    public static readonly Command SetTemperature = new("UPDATE lead_properties SET temperature = $2, updated_at = $3 WHERE lead_id = $1");

    public static readonly Command AddFeedback = new(
        """
        UPDATE lead_properties SET feedback_good = feedback_good + $2, feedback_bad = feedback_bad + $3, updated_at = $4 WHERE lead_id = $1
        """);

    public static readonly Command SetMotivation = new(
        "UPDATE lead_properties SET motivation_score = $2, updated_at = $3 WHERE lead_id = $1");

    public static readonly Command SetLeadScore = new("UPDATE lead_properties SET lead_score = $2, updated_at = $3 WHERE lead_id = $1");

    public static readonly Command SetAiScore = new(
        "UPDATE lead_properties SET ai_score = $2, ai_scored_at = $4, updated_at = $3 WHERE lead_id = $1");

    public static readonly Command Delete = new("DELETE FROM lead_properties WHERE lead_id = $1");

    public static readonly Command DeleteScores = new("DELETE FROM lead_scores WHERE lead_id = $1");

    public static readonly Command InsertScore = new(
        """
        INSERT INTO lead_scores (lead_id, number, kind, value, model, scored_at)
        VALUES ($1, (SELECT coalesce(max(number), 0) + 1 FROM lead_scores WHERE lead_id = $1), $2, $3, $4, $5)
        """);

    public static readonly Query<PropertyScore> Scores = new(
        "SELECT lead_id, number, kind, value, model, scored_at FROM lead_scores WHERE lead_id = $1 ORDER BY number DESC",
        row => new PropertyScore(row.Int64(0), row.Int32(1), KindOf(row.Word(2)), row.Int32(3), row.TextOrNull(4), row.Time(5)));

    /// <summary>1 if the lead has a score of the kind from after $3.</summary>
    public static readonly Query<long> HasNewerScore = new(
        "SELECT 1 FROM lead_scores WHERE lead_id = $1 AND kind = $2 AND scored_at > $3 LIMIT 1", row => row.Int64(0));

    public static string Word(LeadTemperature temperature) => temperature switch
    {
        LeadTemperature.Hot => "hot",
        LeadTemperature.Warm => "warm",
        LeadTemperature.Cold => "cold",
        _ => "dead",
    };

    public static string Word(ScoreKind kind) => kind switch
    {
        ScoreKind.Lead => "lead",
        ScoreKind.Ai => "ai",
        _ => "motivation",
    };

    private static LeadTemperature TemperatureOf(string word) => word switch
    {
        "hot" => LeadTemperature.Hot,
        "warm" => LeadTemperature.Warm,
        "cold" => LeadTemperature.Cold,
        _ => LeadTemperature.Dead,
    };

    private static ScoreKind KindOf(string word) => word switch
    {
        "lead" => ScoreKind.Lead,
        "ai" => ScoreKind.Ai,
        _ => ScoreKind.Motivation,
    };

    private static PropertyFacts Read(Row row)
    {
        string currency = row.Word(3);
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetter))
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.Corrupt, $"The currency of the property of lead {row.Int64(0)} is not three letters. Mend that row of lead_properties.");
        }

        return new PropertyFacts
        {
            LeadId = row.Int64(0),
            Address = row.Text(1),
            SourceType = row.Word(2),
            EstimatedValue = row.IsNull(4) ? null : Money.FromStored(row.Int64(4), currency),
            Equity = row.IsNull(5) ? null : Money.FromStored(row.Int64(5), currency),
            TaxDebt = Money.FromStored(row.Int64(6), currency),
            ConditionScore = row.Int32(7),
            Violations = row.Int32(8),
            IsProbate = row.Int64(9) != 0,
            IsVacant = row.Int64(10) != 0,
            DaysOnMarket = row.IsNull(11) ? null : row.Int32(11),
            MotivationScore = row.Int32(12),
            LeadScore = row.Int32(13),
            AiScore = row.IsNull(14) ? null : row.Int32(14),
            AiScoredAt = row.TimeOrNull(15),
            Temperature = TemperatureOf(row.Word(16)),
            FeedbackGood = row.Int32(17),
            FeedbackBad = row.Int32(18),
            SkipTracedAt = row.TimeOrNull(19),
            SkipTraceProvider = row.IsNull(20) ? null : row.Word(20),
            CreatedAt = row.Time(21),
            UpdatedAt = row.Time(22),
        };
    }
}
