using System.Text.Json;
using LeadStore.Engine;
using LeadStore.Validation;

namespace LeadStore.Settings;

/// <summary>The verbs on settings, each written once for every engine and for both ways of calling it.</summary>
internal static class SettingOperations
{
    public static async ValueTask<T> Get<T>(Session session, Setting<T> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        if (await session.First(SettingSql.Get, [setting.Key]) is not { } stored)
        {
            return setting.Default;
        }

        try
        {
            T value = JsonSerializer.Deserialize(stored, setting.Type) ?? setting.Default;
            if (MakesSense(value, setting.Key))
            {
                return value;
            }
        }
        catch (JsonException)
        {
            // Its own message may quote the value.
        }

        throw new LeadStoreException(
            LeadStoreErrorKind.Corrupt, $"The stored value of the setting {setting.Key} is not of its type {typeof(T).Name}. Set or reset it.");
    }

    public static async ValueTask<T> Set<T>(Session session, (Setting<T> Setting, T Value) call)
    {
        ArgumentNullException.ThrowIfNull(call.Setting);
        Validator validator = new();
        validator.Required("key", call.Setting.Key, Limits.SettingKey);
        if (call.Value is null)
        {
            validator.Add("value", "required", "a value is needed; Reset goes back to the default.");
            validator.ThrowIfAny();
        }

        if (!MakesSense(call.Value, call.Setting.Key))
        {
            validator.Add("value", "out_of_range", "reminder intervals ascend, from more than zero to at most 365 days.");
        }

        foreach (string text in Texts(call.Value))
        {
            validator.CheckText("value", text, Limits.SettingValue);
        }

        string json = JsonSerializer.Serialize(call.Value, call.Setting.Type);
        validator.CheckText("value", json, Limits.SettingValue);
        if (json.Contains("\\u0000", StringComparison.Ordinal))
        {
            validator.Add("value", "invalid_text", "contains U+0000, which no text may.");
        }

        validator.ThrowIfAny();
        await session.Execute(SettingSql.Set, [call.Setting.Key, json, session.Now]);
        return call.Value;
    }

    public static async ValueTask<bool> Reset(Session session, string key) => await session.Execute(SettingSql.Reset, [key]) > 0;

    public static async ValueTask<IReadOnlyDictionary<string, string>> List(Session session, bool _) =>
        (await session.All(SettingSql.List, [])).ToDictionary(StringComparer.Ordinal);

    // JSON would replace half of a surrogate pair without a word.
    private static IEnumerable<string> Texts<T>(T value) => value switch
    {
        string text => [text],
        IEnumerable<string> texts => texts,
        _ => [],
    };

    // Reminders read this one, so that it must make sense to them.
    public static bool MakesSense<T>(T value, string key)
    {
        if (key != LeadSettings.ReminderIntervals.Key || value is not IReadOnlyList<TimeSpan> intervals)
        {
            return true;
        }

        TimeSpan previous = TimeSpan.Zero;
        foreach (TimeSpan interval in intervals)
        {
            if (interval <= previous || interval > TimeSpan.FromDays(365))
            {
                return false;
            }

            previous = interval;
        }

        return true;
    }
}
