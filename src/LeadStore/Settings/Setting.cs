using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LeadStore;

/// <summary>A setting: its key, its type and its default. Make one's own with <see cref="Setting"/>; the store's are in <see cref="LeadSettings"/>.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class Setting<T>
{
    internal Setting(string key, T defaultValue, JsonTypeInfo<T> type)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        Key = key;
        Default = defaultValue;
        Type = type;
    }

    /// <summary>The key in the table <c>settings</c>, 1 to 200 characters.</summary>
    public string Key { get; }

    /// <summary>What <see cref="SettingStore.Get"/> returns while nothing is stored.</summary>
    public T Default { get; }

    internal JsonTypeInfo<T> Type { get; }
}

/// <summary>Makes settings of an application's own. Values are stored as JSON.</summary>
/// <example><code>static readonly Setting&lt;string&gt; CrmWebhook = Setting.Text("crm_webhook", "");</code></example>
public static class Setting
{
    /// <summary>A text.</summary>
    /// <param name="key">1 to 200 characters, for example <c>crm_webhook</c>.</param>
    /// <param name="defaultValue">The value while nothing is stored.</param>
    public static Setting<string> Text(string key, string defaultValue) => new(key, defaultValue, SettingJson.Default.String);

    /// <summary>A list of texts.</summary>
    /// <inheritdoc cref="Text"/>
    public static Setting<IReadOnlyList<string>> Texts(string key, IReadOnlyList<string> defaultValue) =>
        new(key, defaultValue, SettingJson.Default.IReadOnlyListString);

    /// <summary>A whole number.</summary>
    /// <inheritdoc cref="Text"/>
    public static Setting<long> Number(string key, long defaultValue) => new(key, defaultValue, SettingJson.Default.Int64);

    /// <summary>Yes or no.</summary>
    /// <inheritdoc cref="Text"/>
    public static Setting<bool> Flag(string key, bool defaultValue) => new(key, defaultValue, SettingJson.Default.Boolean);

    /// <summary>A length of time.</summary>
    /// <inheritdoc cref="Text"/>
    public static Setting<TimeSpan> Duration(string key, TimeSpan defaultValue) => new(key, defaultValue, SettingJson.Default.TimeSpan);

    /// <summary>A list of lengths of time.</summary>
    /// <inheritdoc cref="Text"/>
    public static Setting<IReadOnlyList<TimeSpan>> Durations(string key, IReadOnlyList<TimeSpan> defaultValue) =>
        new(key, defaultValue, SettingJson.Default.IReadOnlyListTimeSpan);

    /// <summary>Any type that System.Text.Json can write.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="key">1 to 200 characters.</param>
    /// <param name="defaultValue">The value while nothing is stored.</param>
    /// <param name="type">How the type is written: a property of the application's <see cref="JsonSerializerContext"/>.</param>
    public static Setting<T> Json<T>(string key, T defaultValue, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new Setting<T>(key, defaultValue, type);
    }
}

[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(TimeSpan))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<TimeSpan>))]
internal sealed partial class SettingJson : JsonSerializerContext;
