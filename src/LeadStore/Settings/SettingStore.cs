using LeadStore.Engine;
using LeadStore.Settings;

namespace LeadStore;

/// <summary>
/// Typed settings that live with the data: the store's own (<see cref="LeadSettings"/>) and an application's (<see cref="Setting"/>).
/// Reached as <see cref="LeadDatabase.Settings"/>; safe to use from any thread.
/// </summary>
public sealed class SettingStore
{
    private readonly StoreEngine _engine;

    internal SettingStore(StoreEngine engine) => _engine = engine;

    /// <summary>The stored value, or the default of the setting.</summary>
    /// <param name="setting">The setting.</param>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.Corrupt"/>: what is stored is not of the setting's type.</exception>
    public T Get<T>(Setting<T> setting) => _engine.Read(SettingOperations.Get, setting, "Settings.Get");

    /// <inheritdoc cref="Get"/>
    public ValueTask<T> GetAsync<T>(Setting<T> setting, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(SettingOperations.Get, setting, "Settings.Get", cancellationToken);

    /// <summary>Stores a value.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="value">The value; at most 100,000 characters as JSON.</param>
    /// <returns>The value.</returns>
    /// <exception cref="LeadValidationException">The key or the value is refused.</exception>
    public T Set<T>(Setting<T> setting, T value) => _engine.Write(SettingOperations.Set, (setting, value), "Settings.Set");

    /// <inheritdoc cref="Set"/>
    public ValueTask<T> SetAsync<T>(Setting<T> setting, T value, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(SettingOperations.Set, (setting, value), "Settings.Set", cancellationToken);

    /// <summary>Goes back to the default.</summary>
    /// <param name="setting">The setting.</param>
    /// <returns>False if nothing was stored.</returns>
    public bool Reset<T>(Setting<T> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return _engine.Write(SettingOperations.Reset, setting.Key, "Settings.Reset");
    }

    /// <inheritdoc cref="Reset"/>
    public ValueTask<bool> ResetAsync<T>(Setting<T> setting, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return _engine.WriteAsync(SettingOperations.Reset, setting.Key, "Settings.Reset", cancellationToken);
    }

    /// <summary>Everything that is stored: JSON by key.</summary>
    public IReadOnlyDictionary<string, string> List() => _engine.Read(SettingOperations.List, true, "Settings.List");

    /// <inheritdoc cref="List"/>
    public ValueTask<IReadOnlyDictionary<string, string>> ListAsync(CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(SettingOperations.List, true, "Settings.List", cancellationToken);
}
