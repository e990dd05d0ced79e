namespace LeadStore.Tests.Sqlite.Support;

/// <summary>Calls every verb on properties and contact rules so that every branch that has a statement of its own is taken.</summary>
internal static class EveryPropertyVerb
{
    public static void Call(LeadDatabase store, long leadId, int number)
    {
        string address = $"{number} Main Street, Springfield, IL 62704";
        NewProperty property = new() { Address = address, SourceType = "tax_lien", Equity = new Money(100), TaxDebt = new Money(7) };
        store.Properties.CreateLead(new NewLead { Name = "Ada Abbott" }, property);
        store.Properties.Set(leadId, property);
        store.Properties.Set(leadId, property with { IsVacant = true });
        store.Properties.Update(leadId, it => it with { IsVacant = false });
        store.Properties.Get(leadId);
        store.Properties.FindByAddress(address);
        store.Properties.SetRaw(leadId, "{}");
        store.Properties.GetRaw(leadId);
        foreach (ScoreKind kind in Enum.GetValues<ScoreKind>())
        {
            store.Properties.SetScore(leadId, kind, 50, "rule");
        }

        store.Properties.ListScores(leadId);
        store.Properties.SetTemperature(leadId, LeadTemperature.Hot);
        store.Properties.AddFeedback(leadId, good: true);
        store.Properties.List(new PropertyFilter());
        store.Properties.List(new PropertyFilter { MinEquity = new Money(1) });
        store.Properties.List(new PropertyFilter { MinTaxDebt = new Money(1) });
        store.Properties.Delete(leadId);

        NewPropertyRecord record = new() { Source = "county", Address = address, Raw = "1" };
        long recordId = store.Properties.AddRecord(record).Record.Id;
        store.Properties.AddRecords([record with { Raw = "2" }]);
        store.Properties.GetRecord(recordId);
        store.Properties.GetRecordRaw(recordId);
        store.Properties.CountUnprocessed();
        store.Properties.ReleaseRecord(recordId, store.Properties.ClaimUnprocessed().Id);
        store.Properties.CompleteRecord(recordId, store.Properties.ClaimUnprocessed().Id, leadId);

        store.ContactRules.SetDoNotCall(leadId, true);
        store.ContactRules.CanContact(leadId, Channel.Sms);
    }
}
