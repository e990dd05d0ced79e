using LeadStore.Engine;
using LeadStore.Leads;

namespace LeadStore.Organizations;

/// <summary>Every statement on the tables of this room: organizations, organization_usage, lead_organizations.</summary>
internal static class OrganizationSql
{
    private const string Columns = "id, name, plan, created_at, updated_at";

    private const string AddToMonth = """
        INSERT INTO organization_usage (organization_id, month, measure, count)
        SELECT id, $2, $3, $4 FROM organizations WHERE id = $1
        """;

    public static readonly Query<Organization> ById = new($"SELECT {Columns} FROM organizations WHERE id = $1", Read);

    public static readonly Query<Organization> List = new($"SELECT {Columns} FROM organizations ORDER BY id", Read) { MayScan = true };

    public static readonly Query<Organization> OfLead = new(
        $"SELECT {Columns} FROM organizations WHERE id = (SELECT organization_id FROM lead_organizations WHERE lead_id = $1)", Read);

    public static readonly Insert Insert = new(
        "INSERT INTO organizations (name, plan, created_at, updated_at) VALUES ($1, $2, $3, $4)");

    public static readonly Command Update = new("UPDATE organizations SET name = $2, plan = $3, updated_at = $4 WHERE id = $1");

    /// <summary>What keeps an organization from being deleted; nothing or an empty text if it can be.</summary>
    public static readonly Query<string> WhatItHas = new(
        """
        SELECT CASE
            WHEN EXISTS (SELECT 1 FROM users WHERE organization_id = $1) THEN 'users'
            WHEN EXISTS (SELECT 1 FROM lead_organizations WHERE organization_id = $1) THEN 'leads'
            WHEN EXISTS (SELECT 1 FROM costs WHERE organization_id = $1) THEN 'costs'
            WHEN EXISTS (SELECT 1 FROM campaigns WHERE organization_id = $1) THEN 'campaigns'
            ELSE ''
        END
        FROM organizations WHERE id = $1
        """,
        row => row.Text(0));

    public static readonly Command Delete = new("DELETE FROM organizations WHERE id = $1");

    /// <summary>Adds to a month, and tells what it has come to; nothing if there is no such organization.</summary>
    public static readonly Query<long> Count = new(
        $"""
        {AddToMonth}
        ON CONFLICT (organization_id, month, measure) DO UPDATE SET count = organization_usage.count + excluded.count
        RETURNING organization_usage.count
        """,
        row => row.Int64(0));

    /// <summary>The same, unless the month would go beyond $5; subtracted, because a sum could be too large for a number.</summary>
    public static readonly Query<long> CountWithin = new(
        $"""
        {AddToMonth} AND $4 <= $5
        ON CONFLICT (organization_id, month, measure) DO UPDATE SET count = organization_usage.count + excluded.count
        WHERE organization_usage.count <= $5 - excluded.count
        RETURNING organization_usage.count
        """,
        row => row.Int64(0));

    public static readonly Query<OrganizationUsage> Usage = new(
        "SELECT organization_id, month, measure, count FROM organization_usage WHERE organization_id = $1 AND month = $2 ORDER BY measure",
        row => new OrganizationUsage(row.Int64(0), ReadMonth(row), row.Word(2), row.Int64(3)));

    /// <summary>Changes no row if the lead is of that organization already.</summary>
    public static readonly Command SetLead = new(
        """
        INSERT INTO lead_organizations (lead_id, organization_id) VALUES ($1, $2)
        ON CONFLICT (lead_id) DO UPDATE SET organization_id = excluded.organization_id
        WHERE lead_organizations.organization_id <> excluded.organization_id
        """);

    public static readonly Command RemoveLead = new("DELETE FROM lead_organizations WHERE lead_id = $1");

    /// <summary>A page of the leads of an organization, the newest lead first: $2 is the lead before the page.</summary>
    public static readonly Query<Lead> Leads = new(
        $"""
        SELECT leads.id, {LeadSql.Fields} FROM lead_organizations
        CROSS JOIN leads ON leads.id = lead_organizations.lead_id
        CROSS JOIN lead_activity ON lead_activity.lead_id = leads.id
        WHERE organization_id = $1 AND lead_organizations.lead_id < $2 AND ($3 OR leads.archived_at IS NULL)
        ORDER BY lead_organizations.lead_id DESC LIMIT $4
        """,
        LeadSql.Read);

    private static Organization Read(Row row) => new()
    {
        Id = row.Int64(0),
        Name = row.Text(1),
        Plan = OrganizationPlan.FromStored(row.Word(2)),
        CreatedAt = row.Time(3),
        UpdatedAt = row.Time(4),
    };

    private static DateOnly ReadMonth(Row row)
    {
        int month = row.Int32(1);
        return month is >= 101 and <= 999912 && month % 100 is >= 1 and <= 12
            ? new DateOnly(month / 100, month % 100, 1)
            : throw new LeadStoreException(LeadStoreErrorKind.Corrupt, "Column 1 should hold a month and does not.");
    }
}
