using LeadStore.Contacting;
using LeadStore.Engine;

namespace LeadStore;

/// <summary>
/// Whether and when leads may be contacted: the do-not-call list, and quiet hours in the time zone of each lead. Reached as
/// <see cref="LeadDatabase.ContactRules"/>; safe to use from any thread.
/// </summary>
/// <example>
/// <code>
/// db.ContactRules.Set(lead.Id, it => it with { TimeZone = "America/Chicago", QuietFrom = new TimeOnly(21, 0), QuietUntil = new TimeOnly(8, 0) });
/// ContactDecision decision = db.ContactRules.CanContact(lead.Id, Channel.Sms);
/// </code>
/// </example>
public sealed class ContactRuleStore
{
    private readonly StoreEngine _engine;

    internal ContactRuleStore(StoreEngine engine) => _engine = engine;

    /// <summary>The rules of a lead; where nothing was said, it may be contacted at any time.</summary>
    /// <param name="leadId">The lead.</param>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    public ContactRules Get(long leadId) => _engine.Read(ContactOperations.Get, leadId, "ContactRules.Get");

    /// <inheritdoc cref="Get"/>
    public ValueTask<ContactRules> GetAsync(long leadId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(ContactOperations.Get, leadId, "ContactRules.Get", cancellationToken);

    /// <summary>Reads the rules of a lead, changes them and stores them in one transaction.</summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="change">From the stored rules to the wanted ones. Runs on this thread while the store waits for it.</param>
    /// <returns>The rules as stored.</returns>
    /// <exception cref="LeadValidationException">
    /// The time zone is not known, the quiet hours are half given or empty or not in whole minutes, or they lack a time zone.
    /// </exception>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    public ContactRules Set(long leadId, Func<ContactRules, ContactRules> change) =>
        _engine.Write(ContactOperations.Set, (leadId, change), "ContactRules.Set");

    /// <inheritdoc cref="Set"/>
    public ValueTask<ContactRules> SetAsync(
        long leadId, Func<ContactRules, ContactRules> change, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(ContactOperations.Set, (leadId, change), "ContactRules.Set", cancellationToken);

    /// <summary>Puts a lead on the do-not-call list, or takes it off.</summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="doNotCall">True to put it on.</param>
    /// <returns>The rules as stored.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    public ContactRules SetDoNotCall(long leadId, bool doNotCall) =>
        _engine.Write(ContactOperations.SetDoNotCall, (leadId, doNotCall), "ContactRules.SetDoNotCall");

    /// <inheritdoc cref="SetDoNotCall"/>
    public ValueTask<ContactRules> SetDoNotCallAsync(long leadId, bool doNotCall, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(ContactOperations.SetDoNotCall, (leadId, doNotCall), "ContactRules.SetDoNotCall", cancellationToken);

    /// <summary>
    /// Says whether a lead may be contacted. An hour is quiet while a clock on the lead's wall shows it: where clocks are set back in the
    /// middle of the quiet hours, they last longer, and where they are set forward, they are shorter.
    /// </summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="channel">How. Email is always allowed.</param>
    /// <param name="at">When. Default now.</param>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.NotFound"/>: this machine does not know the stored time zone of the lead.
    /// </exception>
    public ContactDecision CanContact(long leadId, Channel channel, DateTimeOffset? at = null) =>
        _engine.Read(ContactOperations.CanContact, (leadId, channel, at), "ContactRules.CanContact");

    /// <inheritdoc cref="CanContact"/>
    public ValueTask<ContactDecision> CanContactAsync(
        long leadId, Channel channel, DateTimeOffset? at = null, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(ContactOperations.CanContact, (leadId, channel, at), "ContactRules.CanContact", cancellationToken);
}
