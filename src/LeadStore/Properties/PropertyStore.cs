using LeadStore.Engine;
using LeadStore.Properties;

namespace LeadStore;

/// <summary>
/// The properties of leads: facts, scores with their history, temperature and feedback, lists for desks that call owners, and what sources
/// said as they said it. Reached as <see cref="LeadDatabase.Properties"/>; safe to use from any thread.
/// </summary>
/// <example>
/// <code>
/// db.Properties.Set(lead.Id, new NewProperty { Address = "12 Main Street, Springfield, IL 62704", SourceType = "tax_lien", IsVacant = true });
/// PropertyPage page = db.Properties.List(new PropertyFilter { IsVacant = true, Traced = false, MinEquity = Money.FromAmount(100_000) });
/// </code>
/// </example>
public sealed partial class PropertyStore
{
    private readonly StoreEngine _engine;

    internal PropertyStore(StoreEngine engine) => _engine = engine;

    /// <summary>
    /// Stores the facts of a lead's property, or replaces them. Scores, temperature, feedback, the last trace and the raw data stay as they
    /// are; facts that are not changed are not written.
    /// </summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="property">The facts. What is left out is stored as unknown, or as its default.</param>
    /// <returns>The property as stored.</returns>
    /// <exception cref="LeadValidationException">Fields are refused, or amounts are of several currencies; the exception lists all.</exception>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    public PropertyFacts Set(long leadId, NewProperty property) =>
        _engine.Write(PropertyOperations.Set, (leadId, property), "Properties.Set");

