using System.Text.Json;
using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.Validation;

namespace LeadStore.Attributes;

/// <summary>The verbs on attributes, each written once for every engine and for both ways of calling it.</summary>
internal static class AttributeOperations
{
    public static async ValueTask<IReadOnlyDictionary<string, JsonElement>> Get(Session session, long leadId) =>
        Read(await session.First(AttributeSql.OfLead, [leadId]), $"lead {leadId}");

    public static async ValueTask<IReadOnlyDictionary<string, JsonElement>> GetOfMessage(Session session, long messageId) =>
        Read(await session.First(AttributeSql.OfMessage, [messageId]), $"message {messageId}");

    public static async ValueTask<IReadOnlyDictionary<string, JsonElement>> Set(
        Session session, (long LeadId, string Name, JsonElement? Value) call)
    {
        Validator validator = new();
        string name = validator.Required("name", call.Name, Limits.AttributeName);
        string? json = null;
        if (call.Value is { ValueKind: JsonValueKind.Undefined })
        {
            validator.Add("value", "required", "a JSON value is needed; null removes the attribute.");
        }
        else
        {
            json = call.Value?.GetRawText();
            validator.CheckText("value", json ?? "", Limits.Attributes);
        }

        validator.ThrowIfAny();
        if (await session.First(LeadSql.IdById, [call.LeadId]) == 0)
        {
            throw new LeadNotFoundException(call.LeadId);
        }

        AttributeBag bag = Parse(await session.First(AttributeSql.OfLead, [call.LeadId]), $"lead {call.LeadId}");
        bag.Set(name, json);
        validator.CheckText("attributes", bag.ToJson(), Limits.Attributes);
        validator.ThrowIfAny();
        await Store(session, call.LeadId, bag);
        return await Get(session, call.LeadId);
    }

    /// <summary>Stores all attributes of a lead.</summary>
    public static async ValueTask Store(Session session, long leadId, AttributeBag bag)
    {
        if (bag.Count == 0)
        {
            await session.Execute(AttributeSql.DeleteOfLead, [leadId]);
            return;
        }

        await session.Execute(AttributeSql.SetOfLead, [leadId, bag.ToJson()]);
    }

    /// <summary>Whether the attributes of a lead have room for more.</summary>
    public static async ValueTask<bool> HasRoom(Session session, long leadId, string json) =>
        ((await session.First(AttributeSql.OfLead, [leadId]))?.Length ?? 0) + json.Length <= Limits.Attributes - 100_000;

    /// <summary>Adds JSON to the list of a name, if it is not there. What stands there and is no list becomes the first of it.</summary>
    /// <returns>False if it was there.</returns>
    public static async ValueTask<bool> AddToList(Session session, long leadId, string name, string json)
    {
        AttributeBag bag = Parse(await session.First(AttributeSql.OfLead, [leadId]), $"lead {leadId}");
        string? stored = bag.Get(name);
        List<string> list = JsonText.Elements(stored) ?? (stored is null ? [] : [stored]);
        if (list.Contains(json, StringComparer.Ordinal))
        {
            return false;
        }

        list.Add(json);
        bag.Set(name, JsonText.Array(list));
        await Store(session, leadId, bag);
        return true;
    }

    public static AttributeBag Parse(string? json, string of)
    {
        try
        {
            return AttributeBag.Parse(json);
        }
        catch (JsonException)
        {
            throw Damaged(of);
        }
    }

    private static Dictionary<string, JsonElement> Read(string? json, string of)
    {
        Dictionary<string, JsonElement> attributes = new(StringComparer.Ordinal);
        foreach ((string name, string value) in Parse(json, of).Pairs)
        {
            using JsonDocument document = JsonDocument.Parse(value, new JsonDocumentOptions { MaxDepth = JsonText.StoredDepth });
            attributes[name] = document.RootElement.Clone();
        }

        return attributes;
    }

    // The parser's own message may quote the text.
    private static LeadStoreException Damaged(string of) => new(
        LeadStoreErrorKind.Corrupt, $"The stored attributes of {of} are not a JSON object. Mend the column attributes of that row.");
}
