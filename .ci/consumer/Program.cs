using LeadStore;

// Uses the package as the README shows it, and fails loudly where something is not as it says.
string path = args[0];
using (LeadDatabase db = LeadDatabase.Open(new LeadDatabaseOptions { Path = path, DefaultRegion = "GB" }))
{
    Require(db.CheckExistingCustomer("+44 7809 505864") is null, "a new store knows nobody");
    Lead lead = db.CreateLead(new NewLead { Phone = "07809 505864", Name = "John Smith", Email = "John@Example.com" });
    Require(lead is { Id: 1, Phone: "+447809505864", Email: "john@example.com", Version: 1 }, "a lead comes back as stored");
    db.CreateMessage(lead.Id, MessageSender.Customer, "Hi");
    lead = db.UpdateLead(lead.Id, l => l with { Status = LeadStatus.Active, Progress = 50 });
    Require(lead.Status == "active" && lead.Version == 2, "an update comes back as stored");

    InboundMessage inbound = new() { From = "whatsapp:+447809505864", Body = "Still interested 👍", Channel = "whatsapp", SourceId = "SM1" };
    InboundResult first = db.IngestInbound(inbound);
    InboundResult second = await db.IngestInboundAsync(inbound);
    Require(!first.IsNew && !first.IsDuplicate && second.IsDuplicate && second.Message == first.Message, "a webhook is taken in once");
    Require(db.ArchiveLead(lead.Id) && db.CheckExistingCustomer("0044 7809 505864") is { Archived: false }, "an archived customer comes back");
}

ILeadStore store = LeadDatabase.Open(path);
await using (store)
{
    LeadConversation? conversation = await store.GetLeadWithHistoryAsync("tel:+44-7809-505864");
    Require(conversation is { History: [{ Content: "Hi" }, { Content: "Still interested 👍" }] }, "everything is there after reopening");
    try
    {
        await store.CreateLeadAsync(new NewLead { Phone = "+447809505864" });
        Require(false, "a second lead with the same phone is refused");
    }
    catch (DuplicateLeadException duplicate) when (duplicate.ExistingId == 1)
    {
        Require(!duplicate.ToString().Contains("7809", StringComparison.Ordinal), "errors are free of phone numbers");
    }

    Require((await store.DeleteLeadAsync(1)).MessagesDeleted == 2, "a delete says what went");
}

Console.WriteLine("The packed package works in an application of its own.");

static void Require(bool holds, string what)
{
    if (!holds)
    {
        throw new InvalidOperationException($"Not so: {what}.");
    }
}
