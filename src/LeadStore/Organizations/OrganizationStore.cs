using LeadStore.Engine;
using LeadStore.Organizations;

namespace LeadStore;

/// <summary>
/// Organizations: their plans, what they use in a month, and which leads are theirs. Reached as
/// <see cref="LeadDatabase.Organizations"/>; safe to use from any thread.
/// </summary>
/// <remarks>
/// An organization is a label here and no wall: whoever has the store reads the leads of all of them. Usage is counted by the store's
/// clock, in months of UTC; a month begins at 0 with its first count, and earlier months stay as they were.
/// </remarks>
/// <example>
/// <code>
/// Organization acme = db.Organizations.Create("Acme Homes", OrganizationPlan.Pro);
/// if (!db.Organizations.TryUse(acme.Id, "leads_scraped", count: 1, limit: 500))
/// {
///     return "The plan allows 500 leads a month.";
/// }
/// </code>
/// </example>
public sealed class OrganizationStore
{
    private readonly StoreEngine _engine;

    internal OrganizationStore(StoreEngine engine) => _engine = engine;

    /// <summary>Stores a new organization.</summary>
    /// <param name="name">The name, 1 to 200 characters.</param>
    /// <param name="plan">What it pays for. Default <c>free</c>.</param>
    /// <returns>The organization as stored.</returns>
    /// <exception cref="LeadValidationException">The name or the plan is refused.</exception>
    public Organization Create(string name, OrganizationPlan plan = default) =>
        _engine.Write(OrganizationOperations.Create, (name, plan), "Organizations.Create");

