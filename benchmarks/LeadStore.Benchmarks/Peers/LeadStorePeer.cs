namespace LeadStore.Benchmarks.Peers;

/// <summary>This library, on a copy of <see cref="SampleStore"/>.</summary>
internal sealed class LeadStorePeer(int leads) : IPeer
{
    private readonly WorkingCopy _copy = new("suite", Durability.Full, leads: leads);

    private LeadDatabase Store => _copy.Store;

    public long FindByPhone(int n) => Store.CheckExistingCustomer(SampleStore.Phone(n))!.Id;

    public long FindUnknown() => Store.CheckExistingCustomer("+447700900123")?.Id ?? 0;

    public long Get(int n) => Store.GetRequiredLead(n + 1).Id;

    public long History(int n) => Store.GetConversationHistory(n + 1).Count;

    public long Inbox() => Store.ListLeads(new LeadFilter()).Items.Count;

    public long CreateMessage(int n) => Store.CreateMessage(n + 1, MessageSender.Customer, ApplicationFile.Text).Id;

    public long Ingest(int n) => Store.IngestInbound(new InboundMessage { From = SampleStore.Phone(n), Body = ApplicationFile.Text }).History.Count;

    public long CreateLead(int n) => Store.CreateLead(NewLead(n)).Id;

    public long CreateThousand(int n) => Store.InTransaction(tx => Enumerable.Range(n, 1000).Sum(i => tx.CreateLead(NewLead(i)).Id));

    public long Delete(int n) => Store.DeleteLead(n + 1).MessagesDeleted;

    public long Open()
    {
        using LeadDatabase db = LeadDatabase.Open(Store.Path);
        return db.CheckExistingCustomer(SampleStore.Phone(0))!.Id;
    }

    public void Dispose() => _copy.Dispose();

    private static NewLead NewLead(int n) =>
        SampleStore.TypicalLead(n, TimeProvider.System.GetUtcNow()) with { Phone = ApplicationFile.NewPhone(n) };
}
