using LeadStore.Engine;
using LeadStore.Leads;

namespace LeadStore.Users;

/// <summary>Every statement on lead_assignments.</summary>
internal static class AssignmentSql
{
    private const string Columns = "lead_id, number, user_id, assigned_by, assigned_at, ended_at, ended_by";

    /// <summary>The one that holds, if it has not ended.</summary>
    public static readonly Query<LeadAssignment> Last = new(
        $"SELECT {Columns} FROM lead_assignments WHERE lead_id = $1 ORDER BY number DESC LIMIT 1", Read);

    public static readonly Query<LeadAssignment> History = new(
        $"SELECT {Columns} FROM lead_assignments WHERE lead_id = $1 ORDER BY number", Read);

    public static readonly Query<long> AnyLead = new(
        "SELECT lead_id FROM lead_assignments WHERE user_id = $1 LIMIT 1", row => row.Int64(0));

    public static readonly Command Insert = new(
        "INSERT INTO lead_assignments (lead_id, number, user_id, assigned_by, assigned_at) VALUES ($1, $2, $3, $4, $5)");

    public static readonly Command End = new(
        "UPDATE lead_assignments SET ended_at = $3, ended_by = $4 WHERE lead_id = $1 AND number = $2");

    /// <summary>A page of the leads that a user has, the newest lead first: $2 is the lead before the page.</summary>
    public static readonly Query<Lead> Leads = new(
        $"""
        SELECT leads.id, {LeadSql.Fields} FROM lead_assignments
        CROSS JOIN leads ON leads.id = lead_assignments.lead_id
        CROSS JOIN lead_activity ON lead_activity.lead_id = leads.id
        WHERE user_id = $1 AND ended_at IS NULL AND lead_assignments.lead_id < $2 AND ($3 OR leads.archived_at IS NULL)
        ORDER BY lead_assignments.lead_id DESC LIMIT $4
        """,
        LeadSql.Read);

    private static LeadAssignment Read(Row row) => new()
    {
        LeadId = row.Int64(0),
        Number = row.Int32(1),
        UserId = row.Int64(2),
        AssignedBy = row.Text(3),
        AssignedAt = row.Time(4),
        EndedAt = row.TimeOrNull(5),
        EndedBy = row.TextOrNull(6),
    };
}
