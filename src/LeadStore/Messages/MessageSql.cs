using LeadStore.Engine;

namespace LeadStore.Messages;

/// <summary>Every statement on the table of this room.</summary>
internal static class MessageSql
{
    private const string Columns = "id, lead_id, sender, content, sent_at, channel, source_id";

    // An id of a lead that is too large to have messages would begin the range of another one.

    /// <summary>The messages of the lead $1, by the range of the table that their ids are.</summary>
    public static readonly string OfLead = $"id {MessageId.BetweenThoseOf("$1")} AND lead_id = $1";

    /// <summary>
    /// How many messages have no lead, or lie where its messages are not looked for; no foreign key tells. Reads both tables from end to end.
    /// </summary>
    public static readonly string CountAstray = $"""
        SELECT count(*) FROM messages
        WHERE NOT EXISTS (SELECT 1 FROM leads WHERE leads.id = messages.lead_id)
            OR ({MessageId.LeadOf("id")} <> lead_id AND (SELECT user_version FROM pragma_user_version) >= 3)
        """;

    /// <summary>All messages of a lead as they lie, which is the order of the history unless one was stored after a later one.</summary>
    public static readonly Query<Message> All = new($"SELECT {Columns} FROM messages WHERE {OfLead} ORDER BY id", Read);

    /// <summary>The lead itself if one was, and the order of its history must be made.</summary>
    public static readonly Query<long> OutOfOrder = new(
        "SELECT lead_id FROM messages WHERE lead_id = $1 AND out_of_order IS NOT NULL LIMIT 1", row => row.Int64(0));

    /// <summary>The last messages as they lie, newest first.</summary>
    public static readonly Query<Message> Last = new($"SELECT {Columns} FROM messages WHERE {OfLead} ORDER BY id DESC LIMIT $2", Read);

    /// <summary>The same where the order must be made.</summary>
    public static readonly Query<Message> LastSorted = new(
        $"SELECT {Columns} FROM messages WHERE {OfLead} ORDER BY sent_at DESC, id DESC LIMIT $2", Read)
    { MaySort = true };

    /// <summary>A page of the messages as they lie: $2 is the id before the page.</summary>
    public static readonly Query<Message> Page = new(
        $"SELECT {Columns} FROM messages WHERE {OfLead} AND id > $2 ORDER BY id LIMIT $3", Read);

    /// <summary>The same where the order must be made: $2, $3 is the row before the page.</summary>
    public static readonly Query<Message> PageSorted = new(
        $"SELECT {Columns} FROM messages WHERE {OfLead} AND (sent_at, id) > ($2, $3) ORDER BY sent_at, id LIMIT $4", Read)
    { MaySort = true };

    public static readonly Query<Message> BySource = new(
        $"SELECT {Columns} FROM messages WHERE channel = $1 AND source_id = $2", Read);

    /// <summary>
    /// Stores a message behind the last one of its lead, if there is such a lead, with its checksum: what the schema's triggers find out for other programs is found
    /// out here.
    /// </summary>
    public static readonly Insert Insert = new(
        $"""
        INSERT INTO messages (id, lead_id, sender, content, sent_at, channel, source_id, out_of_order, checksum)
        SELECT
            coalesce(last.id, {MessageId.BeforeFirst("$1")}) + 1, $1, $2, $3, $4, $5, $6, CASE WHEN $4 < last.sent_at THEN 1 END,
            leadstore_row_checksum(coalesce(last.id, {MessageId.BeforeFirst("$1")}) + 1, $1, $2, $3, $4, $5, $6)
        FROM lead_activity
        LEFT JOIN messages AS last ON last.id = (SELECT max(id) FROM messages WHERE {OfLead})
        WHERE lead_activity.lead_id = $1
        """);

    /// <summary>
    /// Stores a message whose place its caller knows, with its checksum: $1 is the id, behind the last one of the lead $2; $8 is 1 if it
    /// was sent before that one. The lead must be there: of a row with a checksum the schema's triggers ask nothing.
    /// </summary>
    public static readonly Command InsertInPlace = new(
        """
        INSERT INTO messages (id, lead_id, sender, content, sent_at, channel, source_id, out_of_order, checksum)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, leadstore_row_checksum($1, $2, $3, $4, $5, $6, $7))
        """);

    /// <summary>Notes on the lead that somebody wrote; changes no row if there is no such lead.</summary>
    public static readonly Command TouchLead = new(
        "UPDATE lead_activity SET last_contact_at = CASE WHEN last_contact_at < $2 THEN $2 ELSE last_contact_at END WHERE lead_id = $1");

    /// <summary>The same, and that it was the customer.</summary>
    public static readonly Command TouchLeadByCustomer = new(
        """
        UPDATE lead_activity SET
            last_contact_at = CASE WHEN last_contact_at < $2 THEN $2 ELSE last_contact_at END,
            last_customer_message_at = CASE
                WHEN last_customer_message_at IS NULL OR last_customer_message_at < $2 THEN $2
                ELSE last_customer_message_at
            END
        WHERE lead_id = $1
        """);

    /// <summary>The senders as they are stored, in the order of <see cref="MessageSender"/>.</summary>
    public static readonly string[] SenderWords = ["customer", "assistant", "agent", "system"];

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
