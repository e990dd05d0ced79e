using System.Text.Json;
using LeadStore;

namespace SkipTraceDesk;

/// <summary>The list as the county gives it out: kept verbatim first, made into leads second, so that neither is ever done twice.</summary>
internal static class CountyList
{
    private const string Source = "county";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static void Import(LeadDatabase db, string path)
    {
        AddRecordsReport report = db.Properties.AddRecords(
            File.ReadLines(path).Select(line => new NewPropertyRecord { Source = Source, Address = Read(line).Address, Raw = line }));
        Console.WriteLine($"County list: {report.Added} new, {report.Updated + report.Known} known.");
    }

    public static void MakeLeads(LeadDatabase db)
    {
        while (true)
        {
            // Two desks on one file never get the same records; those of a desk that dies come back after the lease time.
            PropertyRecordClaim claim = db.Properties.ClaimUnprocessed(count: 20, leaseTime: TimeSpan.FromMinutes(5));
            if (claim.Records.Count == 0)
            {
                return;
            }

            foreach (ClaimedPropertyRecord claimed in claim.Records)
            {
                db.InTransaction(tx => MakeLead(tx, claimed, claim.Id));
            }
        }
    }

    private static void MakeLead(LeadDatabase tx, ClaimedPropertyRecord claimed, Guid claim)
    {
        CountyRow row = Read(claimed.Raw);
        NewProperty property = new()
        {
            Address = row.Address,
            SourceType = row.List,
            EstimatedValue = Money.FromAmount(row.Value),
            Equity = Money.FromAmount(row.Equity),
            TaxDebt = Money.FromAmount(row.TaxDebt),
            IsVacant = row.Vacant,
            IsProbate = row.Probate,
        };
        Lead lead = tx.Properties.CreateLead(new NewLead { Name = row.Owner, Source = Source }, property).Lead;
        tx.Properties.SetTemperature(lead.Id, row.Vacant && row.TaxDebt > 0 ? LeadTemperature.Hot : LeadTemperature.Warm);
        tx.Properties.CompleteRecord(claimed.Record.Id, claim, lead.Id);
    }

    private static CountyRow Read(string line) =>
        JsonSerializer.Deserialize<CountyRow>(line, Json) ?? throw new InvalidDataException("A line of the list is empty.");
}

/// <summary>A line of the list.</summary>
internal sealed record CountyRow(
    string Address, string Owner, string List, decimal Value, decimal Equity, decimal TaxDebt, bool Vacant, bool Probate);
