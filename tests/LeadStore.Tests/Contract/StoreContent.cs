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
            rows.AddRange(await store.GetConversationHistoryAsync(lead.Id));
            rows.AddRange(await store.ListQualificationsAsync(lead.Id));
            if (await store.Reminders.GetAsync(lead.Id) is { } reminder)
            {
                rows.Add(reminder);
            }
        }

        rows.AddRange(await store.Sources.ListAsync(includeInactive: true));
        rows.AddRange((await store.Settings.ListAsync()).Select(setting => (object)setting));
        return string.Join('\n', rows.Select(row => $"{row.GetType().Name} {JsonSerializer.Serialize(row)}"));
    }
}
