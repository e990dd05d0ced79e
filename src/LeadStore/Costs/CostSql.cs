using LeadStore.Engine;

namespace LeadStore.Costs;

/// <summary>Every statement on the tables of this room: costs, lead_costs.</summary>
internal static class CostSql
{
    private const string Columns = "id, type, amount, currency, details, lead_id, organization_id, campaign, source_id, occurred_at";

    private const string Filter = """
        occurred_at >= $1 AND occurred_at < $2
        AND (CAST($3 AS TEXT) IS NULL OR type = $3)
        AND (CAST($4 AS TEXT) IS NULL OR campaign = $4)
        """;

    private const string PageFilter = """
        occurred_at >= $1 AND (occurred_at, id) < ($2, $3)
        AND (CAST($4 AS TEXT) IS NULL OR type = $4)
        AND (CAST($5 AS TEXT) IS NULL OR campaign = $5)
        """;

    private const string NewestFirst = "ORDER BY occurred_at DESC, id DESC LIMIT $6";

    // The day begins where the remainder is 0, also before 1970, where the remainder of a division is negative.
    private const string Grouped = """
        SELECT
            CASE WHEN $5 = 0 THEN type END AS type_key,
            CASE WHEN $5 = 1 THEN occurred_at - (occurred_at % 86400000000 + 86400000000) % 86400000000 END AS day_key,
            CASE $5 WHEN 2 THEN lead_id WHEN 3 THEN organization_id END AS id_key,
            CASE WHEN $5 = 4 THEN campaign END AS campaign_key,
            currency, sum(amount), count(*)
        FROM costs
        """;

    private const string ByKey = "GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5";

    /// <summary>The id of the next cost, and whose it is if nobody says so: that of the organization of the lead $1.</summary>
    public static readonly Query<CostPlace> Next = new(
        "SELECT coalesce(max(id), 0) + 1, (SELECT organization_id FROM lead_organizations WHERE lead_id = $1) FROM costs",
        row => new CostPlace(row.Int64(0), row.Int64OrNull(1)));

    /// <summary>No row if it is there already. The id is known before the row is there, and so is the checksum.</summary>
    public static readonly Insert Insert = new(
        $"""
        INSERT INTO costs ({Columns}, checksum)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, {Statement.RowChecksum}($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))
        ON CONFLICT (type, source_id) WHERE source_id IS NOT NULL DO NOTHING
        """);

    public static readonly Command AddToLead = new(
        $"""
        INSERT INTO lead_costs (lead_id, type, currency, amount, count, checksum)
        VALUES ($1, $2, $3, $4, 1, {Statement.RowChecksum}($1, $2, $3, $4, 1))
        ON CONFLICT (lead_id, type, currency) DO UPDATE SET amount = amount + excluded.amount, count = count + 1
        """);

    public static readonly Query<CostEntry> ById = new($"SELECT {Columns} FROM costs WHERE id = $1", Read);

    public static readonly Query<CostEntry> BySource = new($"SELECT {Columns} FROM costs WHERE type = $1 AND source_id = $2", Read);

    public static readonly Query<long> OrganizationById = new("SELECT id FROM organizations WHERE id = $1", row => row.Int64(0));

    public static readonly Query<LeadCost> OfLead = new(
        "SELECT type, amount, currency, count FROM lead_costs WHERE lead_id = $1 ORDER BY type, currency",
        row => new LeadCost(CostType.FromStored(row.Word(0)), Money.FromStored(row.Int64(1), row.Word(2)), row.Int64(3)));

    /// <summary>A page, newest first: $2, $3 is the row before the page.</summary>
    public static readonly Query<CostEntry> Page = new($"SELECT {Columns} FROM costs WHERE {PageFilter} {NewestFirst}", Read);

    /// <summary>The same of one lead, and of one organization if $8 names it.</summary>
    public static readonly Query<CostEntry> PageOfLead = new(
        $"""
        SELECT {Columns} FROM costs WHERE lead_id = $7 AND {PageFilter} AND (CAST($8 AS INTEGER) IS NULL OR organization_id = $8)
        {NewestFirst}
        """,
        Read);

    /// <summary>The same of one organization.</summary>
    public static readonly Query<CostEntry> PageOfOrganization = new(
        $"SELECT {Columns} FROM costs WHERE organization_id = $7 AND {PageFilter} {NewestFirst}", Read);

    public static readonly Query<CostSummary> Summary = new($"{Grouped} WHERE {Filter} {ByKey}", ReadSummary) { MaySort = true };

    /// <summary>The same of one lead, and of one organization if $7 names it.</summary>
    public static readonly Query<CostSummary> SummaryOfLead = new(
        $"{Grouped} WHERE lead_id = $6 AND {Filter} AND (CAST($7 AS INTEGER) IS NULL OR organization_id = $7) {ByKey}", ReadSummary)
    { MaySort = true };

    /// <summary>The same of one organization.</summary>
    public static readonly Query<CostSummary> SummaryOfOrganization = new(
        $"{Grouped} WHERE organization_id = $6 AND {Filter} {ByKey}", ReadSummary)
    { MaySort = true };

    private static CostEntry Read(Row row) => new()
    {
        Id = row.Int64(0),
        Type = CostType.FromStored(row.Word(1)),
        Amount = Money.FromStored(row.Int64(2), row.Word(3)),
        Details = row.TextOrNull(4),
        LeadId = row.Int64OrNull(5),
        OrganizationId = row.Int64OrNull(6),
        Campaign = row.TextOrNull(7),
        SourceId = row.TextOrNull(8),
        OccurredAt = row.Time(9),
    };

    private static CostSummary ReadSummary(Row row) => new()
    {
        Type = row.IsNull(0) ? default(CostType?) : CostType.FromStored(row.Word(0)),
        Day = row.TimeOrNull(1) is { } day ? DateOnly.FromDateTime(day.UtcDateTime) : null,
        LeadId = row.Int64OrNull(2),
        Campaign = row.TextOrNull(3),
        Total = Money.FromStored(row.Int64(5), row.Word(4)),
        Count = row.Int64(6),
    };

    /// <summary>Where the next cost goes.</summary>
    public readonly record struct CostPlace(long Id, long? OrganizationId);
}
