namespace SmsAssistant;

/// <summary>What a replayed day came to.</summary>
public sealed class DayCounts
{
    private readonly HashSet<long> _people = [];

    /// <summary>Messages that were stored for the first time.</summary>
    public int Stored { get; private set; }

    /// <summary>Messages that were stored before: retries, or an earlier run.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Webhooks that were refused.</summary>
    public int Refused { get; set; }

    /// <summary>People who wrote for the first time.</summary>
    public int NewLeads { get; private set; }

    /// <summary>Archived customers who came back.</summary>
    public int Restored { get; private set; }

    /// <summary>Replies that were written today.</summary>
    public int Replies { get; private set; }

    /// <summary>Reminders that were sent.</summary>
    public int Reminders { get; set; }

    public int LeadsBefore { get; set; }

    public int LeadsAfter { get; set; }

    public int MessagesAfter { get; set; }

    public void Count(Turn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        _people.Add(turn.Lead.Id);
        if (turn.Inbound.IsDuplicate)
        {
            Duplicates++;
            return;
        }

        Stored++;
        Replies += turn.Replies.Count;
        NewLeads += turn.Inbound.IsNew ? 1 : 0;
        Restored += turn.Inbound.WasRestored ? 1 : 0;
    }

    public void Print(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine();
        output.WriteLine($"Webhooks   {Stored + Duplicates + Refused}: {Stored} stored, {Duplicates} stored already, {Refused} refused");
        int known = _people.Count - NewLeads;
        output.WriteLine($"Customers  {_people.Count} wrote: {NewLeads} new leads, {known} known before, {Restored} out of the archive");
        output.WriteLine($"Answers    {Replies} replies, {Reminders} reminders");
        output.WriteLine($"Database   {LeadsAfter} leads, {MessagesAfter} messages; {LeadsAfter - LeadsBefore} leads more than before");
        output.WriteLine();
        output.WriteLine(Stored == 0 && NewLeads == 0
            ? "Everybody was recognised. Every message was stored already, so nothing was stored or sent twice."
            : "Run it again: everybody will be recognised.");
    }
}