    /// <inheritdoc cref="Set"/>
    public ValueTask<PropertyFacts> SetAsync(long leadId, NewProperty property, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(PropertyOperations.Set, (leadId, property), "Properties.Set", cancellationToken);

    /// <summary>The property of a lead; <see langword="null"/> if it has none or there is no such lead.</summary>
    /// <param name="leadId">The lead.</param>
    public PropertyFacts? Get(long leadId) => _engine.Read(PropertyOperations.Get, leadId, "Properties.Get");

    /// <inheritdoc cref="Get"/>
    public ValueTask<PropertyFacts?> GetAsync(long leadId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(PropertyOperations.Get, leadId, "Properties.Get", cancellationToken);

    /// <summary>
    /// Reads a property, changes it and stores it in one transaction: nobody's change is lost. Scores, temperature and feedback have verbs
    /// of their own.
    /// </summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="change">From the stored facts to the wanted ones, for example <c>it => it with { IsVacant = true }</c>. Runs on this
    /// thread while the store waits for it; an exception from it leaves the property as it was.</param>
    /// <returns>The property as stored.</returns>
    /// <exception cref="LeadValidationException">Fields are refused; the exception lists all of them.</exception>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: the lead has no property.</exception>
    public PropertyFacts Update(long leadId, Func<PropertyFacts, PropertyFacts> change) =>
        _engine.Write(PropertyOperations.Update, (leadId, change), "Properties.Update");

    /// <inheritdoc cref="Update"/>
    public ValueTask<PropertyFacts> UpdateAsync(
        long leadId, Func<PropertyFacts, PropertyFacts> change, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(PropertyOperations.Update, (leadId, change), "Properties.Update", cancellationToken);

    /// <summary>The raw data of a property as they were stored; <see langword="null"/> if there are none.</summary>
    /// <param name="leadId">The lead.</param>
    public string? GetRaw(long leadId) => _engine.Read(PropertyOperations.GetRaw, leadId, "Properties.GetRaw");

    /// <inheritdoc cref="GetRaw"/>
    public ValueTask<string?> GetRawAsync(long leadId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(PropertyOperations.GetRaw, leadId, "Properties.GetRaw", cancellationToken);

    /// <summary>Keeps what a source said of a property, character by character.</summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="json">JSON of at most 1,000,000 characters, nested no deeper than 64 levels; <see langword="null"/> removes it.</param>
    /// <returns>The property as stored.</returns>
    /// <exception cref="LeadValidationException">The text is too long or not JSON.</exception>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: the lead has no property.</exception>
    public PropertyFacts SetRaw(long leadId, string? json) => _engine.Write(PropertyOperations.SetRaw, (leadId, json), "Properties.SetRaw");

    /// <inheritdoc cref="SetRaw"/>
    public ValueTask<PropertyFacts> SetRawAsync(long leadId, string? json, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(PropertyOperations.SetRaw, (leadId, json), "Properties.SetRaw", cancellationToken);

    /// <summary>Says how promising a lead is.</summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="temperature">From dead to hot.</param>
    /// <returns>The property as stored.</returns>
    /// <exception cref="LeadValidationException">It is no temperature.</exception>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: the lead has no property.</exception>
    public PropertyFacts SetTemperature(long leadId, LeadTemperature temperature) =>
        _engine.Write(PropertyOperations.SetTemperature, (leadId, temperature), "Properties.SetTemperature");

    /// <inheritdoc cref="SetTemperature"/>
    public ValueTask<PropertyFacts> SetTemperatureAsync(
        long leadId, LeadTemperature temperature, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(PropertyOperations.SetTemperature, (leadId, temperature), "Properties.SetTemperature", cancellationToken);

    /// <summary>Counts that somebody found the lead good or bad; counts of several callers at once add up.</summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="good">True for good, false for bad.</param>
    /// <returns>The property as stored.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: the lead has no property.</exception>
    public PropertyFacts AddFeedback(long leadId, bool good) =>
        _engine.Write(PropertyOperations.AddFeedback, (leadId, good), "Properties.AddFeedback");

    /// <inheritdoc cref="AddFeedback"/>
    public ValueTask<PropertyFacts> AddFeedbackAsync(long leadId, bool good, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(PropertyOperations.AddFeedback, (leadId, good), "Properties.AddFeedback", cancellationToken);

    /// <summary>
    /// Stores a score. Every score is kept; the property shows the newest of each kind by <paramref name="at"/>, so that scores may arrive
    /// in any order.
    /// </summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="kind">What it is about.</param>
    /// <param name="value">0 to 100.</param>
    /// <param name="model">What has found it, at most 200 characters. Default: not said.</param>
    /// <param name="at">When it was found. Default now.</param>
    /// <returns>The property as stored.</returns>
    /// <exception cref="LeadValidationException">The kind, the value or the model is refused.</exception>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: the lead has no property.</exception>
    public PropertyFacts SetScore(long leadId, ScoreKind kind, int value, string? model = null, DateTimeOffset? at = null) =>
        _engine.Write(PropertyOperations.SetScore, (leadId, kind, value, model, at), "Properties.SetScore");

    /// <inheritdoc cref="SetScore"/>
    public ValueTask<PropertyFacts> SetScoreAsync(
        long leadId, ScoreKind kind, int value, string? model = null, DateTimeOffset? at = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(PropertyOperations.SetScore, (leadId, kind, value, model, at), "Properties.SetScore", cancellationToken);

    /// <summary>The scores of a lead, the one that was stored last first; empty if it has none or there is no such lead.</summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="kind">Only those of one kind. Default all.</param>
    public IReadOnlyList<PropertyScore> ListScores(long leadId, ScoreKind? kind = null) =>
        _engine.Read(PropertyOperations.ListScores, (leadId, kind), "Properties.ListScores");

    /// <inheritdoc cref="ListScores"/>
    public ValueTask<IReadOnlyList<PropertyScore>> ListScoresAsync(
        long leadId, ScoreKind? kind = null, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(PropertyOperations.ListScores, (leadId, kind), "Properties.ListScores", cancellationToken);

    /// <summary>Deletes the property of a lead with its raw data, its scores and their history. The lead stays.</summary>
    /// <param name="leadId">The lead.</param>
    /// <returns>False if it has none or there is no such lead.</returns>
    public bool Delete(long leadId) => _engine.Write(PropertyOperations.Delete, leadId, "Properties.Delete");

    /// <inheritdoc cref="Delete"/>
    public ValueTask<bool> DeleteAsync(long leadId, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(PropertyOperations.Delete, leadId, "Properties.Delete", cancellationToken);

    /// <summary>
    /// The properties at an address, archived leads among them, by lead. The address is found in other spellings too: case, punctuation and
    /// accents do not count, and in the United States neither does whether streets, directions, units and states are written out or
    /// abbreviated.
    /// </summary>
    /// <param name="address">The address in one line, 1 to 500 characters.</param>
    /// <exception cref="LeadValidationException">The address is refused.</exception>
    public IReadOnlyList<PropertyFacts> FindByAddress(string address) =>
        _engine.Read(PropertyOperations.FindByAddress, address, "Properties.FindByAddress");

    /// <inheritdoc cref="FindByAddress"/>
    public ValueTask<IReadOnlyList<PropertyFacts>> FindByAddressAsync(string address, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(PropertyOperations.FindByAddress, address, "Properties.FindByAddress", cancellationToken);

    /// <summary>Reads one page of the leads that have a property, the lead that was stored last first.</summary>
    /// <param name="filter">Which leads.</param>
    /// <param name="cursor"><see cref="PropertyPage.NextCursor"/> of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="pageSize">1 to 1000; default 50.</param>
    /// <remarks>
    /// Every filter is answered from indexes. Where a threshold of equity or tax debt leaves few properties, those are read and put in
    /// order; else the newest that fit are found along the order itself.
    /// </remarks>
    /// <exception cref="LeadValidationException">A part of the filter is out of its range.</exception>
    /// <exception cref="ArgumentException">The cursor is not one of a page, or the page size is out of range.</exception>
    public PropertyPage List(PropertyFilter filter, string? cursor = null, int pageSize = 50) =>
        _engine.ReadSnapshot(PropertyListOperations.List, (filter, cursor, pageSize), "Properties.List");

    /// <inheritdoc cref="List"/>
    public ValueTask<PropertyPage> ListAsync(
        PropertyFilter filter, string? cursor = null, int pageSize = 50, CancellationToken cancellationToken = default) =>
        _engine.ReadSnapshotAsync(PropertyListOperations.List, (filter, cursor, pageSize), "Properties.List", cancellationToken);
}
