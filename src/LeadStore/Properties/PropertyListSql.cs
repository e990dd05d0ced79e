using LeadStore.Engine;

namespace LeadStore.Properties;

/// <summary>
/// The statements of the lists of properties. They give ids alone and read nothing but indexes that hold all that a filter looks at. The
/// indexes are named, so that no statistics lead to another plan.
/// </summary>
internal static class PropertyListSql
{
    /// <summary>
    /// How many properties a threshold may let through to be read all and put in order here. At this number one of 200 fits in a million
    /// leads, and a page of the newest is found after some thousand steps of the walk in the order of ids.
    /// </summary>
    public const int FewEnough = 5000;

    private const string Columns = "lead_id FROM lead_properties";

    // $1 is above the first id and $2 is the last one.
    private const string Filter = """
        lead_id < $1 AND lead_id >= $2
        AND (CAST($3 AS INTEGER) IS NULL OR (equity >= $3 AND currency = $4))
        AND (CAST($5 AS INTEGER) IS NULL OR (tax_debt >= $5 AND currency = $6))
        AND (CAST($7 AS INTEGER) IS NULL OR lead_score >= $7)
        AND (CAST($8 AS TEXT) IS NULL OR source_type = $8)
        """;

    private const string Group = $"is_vacant = $9 AND is_probate = $10 AND temperature = $11 AND {Filter}";

    private const string AnyGroup = $"""
        {Filter}
        AND (CAST($9 AS INTEGER) IS NULL OR is_vacant = $9)
        AND (CAST($10 AS INTEGER) IS NULL OR is_probate = $10)
        AND (CAST($11 AS TEXT) IS NULL OR temperature = $11)
        AND (CAST($12 AS INTEGER) IS NULL OR CASE WHEN skip_traced_at IS NULL THEN 0 ELSE 1 END = $12)
        """;

    private const string Newest = $"""
        AND ($12 OR NOT EXISTS (SELECT 1 FROM lead_activity WHERE lead_activity.lead_id = lead_properties.lead_id AND archived = 1))
        AND (CAST($13 AS INTEGER) IS NULL OR $13 = NOT EXISTS (
            SELECT 1 FROM lead_contact_rules WHERE lead_contact_rules.lead_id = lead_properties.lead_id AND do_not_call = 1
        ))
        ORDER BY lead_id DESC LIMIT $14
        """;

    /// <summary>The newest of one group: properties that are alike in what has few values, in the order of the index.</summary>
    public static readonly Query<long> NewestUntraced = new(
        $"SELECT {Columns} INDEXED BY lead_properties_untraced WHERE skip_traced_at IS NULL AND {Group} {Newest}", row => row.Int64(0));

    /// <inheritdoc cref="NewestUntraced"/>
    public static readonly Query<long> NewestTraced = new(
        $"SELECT {Columns} INDEXED BY lead_properties_traced WHERE skip_traced_at IS NOT NULL AND {Group} {Newest}", row => row.Int64(0));

    /// <summary>1 if more than $2 properties have an equity of at least $1.</summary>
    public static readonly Query<long> ManyHaveEquity = new(
        "SELECT 1 FROM lead_properties INDEXED BY lead_properties_equity WHERE equity >= $1 LIMIT 1 OFFSET $2", row => row.Int64(0));

    /// <summary>
    /// 1 if more than $2 properties have a tax debt of at least $1, which is above 0. The condition of the index is no range, or it could be
    /// taken for the one to search by.
    /// </summary>
    public static readonly Query<long> ManyHaveTaxDebt = new(
        "SELECT 1 FROM lead_properties INDEXED BY lead_properties_tax_debt WHERE tax_debt <> 0 AND tax_debt >= $1 LIMIT 1 OFFSET $2",
        row => row.Int64(0));

    public static readonly Query<long> WithEquity = new(
        $"SELECT {Columns} INDEXED BY lead_properties_equity WHERE equity >= $3 AND {AnyGroup}", row => row.Int64(0));

    public static readonly Query<long> WithTaxDebt = new(
        $"SELECT {Columns} INDEXED BY lead_properties_tax_debt WHERE tax_debt <> 0 AND tax_debt >= $5 AND {AnyGroup}", row => row.Int64(0));

    /// <summary>1 if a lead is to be shown where archived ones are ($2) and where those that may, or may not, be called are ($3).</summary>
    public static readonly Query<long> IsShown = new(
        """
        SELECT 1 FROM lead_activity WHERE lead_activity.lead_id = $1 AND (archived = 0 OR $2)
            AND (CAST($3 AS INTEGER) IS NULL OR $3 = NOT EXISTS (
                SELECT 1 FROM lead_contact_rules WHERE lead_contact_rules.lead_id = $1 AND do_not_call = 1
            ))
        """,
        row => row.Int64(0));
}
