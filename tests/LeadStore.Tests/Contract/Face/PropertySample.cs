using System.Reflection;

namespace LeadStore.Tests.Contract.Face;

/// <summary>A lead with a property and a record that is claimed, and the arguments of the verbs on them.</summary>
internal sealed class PropertySample
{
    private const string Address = "12 Main Street, Springfield, IL 62704";
    private readonly long _recordId;
    private readonly Guid _claim;

    private PropertySample(long recordId, Guid claim)
    {
        _recordId = recordId;
        _claim = claim;
    }

    public static async Task<PropertySample> Prepare(ILeadStore store, long leadId)
    {
        await store.Properties.SetAsync(leadId, new NewProperty { Address = Address, SourceType = "tax_lien" });
        await store.Properties.AddRecordAsync(Record("county", "1"));
        PropertyRecordClaim claim = await store.Properties.ClaimUnprocessedAsync();
        await store.Properties.AddRecordAsync(Record("city", "2"));
        return new PropertySample(claim.Records.Single().Record.Id, claim.Id);
    }

    public object? Argument(ParameterInfo parameter) => parameter switch
    {
        { Name: "lead" } => new NewLead { Name = "Ada Abbott" },
        { Name: "property" } => new NewProperty { Address = Address, SourceType = "tax_lien", IsVacant = true },
        { Name: "change", ParameterType: Type type } when type == typeof(Func<PropertyFacts, PropertyFacts>) =>
            (Func<PropertyFacts, PropertyFacts>)(it => it with { IsVacant = true }),
        { Name: "change" } => (Func<ContactRules, ContactRules>)(it => it with { TimeZone = "America/Chicago" }),
        { Name: "json" } => """{ "parcel": 7 }""",
        { Name: "temperature" } => LeadTemperature.Hot,
        { Name: "good" or "doNotCall" } => true,
        { Name: "kind" } => ScoreKind.Ai,
        { Name: "value" } => 80,
        { Name: "address" } => Address,
        { Name: "filter" } => new PropertyFilter(),
        { Name: "record" } => Record("county", "again"),
        { Name: "records" } => new[] { Record("county", "again"), Record("state", "3") },
        { Name: "recordId" } => _recordId,
        { Name: "claim" } => _claim,
        { Name: "channel" } => Channel.Sms,
        _ => throw new InvalidOperationException($"Say what a test gives for the parameter {parameter.Name} of {parameter.Member}."),
    };

    private static NewPropertyRecord Record(string source, string raw) => new() { Source = source, Address = Address, Raw = raw };
}
