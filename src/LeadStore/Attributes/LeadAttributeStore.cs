using System.Text.Json;
using LeadStore.Attributes;
using LeadStore.Engine;

namespace LeadStore;

/// <summary>
/// What is known of a lead or a message beyond the fields of <see cref="Lead"/> and <see cref="Message"/>: JSON values by name, such as an
/// import brings with it. Reached as <see cref="LeadDatabase.Attributes"/>; safe to use from any thread.
/// </summary>
public sealed class LeadAttributeStore
{
    private readonly StoreEngine _engine;

    internal LeadAttributeStore(StoreEngine engine) => _engine = engine;

    /// <summary>The attributes of a lead by name; empty if it has none or there is no such lead.</summary>
    /// <param name="leadId">The lead.</param>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.Corrupt"/>: what is stored is not a JSON object.</exception>
    public IReadOnlyDictionary<string, JsonElement> Get(long leadId) => _engine.Read(AttributeOperations.Get, leadId, "Attributes.Get");

    /// <inheritdoc cref="Get"/>
    public ValueTask<IReadOnlyDictionary<string, JsonElement>> GetAsync(long leadId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(AttributeOperations.Get, leadId, "Attributes.Get", cancellationToken);

    /// <summary>Sets one attribute of a lead, or removes it. The version of the lead stays what it is.</summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="name">1 to 200 characters.</param>
    /// <param name="value">Any JSON value; <see langword="null"/> removes the attribute. All attributes of a lead together have at most
    /// 1,000,000 characters as JSON.</param>
    /// <returns>All attributes of the lead as they are now.</returns>
    /// <exception cref="LeadValidationException">The name or the value is refused.</exception>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    public IReadOnlyDictionary<string, JsonElement> Set(long leadId, string name, JsonElement? value) =>
        _engine.Write(AttributeOperations.Set, (leadId, name, value), "Attributes.Set");

    /// <inheritdoc cref="Set"/>
    public ValueTask<IReadOnlyDictionary<string, JsonElement>> SetAsync(
        long leadId, string name, JsonElement? value, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(AttributeOperations.Set, (leadId, name, value), "Attributes.Set", cancellationToken);

    /// <summary>The attributes of a message by name; empty if it has none or there is no such message.</summary>
    /// <param name="messageId">The message.</param>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.Corrupt"/>: what is stored is not a JSON object.</exception>
    public IReadOnlyDictionary<string, JsonElement> GetOfMessage(long messageId) =>
        _engine.Read(AttributeOperations.GetOfMessage, messageId, "Attributes.GetOfMessage");

    /// <inheritdoc cref="GetOfMessage"/>
    public ValueTask<IReadOnlyDictionary<string, JsonElement>> GetOfMessageAsync(long messageId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(AttributeOperations.GetOfMessage, messageId, "Attributes.GetOfMessage", cancellationToken);
}
