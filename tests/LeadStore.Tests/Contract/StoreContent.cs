using System.Text.Json;

namespace LeadStore.Tests.Contract;

/// <summary>Everything that a store lets its users read, as one text: two equal texts are two equal stores.</summary>
internal static class StoreContent
{
    public static async Task<string> Of(ILeadStore store)
    {
        List<object> rows = [];
        foreach (Lead lead in (await store.GetAllLeadsAsync(includeArchived: true)).OrderBy(lead => lead.Id))
        {
            rows.Add(lead);
            await AddAttributes(rows, store.Attributes.GetAsync(lead.Id));
            foreach (Message message in await store.GetConversationHistoryAsync(lead.Id))
            {
                rows.Add(message);
                await AddAttributes(rows, store.Attributes.GetOfMessageAsync(message.Id));
            }

            rows.AddRange(await store.ListQualificationsAsync(lead.Id));
            rows.AddRange(await store.SkipTrace.GetHistoryAsync(lead.Id));
            rows.AddRange((await store.SkipTrace.ListPhonesAsync(lead.Id)).Select(phone => $"{phone.Phone} {JsonSerializer.Serialize(phone)}"));
            rows.AddRange(await store.SkipTrace.ListEmailsAsync(lead.Id));
            rows.Add(await store.Costs.GetForLeadAsync(lead.Id));
            if (await store.Reminders.GetAsync(lead.Id) is { } reminder)
            {
                rows.Add(reminder);
            }

            await AddProperty(rows, store, lead.Id);
            rows.AddRange((await store.Notes.ListAsync(lead.Id, pageSize: 1000)).Items);
            rows.AddRange((await store.Activities.ListAsync(lead.Id, pageSize: 1000)).Items);
            rows.AddRange(await store.Users.ListAssignmentsAsync(lead.Id));
            rows.AddRange((await store.Campaigns.ListOfLeadAsync(lead.Id, pageSize: 1000)).Items);
            foreach (CallLog call in (await store.Calls.ListAsync(lead.Id, pageSize: 1000)).Items)
            {
                rows.Add($"{call.Phone} {JsonSerializer.Serialize(call)}");
                rows.Add($"{await store.Calls.GetTranscriptAsync(call.Id)} {await store.Calls.GetAnalysisAsync(call.Id)}");
            }

            if (await store.Organizations.GetOfLeadAsync(lead.Id) is { } organization)
            {
                rows.Add(organization);
            }
        }

        foreach (Organization organization in await store.Organizations.ListAsync())
        {
            rows.Add(organization);
            rows.AddRange(await store.Organizations.GetUsageAsync(organization.Id));
        }

        foreach (User user in await store.Users.ListAsync(includeInactive: true))
        {
            rows.Add(user);
            rows.Add($"hash {await store.Users.GetPasswordHashAsync(user.Id)}");
        }

        if (await store.Properties.CountUnprocessedAsync() is > 0 and var unprocessed)
        {
            rows.Add(unprocessed);
        }

        rows.AddRange((await store.Campaigns.ListAsync(pageSize: 1000)).Items);
        rows.AddRange((await store.Costs.ListAsync(new CostFilter(), pageSize: 1000)).Items);
        rows.AddRange(await store.Sources.ListAsync(includeInactive: true));
        rows.AddRange((await store.Settings.ListAsync()).Select(setting => (object)setting));
        return string.Join('\n', rows.Select(row => $"{row.GetType().Name} {JsonSerializer.Serialize(row)}"));
    }

    private static async Task AddProperty(List<object> rows, ILeadStore store, long leadId)
    {
        ContactRules rules = await store.ContactRules.GetAsync(leadId);
        if (rules != new ContactRules { LeadId = leadId })
        {
            rows.Add(rules);
        }

        if (await store.Properties.GetAsync(leadId) is { } property)
        {
            rows.Add(property);
            rows.Add(await store.Properties.GetRawAsync(leadId) ?? "");
            rows.AddRange(await store.Properties.ListScoresAsync(leadId));
        }
    }

    private static async Task AddAttributes(List<object> rows, ValueTask<IReadOnlyDictionary<string, JsonElement>> reading)
    {
        if (await reading is { Count: > 0 } attributes)
        {
            rows.Add(attributes);
        }
    }
}
