namespace LeadStore.Tests.Maintenance.Support;

/// <summary>A store with enough in it that a backup takes several steps.</summary>
internal static class StoreData
{
    public static void Fill(LeadDatabase store, int leads = 20, int messages = 10)
    {
        store.InTransaction(tx =>
        {
            for (int i = 0; i < leads; i++)
            {
                Lead lead = tx.CreateLead(new NewLead { Phone = $"+447700{900_000 + i}", Name = $"Name {i}" });
                for (int n = 0; n < messages; n++)
                {
                    tx.CreateMessage(lead.Id, MessageSender.Customer, $"Message {n} of {i} {new string('x', 300)}");
                }
            }
        });
    }

    public static void FillMessages(LeadDatabase store, long lead, int messages) => store.InTransaction(tx =>
    {
        for (int n = 0; n < messages; n++)
        {
            tx.CreateMessage(lead, MessageSender.Agent, $"Answer {n}");
        }
    });

    /// <summary>Everything that two stores must agree on to be the same.</summary>
    public static string Describe(LeadDatabase store) => string.Join('\n', store
        .EnumerateLeads(new LeadFilter { IncludeArchived = true })
        .OrderBy(lead => lead.Id)
        .Select(lead => $"{lead.Id} {lead.Uid} {lead.Phone} {lead.Name} {lead.Version} {string.Join('|', store.GetConversationHistory(lead.Id).Select(m => $"{m.Id} {m.Content} {m.SentAt:O}"))}"));

    public static string DescribeFile(string path)
    {
        using LeadDatabase store = LeadDatabase.Open(path);
        return Describe(store);
    }
}
