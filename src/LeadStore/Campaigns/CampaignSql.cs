using LeadStore.Engine;

namespace LeadStore.Campaigns;

/// <summary>Every statement on the tables of this room: campaigns, campaign_sends.</summary>
internal static class CampaignSql
{
    private const string Columns = "id, organization_id, name, type, message, status, created_at, updated_at";

    public const string SendColumns = """
        id, campaign_id, lead_id, step, sent_at, delivered_at, opened_at, clicked_at, replied_at, failed_at, unsubscribed_at, response_at,
        response
        """;

    private const string PageFilter = """
        id < $1 AND (CAST($2 AS TEXT) IS NULL OR status = $2) AND (CAST($3 AS TEXT) IS NULL OR type = $3)
        """;

    /// <summary>As they are stored, in the order of <see cref="CampaignStatus"/>.</summary>
    public static readonly string[] StatusWords = ["draft", "active", "paused", "completed", "archived"];

    public static readonly Query<Campaign> ById = new($"SELECT {Columns} FROM campaigns WHERE id = $1", Read);

    public static readonly Insert Insert = new(
        """
        INSERT INTO campaigns (organization_id, name, type, message, status, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """);

    public static readonly Command Update = new(
        """
        UPDATE campaigns SET organization_id = $2, name = $3, type = $4, message = $5, status = $6, updated_at = $7 WHERE id = $1
        """);

    /// <summary>What keeps a campaign from being deleted; nothing or an empty text if it can be.</summary>
    public static readonly Query<string> WhatItHas = new(
        """
        SELECT CASE
            WHEN EXISTS (SELECT 1 FROM campaign_sends WHERE campaign_id = $1) THEN 'sends'
            WHEN EXISTS (SELECT 1 FROM calls WHERE campaign_id = $1) THEN 'calls'
            ELSE ''
        END
        FROM campaigns WHERE id = $1
        """,
        row => row.Text(0));

    public static readonly Command Delete = new("DELETE FROM campaigns WHERE id = $1");

    /// <summary>A page, the newest first: $1 is the campaign before the page.</summary>
    public static readonly Query<Campaign> Page = new(
        $"SELECT {Columns} FROM campaigns WHERE {PageFilter} ORDER BY id DESC LIMIT $4", Read);

    /// <summary>The same of one organization.</summary>
    public static readonly Query<Campaign> PageOfOrganization = new(
        $"SELECT {Columns} FROM campaigns WHERE organization_id = $5 AND {PageFilter} ORDER BY id DESC LIMIT $4", Read);

    public static readonly Query<CampaignSend> Send = new(
        $"SELECT {SendColumns} FROM campaign_sends WHERE campaign_id = $1 AND lead_id = $2 AND step = $3", ReadSend);

    public static readonly Insert InsertSend = new(
        """
        INSERT INTO campaign_sends (
            campaign_id, lead_id, step, sent_at, delivered_at, opened_at, clicked_at, replied_at, failed_at, unsubscribed_at, response_at,
            response)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """);

    public static readonly Command UpdateSend = new(
        """
        UPDATE campaign_sends SET sent_at = $2, delivered_at = $3, opened_at = $4, clicked_at = $5, replied_at = $6, failed_at = $7,
            unsubscribed_at = $8, response_at = $9, response = $10
        WHERE id = $1
        """);

    /// <summary>A page of what was sent of a campaign, the last recorded first: $2 is the send before the page.</summary>
    public static readonly Query<CampaignSend> Sends = new(
        $"SELECT {SendColumns} FROM campaign_sends WHERE campaign_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3", ReadSend);

    /// <summary>The same of what a lead was sent.</summary>
    public static readonly Query<CampaignSend> SendsOfLead = new(
        $"SELECT {SendColumns} FROM campaign_sends WHERE lead_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3", ReadSend);

    /// <summary>A row for each step; read from an index alone.</summary>
    public static readonly Query<CampaignCounts> Counts = new(
        """
        SELECT step, count(*), count(delivered_at), count(opened_at), count(clicked_at), count(replied_at), count(failed_at),
            count(unsubscribed_at)
        FROM campaign_sends WHERE campaign_id = $1 GROUP BY step ORDER BY step
        """,
        row => new CampaignCounts
        {
            Step = row.Int32(0),
            Sent = row.Int64(1),
            Delivered = row.Int64(2),
            Opened = row.Int64(3),
            Clicked = row.Int64(4),
            Replied = row.Int64(5),
            Failed = row.Int64(6),
            Unsubscribed = row.Int64(7),
        });

    public static string Word(CampaignStatus status) => StatusWords[(int)status];

    private static Campaign Read(Row row) => new()
    {
        Id = row.Int64(0),
        OrganizationId = row.Int64OrNull(1),
        Name = row.Text(2),
        Type = CampaignType.FromStored(row.Word(3)),
        Message = row.TextOrNull(4),
        Status = ReadStatus(row),
        CreatedAt = row.Time(6),
        UpdatedAt = row.Time(7),
    };

    public static CampaignSend ReadSend(Row row) => new()
    {
        Id = row.Int64(0),
        CampaignId = row.Int64(1),
        LeadId = row.Int64(2),
        Step = row.Int32(3),
        SentAt = row.Time(4),
        DeliveredAt = row.TimeOrNull(5),
        OpenedAt = row.TimeOrNull(6),
        ClickedAt = row.TimeOrNull(7),
        RepliedAt = row.TimeOrNull(8),
        FailedAt = row.TimeOrNull(9),
        UnsubscribedAt = row.TimeOrNull(10),
        ResponseAt = row.TimeOrNull(11),
        Response = row.TextOrNull(12),
    };

    private static CampaignStatus ReadStatus(Row row)
    {
        int index = Array.IndexOf(StatusWords, row.Word(5));
        return index >= 0
            ? (CampaignStatus)index
            : throw new LeadStoreException(
                LeadStoreErrorKind.Corrupt, $"Campaign {row.Int64(0)} has a status that is none of {string.Join(", ", StatusWords)}.");
    }
}
