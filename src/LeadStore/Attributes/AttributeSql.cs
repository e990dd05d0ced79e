using LeadStore.Engine;

namespace LeadStore.Attributes;

/// <summary>Every statement on the tables of this room: lead_attributes, message_attributes.</summary>
internal static class AttributeSql
{
    public static readonly Query<string> OfLead = new("SELECT attributes FROM lead_attributes WHERE lead_id = $1", row => row.Text(0));

    public static readonly Query<string> OfMessage = new(
        "SELECT attributes FROM message_attributes WHERE message_id = $1", row => row.Text(0));

    public static readonly Command SetOfLead = new(
        """
        INSERT INTO lead_attributes (lead_id, attributes) VALUES ($1, $2)
        ON CONFLICT (lead_id) DO UPDATE SET attributes = excluded.attributes
        """);

    public static readonly Command DeleteOfLead = new("DELETE FROM lead_attributes WHERE lead_id = $1");

    public static readonly Command InsertOfMessage = new("INSERT INTO message_attributes (message_id, attributes) VALUES ($1, $2)");
}
