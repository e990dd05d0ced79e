namespace LeadStore.Messages;

/// <summary>
/// How the ids of messages are made: that of the lead times 2^24, plus a number that counts from 1 within the lead. So the messages of a
/// lead are one range of the table. Here for code and for SQL; the scripts of the schema have it too, and a released one does not change.
/// </summary>
internal static class MessageId
{
    private const int Bits = 24;
    private const long MostOfLead = (1L << Bits) - 1;

    /// <summary>The id before the first message of a lead, which no message has.</summary>
    public static long BeforeFirst(long leadId) => leadId << Bits;

    /// <summary>The lead of a message.</summary>
    public static long LeadOf(long id) => id >> Bits;

    /// <summary>Whether a message of that lead can have that id.</summary>
    public static bool IsOf(long leadId, long id) => LeadOf(id) == leadId && id != BeforeFirst(leadId);

    /// <summary><see cref="BeforeFirst(long)"/> in SQL.</summary>
    /// <param name="leadId">SQL for the id of the lead: a column or a parameter.</param>
    public static string BeforeFirst(string leadId) => $"({leadId} << {Bits})";

    /// <summary><see cref="LeadOf(long)"/> in SQL.</summary>
    /// <param name="id">SQL for the id of the message.</param>
    public static string LeadOf(string id) => $"({id} >> {Bits})";

    /// <summary>The ids that messages of a lead have, in SQL: what stands behind <c>id</c>.</summary>
    /// <param name="leadId">SQL for the id of the lead.</param>
    public static string BetweenThoseOf(string leadId) => $"BETWEEN {BeforeFirst(leadId)} AND {BeforeFirst(leadId)} + {MostOfLead}";
}
