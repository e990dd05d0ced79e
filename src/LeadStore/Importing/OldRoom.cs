using System.Globalization;

namespace LeadStore.Importing;

/// <summary>Where what an import has stored in rooms beside that of the leads stands, for views that show old tables of it.</summary>
/// <param name="Table">The table of the store.</param>
/// <param name="Keys">Where the keys of the source stand, see <see cref="ImportedKeys"/>; null if they stand nowhere of their own.</param>
/// <param name="Source">What the source ids of its rows are called; null if it has none.</param>
/// <param name="IsOfLead">Whether its rows are of leads.</param>
internal sealed record OldRoom(string Table, string? Keys, string? Source, bool IsOfLead)
{
    /// <summary>The room of a target; null if it is none of these.</summary>
    public static OldRoom? Of(ImportTarget target) => target switch
    {
        ImportTarget.Organizations => new OldRoom("organizations", ImportedKeys.Organizations, null, false),
        ImportTarget.Users => new OldRoom("users", ImportedKeys.Users, null, false),
        ImportTarget.Notes => new OldRoom("lead_notes", ImportedKeys.Notes, null, true),
        ImportTarget.Campaigns => new OldRoom("campaigns", ImportedKeys.Campaigns, null, false),
        ImportTarget.CampaignSends => new OldRoom("campaign_sends", ImportedKeys.Sends, null, true),
        ImportTarget.Calls => new OldRoom("calls", ImportedKeys.Calls, "call", true),
        ImportTarget.Activities => new OldRoom("activities", null, "activity", true),
        ImportTarget.PropertyRecords => new OldRoom("property_records", null, null, false),
        _ => null,
    };

    /// <summary>The value of a field, of a row that is called x; null for one that is a column of the same name.</summary>
    public string? Value(string field) => (Table, field) switch
    {
        // It leaves the store by one verb alone.
        ("users", "password_hash") => "NULL",
        ("organizations", "leads_used") => Used("leads"),
        ("organizations", "skip_traces_used") => Used("skip_traces"),
        ("organizations", "campaigns_used") => Used("campaigns"),
        ("campaign_sends", "status") => "CASE WHEN x.unsubscribed_at IS NOT NULL THEN 'unsubscribed' WHEN x.failed_at IS NOT NULL THEN 'failed' "
            + "WHEN x.replied_at IS NOT NULL THEN 'replied' WHEN x.clicked_at IS NOT NULL THEN 'clicked' "
            + "WHEN x.opened_at IS NOT NULL THEN 'opened' WHEN x.delivered_at IS NOT NULL THEN 'delivered' ELSE 'sent' END",
        ("calls", "status") => "x.outcome",
        ("calls", "phone") => Phone,
        ("calls", "from") => $"iif(x.direction = 'inbound', {Phone}, NULL)",
        ("calls", "to") => $"iif(x.direction = 'inbound', NULL, {Phone})",
        ("calls", "created_at") => "x.started_at",
        ("property_records", "processed") => "x.processed_at IS NOT NULL",
        ("property_records", "city" or "state" or "postal_code") => "NULL",
        _ => null,
    };

    private const string Phone = "'+' || x.phone";

    private static string Used(string measure) => string.Create(
        CultureInfo.InvariantCulture,
        $"coalesce((SELECT u.count FROM {{store}}.organization_usage AS u WHERE u.organization_id = x.id AND u.measure = '{measure}' "
        + $"ORDER BY u.month DESC LIMIT 1), 0)");
}
