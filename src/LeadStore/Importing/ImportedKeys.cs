using System.Globalization;
using System.Text.Json;
using LeadStore.Engine;

namespace LeadStore.Importing;

/// <summary>
/// By which keys the source knows what an import has stored in rooms that keep no key of another system: organizations, users, notes,
/// campaigns and what was sent of them, calls that have the ids of their providers. They stand with the rows that belong to no lead.
/// </summary>
internal sealed class ImportedKeys(string system, DateTimeOffset now)
{
    public const string Organizations = "leadstore.organizations";
    public const string Users = "leadstore.users";
    public const string Notes = "leadstore.notes";
    public const string Campaigns = "leadstore.campaigns";
    public const string Calls = "leadstore.calls";
    public const string Sends = "leadstore.campaign_sends";

    // The rows of one table name the same few over and over.
    private const int MostKnown = 10_000;

    private readonly Dictionary<(string Kind, string Key), KnownKey> _known = [];

    /// <summary>What has a key; nothing with the id 0 if nothing has.</summary>
    public async ValueTask<KnownKey> Find(Session session, string kind, string key)
    {
        if (_known.TryGetValue((kind, key), out KnownKey known))
        {
            return known;
        }

        StoredRow stored = await session.First(ImportSql.RowByKey, [system, kind, key]);
        if (stored.Id == 0)
        {
            return default;
        }

        using JsonDocument content = JsonDocument.Parse(stored.Content!);
        known = new KnownKey(
            content.RootElement.GetProperty("id").GetInt64(),
            content.RootElement.TryGetProperty("lead", out JsonElement lead) ? lead.GetInt64() : 0);
        Note(kind, key, known);
        return known;
    }

    /// <summary>Remembers what has a key, and whose it is if it belongs to a lead.</summary>
    public async ValueTask Remember(Session session, string kind, string key, KnownKey known)
    {
        string content = known.LeadId == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{{\"id\":{known.Id}}}")
            : string.Create(CultureInfo.InvariantCulture, $"{{\"id\":{known.Id},\"lead\":{known.LeadId}}}");
        StoredRow stored = await session.First(ImportSql.RowByKey, [system, kind, key]);
        await (stored.Id == 0
            ? session.Execute(ImportSql.InsertRow, [system, kind, key, content, now])
            : session.Execute(ImportSql.UpdateRow, [stored.Id, content]));
        Note(kind, key, known);
    }

    private void Note(string kind, string key, KnownKey known)
    {
        if (_known.Count >= MostKnown)
        {
            _known.Clear();
        }

        _known[(kind, key)] = known;
    }
}

/// <summary>What the store has for a key of the source.</summary>
/// <param name="Id">In its room; 0 for nothing.</param>
/// <param name="LeadId">The lead that it belongs to; 0 if it belongs to none.</param>
internal readonly record struct KnownKey(long Id, long LeadId);
