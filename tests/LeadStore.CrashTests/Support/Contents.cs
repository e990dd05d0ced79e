using System.Globalization;

namespace LeadStore.CrashTests.Support;

/// <summary>What the public interface reads out of a file, by the tokens of the writes.</summary>
internal sealed class Contents
{
    /// <summary>The messages by the token of their write: part, text, id.</summary>
    public Dictionary<string, List<(int Part, string Text, long Id)>> Messages { get; } = [];

    /// <summary>The leads that a write made, by its token, and whether they are archived.</summary>
    public Dictionary<string, bool> Leads { get; } = [];

    /// <summary>Rows that no write made.</summary>
    public List<string> Foreign { get; } = [];

    /// <summary>When the newest of them was stored, in ticks of UTC.</summary>
    public long NewestMessage { get; private set; }

    public static Contents Of(LeadDatabase store)
    {
        Contents contents = new();
        foreach (Lead lead in store.EnumerateLeads(new LeadFilter { IncludeArchived = true }))
        {
            if (lead.Name is not null && !contents.Leads.TryAdd(lead.Name, lead.Archived))
            {
                contents.Foreign.Add($"lead {lead.Id}");
            }

            foreach (Message message in store.GetConversationHistory(lead.Id))
            {
                contents.Add(message);
            }
        }

        return contents;
    }

    private void Add(Message message)
    {
        string[] words = message.Content.Split(' ');
        if (words.Length != 3 || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int part))
        {
            Foreign.Add($"message {message.Id}");
            return;
        }

        if (!Messages.TryGetValue(words[0], out List<(int Part, string Text, long Id)>? parts))
        {
            Messages.Add(words[0], parts = []);
        }

        parts.Add((part, message.Content, message.Id));
        NewestMessage = Math.Max(NewestMessage, message.SentAt.UtcTicks);
    }
}
