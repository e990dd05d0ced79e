using LeadStore.Costs;
using LeadStore.Engine;

namespace LeadStore;

/// <summary>
/// The ledger: every amount that was spent, on what and for which lead. Entries are never changed, and what a lead has cost so far is kept
/// with each of them. Sums are exact, and there is one per currency. Reached as <see cref="LeadDatabase.Costs"/>; safe to use from any
/// thread.
/// </summary>
public sealed class CostStore
{
    private readonly StoreEngine _engine;

    internal CostStore(StoreEngine engine) => _engine = engine;

    /// <summary>Records a cost. The same type and <see cref="NewCost.SourceId"/> again counts nothing.</summary>
    /// <param name="cost">What was spent.</param>
    /// <returns>The entry as stored; where it was recorded before, the one of that time.</returns>
    /// <exception cref="LeadValidationException">Fields are refused, a negative amount among them; the exception lists all of
    /// them.</exception>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: there is no such organization.</exception>
    public CostEntry Record(NewCost cost) => _engine.Write(CostOperations.Record, cost, "Costs.Record");

    /// <inheritdoc cref="Record"/>
    public ValueTask<CostEntry> RecordAsync(NewCost cost, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(CostOperations.Record, cost, "Costs.Record", cancellationToken);

    /// <summary>Records what a call of a language model for a lead has cost, of type <c>ai</c>. Each call counts.</summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="amount">0 to 1,000,000,000,000 minor units.</param>
    /// <param name="model">The name of the model, at most 1,000 characters; kept as <see cref="CostEntry.Details"/>.</param>
    /// <returns>The entry as stored.</returns>
    /// <exception cref="LeadValidationException">The amount or the model is refused.</exception>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    public CostEntry AddAiCost(long leadId, Money amount, string? model = null) =>
        _engine.Write(CostOperations.AddAiCost, (leadId, amount, model), "Costs.AddAiCost");

    /// <inheritdoc cref="AddAiCost"/>
    public ValueTask<CostEntry> AddAiCostAsync(
        long leadId, Money amount, string? model = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(CostOperations.AddAiCost, (leadId, amount, model), "Costs.AddAiCost", cancellationToken);

    /// <summary>One entry; <see langword="null"/> if there is none.</summary>
    /// <param name="id">The entry.</param>
    public CostEntry? Get(long id) => _engine.Read(CostOperations.Get, id, "Costs.Get");

    /// <inheritdoc cref="Get"/>
    public ValueTask<CostEntry?> GetAsync(long id, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(CostOperations.Get, id, "Costs.Get", cancellationToken);

    /// <summary>What a lead has cost so far, by type and currency. Reads no entries: the sums are kept.</summary>
    /// <param name="leadId">The lead; one that does not exist has cost nothing.</param>
    public LeadCosts GetForLead(long leadId) => _engine.Read(CostOperations.GetForLead, leadId, "Costs.GetForLead");

    /// <inheritdoc cref="GetForLead"/>
    public ValueTask<LeadCosts> GetForLeadAsync(long leadId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(CostOperations.GetForLead, leadId, "Costs.GetForLead", cancellationToken);

    /// <summary>Lists entries, newest first.</summary>
    /// <param name="filter">Which entries.</param>
    /// <param name="cursor"><see cref="CostPage.NextCursor"/> of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="pageSize">1 to 1000; default 50.</param>
    /// <exception cref="ArgumentException">The cursor is not one of a page, or the page size is out of range.</exception>
    public CostPage List(CostFilter filter, string? cursor = null, int pageSize = 50) =>
        _engine.Read(CostOperations.List, (filter, cursor, pageSize), "Costs.List");

    /// <inheritdoc cref="List"/>
    public ValueTask<CostPage> ListAsync(
        CostFilter filter, string? cursor = null, int pageSize = 50, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(CostOperations.List, (filter, cursor, pageSize), "Costs.List", cancellationToken);

    /// <summary>
    /// Adds entries up: one row per type, day, lead, organization or campaign, and currency. The rows add up to what
    /// <see cref="List"/> lists, to the last minor unit. Reads every entry of the filter's time, lead or organization.
    /// </summary>
    /// <param name="filter">Which entries.</param>
    /// <param name="by">What there is a row for.</param>
    /// <returns>The rows, by what they are for and currency.</returns>
    /// <exception cref="LeadValidationException">There is no such grouping.</exception>
    public IReadOnlyList<CostSummary> Summarize(CostFilter filter, CostGrouping by) =>
        _engine.Read(CostOperations.Summarize, (filter, by), "Costs.Summarize");

    /// <inheritdoc cref="Summarize"/>
    public ValueTask<IReadOnlyList<CostSummary>> SummarizeAsync(
        CostFilter filter, CostGrouping by, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(CostOperations.Summarize, (filter, by), "Costs.Summarize", cancellationToken);
}
