using System.Text.Json;
using LeadStore.Attributes;
using LeadStore.Engine;
using LeadStore.Settings;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>Stores settings: one that the store has already only if it was changed later in the source.</summary>
internal sealed class SettingStep(ImportContext context, TablePlan plan, TableTally tally) : ImportStep(context, plan, tally)
{
    private const int Key = 0;
    private const int Value = 1;
    private const int UpdatedAt = 2;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override async ValueTask Take(Session session, ImportRow row)
    {
        Row.Fill(row);
        string? key = Row.Text(Key, Limits.SettingKey);
        DateTimeOffset? updatedAt = Row.Time(UpdatedAt);
        string value = key is null ? "" : Json(key, Row.Exact(Value, Limits.SettingValue) ?? "");
        if (key is null)
        {
            Row.Reject(Rejection.Required(Row.Column(Key), "the key of the setting"));
        }
        else if (!_seen.Add(key))
        {
            Row.Reject(Rejection.DuplicateKey(Row.Column(Key)));
        }
        else if (!IsOfItsType(key, value))
        {
            Row.Reject(Value, "not_of_its_type", "is no value of the store's own setting of that name. Mend it, or leave it out.");
        }

        if (Row.Rejection is { } rejection)
        {
            Reject(row, rejection);
            return;
        }

        bool restIsNew = await RowKeeping.KeepRest(session, Context, Plan.Mapping.Table, key!, Row);
        StoredSetting stored = await session.First(ImportSql.SettingByKey, [key]);
        bool isNew = stored.Value is null;
        bool isLater = !isNew && stored.Value != value && updatedAt > stored.UpdatedAt;
        if (isNew || isLater)
        {
            await session.Execute(SettingSql.Set, [key, value, updatedAt ?? Context.Now]);
        }

        if (isNew)
        {
            Tally.Imported++;
        }
        else if (isLater || restIsNew)
        {
            Tally.Merged++;
        }
        else
        {
            Tally.Unchanged++;
        }
    }

    // JSON stays what it is, all else is a text.
    private string Json(string key, string text)
    {
        bool isText = key == LeadSettings.AssistantName.Key && !text.StartsWith('"');
        return !isText && text.Length > 0 && Row.Value(Value).Kind != ImportValueKind.Blob && ValueReading.IsJson(text) ? text : JsonText.String(text);
    }

    private static bool IsOfItsType(string key, string json)
    {
        try
        {
            return key switch
            {
                _ when key == LeadSettings.AssistantName.Key => JsonSerializer.Deserialize(json, LeadSettings.AssistantName.Type) is not null,
                _ when key == LeadSettings.Questions.Key => JsonSerializer.Deserialize(json, LeadSettings.Questions.Type) is not null,
                _ when key == LeadSettings.ReminderIntervals.Key =>
                    JsonSerializer.Deserialize(json, LeadSettings.ReminderIntervals.Type) is { } intervals
                    && SettingOperations.MakesSense(intervals, key),
                _ => true,
            };
        }
        catch (JsonException)
        {
            // Its own message may quote the value.
            return false;
        }
    }
}