    /// <inheritdoc cref="Create"/>
    public ValueTask<Organization> CreateAsync(
        string name, OrganizationPlan plan = default, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(OrganizationOperations.Create, (name, plan), "Organizations.Create", cancellationToken);

    /// <summary>One organization; <see langword="null"/> if there is none of that id.</summary>
    /// <param name="organizationId">The organization.</param>
    public Organization? Get(long organizationId) => _engine.Read(OrganizationOperations.Get, organizationId, "Organizations.Get");

    /// <inheritdoc cref="Get"/>
    public ValueTask<Organization?> GetAsync(long organizationId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(OrganizationOperations.Get, organizationId, "Organizations.Get", cancellationToken);

    /// <summary>All organizations, the oldest first.</summary>
    public IReadOnlyList<Organization> List() => _engine.Read(OrganizationOperations.List, true, "Organizations.List");

    /// <inheritdoc cref="List"/>
    public ValueTask<IReadOnlyList<Organization>> ListAsync(CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(OrganizationOperations.List, true, "Organizations.List", cancellationToken);

    /// <summary>Changes the name or the plan in one transaction.</summary>
    /// <param name="organizationId">The organization.</param>
    /// <param name="change">Is handed the organization as it is stored and returns it as it shall be; other writers wait for it.</param>
    /// <returns>The organization as stored.</returns>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: there is no such organization.</exception>
    /// <exception cref="LeadValidationException">A field is refused, or one was changed that the store sets.</exception>
    public Organization Update(long organizationId, Func<Organization, Organization> change) =>
        _engine.Write(OrganizationOperations.Change, new OrganizationChange(organizationId, change), "Organizations.Update");

    /// <inheritdoc cref="Update"/>
    public ValueTask<Organization> UpdateAsync(
        long organizationId, Func<Organization, Organization> change, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(
            OrganizationOperations.Change, new OrganizationChange(organizationId, change), "Organizations.Update", cancellationToken);

    /// <summary>Deletes an organization and its usage.</summary>
    /// <param name="organizationId">The organization.</param>
    /// <returns>False if there was none.</returns>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.InUse"/>: it has users, leads, costs or campaigns; the message says which.
    /// </exception>
    public bool Delete(long organizationId) => _engine.Write(OrganizationOperations.Delete, organizationId, "Organizations.Delete");

    /// <inheritdoc cref="Delete"/>
    public ValueTask<bool> DeleteAsync(long organizationId, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(OrganizationOperations.Delete, organizationId, "Organizations.Delete", cancellationToken);

    /// <summary>Counts what an organization has used. Counts from any thread or process add up exactly.</summary>
    /// <param name="organizationId">The organization.</param>
    /// <param name="measure">What is counted: a word of at most 64 letters, digits, <c>_</c>, <c>-</c>, <c>.</c> or spaces, kept in lower
    /// case, for example <c>leads_scraped</c>.</param>
    /// <param name="count">How much, 1 to 1,000,000,000. Default 1.</param>
    /// <param name="at">When it was used, which decides the month of UTC. Default now.</param>
    /// <returns>What the month has come to.</returns>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: there is no such organization.</exception>
    /// <exception cref="LeadValidationException">The measure or the count is refused.</exception>
    public OrganizationUsage RecordUsage(long organizationId, string measure, long count = 1, DateTimeOffset? at = null) =>
        _engine.Write(OrganizationOperations.RecordUsage, (organizationId, measure, count, at), "Organizations.RecordUsage");

    /// <inheritdoc cref="RecordUsage"/>
    public ValueTask<OrganizationUsage> RecordUsageAsync(
        long organizationId, string measure, long count = 1, DateTimeOffset? at = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(
            OrganizationOperations.RecordUsage, (organizationId, measure, count, at), "Organizations.RecordUsage", cancellationToken);

    /// <summary>
    /// Counts what an organization is about to use, if this month stays within a limit: all of it or nothing, however many ask at once.
    /// </summary>
    /// <param name="organizationId">The organization.</param>
    /// <param name="measure">What is counted, as for <see cref="RecordUsage"/>.</param>
    /// <param name="count">How much, 1 to 1,000,000,000.</param>
    /// <param name="limit">The most that the month may come to, 0 or more.</param>
    /// <returns>True if it was counted; false if it would have gone beyond the limit, and then nothing was.</returns>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: there is no such organization.</exception>
    /// <exception cref="LeadValidationException">The measure, the count or the limit is refused.</exception>
    public bool TryUse(long organizationId, string measure, long count, long limit) =>
        _engine.Write(OrganizationOperations.TryUse, (organizationId, measure, count, limit), "Organizations.TryUse");

    /// <inheritdoc cref="TryUse"/>
    public ValueTask<bool> TryUseAsync(
        long organizationId, string measure, long count, long limit, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(
            OrganizationOperations.TryUse, (organizationId, measure, count, limit), "Organizations.TryUse", cancellationToken);

    /// <summary>What an organization has used in a month, by measure; empty if nothing or there is no such organization.</summary>
    /// <param name="organizationId">The organization.</param>
    /// <param name="month">Any day of the month. Default the month of now, in UTC.</param>
    public IReadOnlyList<OrganizationUsage> GetUsage(long organizationId, DateOnly? month = null) =>
        _engine.Read(OrganizationOperations.GetUsage, (organizationId, month), "Organizations.GetUsage");

    /// <inheritdoc cref="GetUsage"/>
    public ValueTask<IReadOnlyList<OrganizationUsage>> GetUsageAsync(
        long organizationId, DateOnly? month = null, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(OrganizationOperations.GetUsage, (organizationId, month), "Organizations.GetUsage", cancellationToken);

    /// <summary>Says whose a lead is. A lead is of one organization or of none; the version of the lead stays what it is.</summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="organizationId">The organization; <see langword="null"/> for none.</param>
    /// <returns>False if it was so already.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: there is no such organization.</exception>
    public bool SetLead(long leadId, long? organizationId) =>
        _engine.Write(OrganizationOperations.SetLead, (leadId, organizationId), "Organizations.SetLead");

    /// <inheritdoc cref="SetLead"/>
    public ValueTask<bool> SetLeadAsync(long leadId, long? organizationId, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(OrganizationOperations.SetLead, (leadId, organizationId), "Organizations.SetLead", cancellationToken);

    /// <summary>Whose a lead is; <see langword="null"/> if nobody's or there is no such lead.</summary>
    /// <param name="leadId">The lead.</param>
    public Organization? GetOfLead(long leadId) => _engine.Read(OrganizationOperations.GetOfLead, leadId, "Organizations.GetOfLead");

    /// <inheritdoc cref="GetOfLead"/>
    public ValueTask<Organization?> GetOfLeadAsync(long leadId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(OrganizationOperations.GetOfLead, leadId, "Organizations.GetOfLead", cancellationToken);

    /// <summary>Reads one page of the leads of an organization, the newest lead first.</summary>
    /// <param name="organizationId">The organization; one that does not exist has no leads.</param>
    /// <param name="cursor"><see cref="LeadPage.NextCursor"/> of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="pageSize">1 to 1000; default 50.</param>
    /// <param name="includeArchived">Whether archived leads are listed too. Default <see langword="false"/>.</param>
    /// <exception cref="ArgumentException">The cursor is not one of a page, or the page size is out of range.</exception>
    public LeadPage ListLeads(long organizationId, string? cursor = null, int pageSize = 50, bool includeArchived = false) =>
        _engine.Read(OrganizationOperations.ListLeads, (organizationId, cursor, pageSize, includeArchived), "Organizations.ListLeads");

    /// <inheritdoc cref="ListLeads"/>
    public ValueTask<LeadPage> ListLeadsAsync(
        long organizationId,
        string? cursor = null,
        int pageSize = 50,
        bool includeArchived = false,
        CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(
            OrganizationOperations.ListLeads,
            (organizationId, cursor, pageSize, includeArchived),
            "Organizations.ListLeads",
            cancellationToken);
}
