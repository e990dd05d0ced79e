using LeadStore.Engine;

namespace LeadStore.Messages;

/// <summary>Every statement on the table of this room.</summary>
internal static class MessageSql
{
    private const string Columns = "id, lead_id, sender, content, sent_at, channel, source_id";

    public static readonly Query<Message> History = new(
        $"SELECT {Columns} FROM messages WHERE lead_id = $1 ORDER BY sent_at, id", Read);

    public static readonly Query<Message> Last = new(
        $"SELECT {Columns} FROM messages WHERE lead_id = $1 ORDER BY sent_at DESC, id DESC LIMIT $2", Read);

    /// <summary>A page in the order of the history: $2, $3 is the row before the page.</summary>
    public static readonly Query<Message> Page = new(
        $"SELECT {Columns} FROM messages WHERE lead_id = $1 AND (sent_at, id) > ($2, $3) ORDER BY sent_at, id LIMIT $4", Read);

    public static readonly Query<Message> BySource = new(
        $"SELECT {Columns} FROM messages WHERE channel = $1 AND source_id = $2", Read);

    public static readonly Query<long> Insert = new(
        "INSERT INTO messages (lead_id, sender, content, sent_at, channel, source_id) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        row => row.Int64(0));

    /// <summary>Notes on the lead that somebody wrote; changes no row if there is no such lead.</summary>
    public static readonly Command TouchLead = new(
        "UPDATE leads SET last_contact_at = CASE WHEN last_contact_at < $2 THEN $2 ELSE last_contact_at END WHERE id = $1");

    /// <summary>The same, and that it was the customer.</summary>
    public static readonly Command TouchLeadByCustomer = new(
        """
        UPDATE leads SET
            last_contact_at = CASE WHEN last_contact_at < $2 THEN $2 ELSE last_contact_at END,
            last_customer_message_at = CASE
                WHEN last_customer_message_at IS NULL OR last_customer_message_at < $2 THEN $2
                ELSE last_customer_message_at
            END
        WHERE id = $1
        """);

    private static readonly string[] SenderWords = ["customer", "assistant", "agent", "system"];

    public static string Word(MessageSender sender) => SenderWords[(int)sender];

    private static Message Read(Row row) => new()
    {
        Id = row.Int64(0),
        LeadId = row.Int64(1),
        Sender = ReadSender(row),
        Content = row.Text(3),
        SentAt = row.Time(4),
        Channel = row.IsNull(5) ? default(Channel?) : Channel.FromStored(row.Word(5)),
        SourceId = row.TextOrNull(6),
    };

    private static MessageSender ReadSender(Row row)
    {
        int index = Array.IndexOf(SenderWords, row.Word(2));
        return index >= 0
            ? (MessageSender)index
            : throw new LeadStoreException(LeadStoreErrorKind.Corrupt, $"Message {row.Int64(0)} has a sender that is none of {string.Join(", ", SenderWords)}.");
    }
}
