using LeadStore.Campaigns;
using LeadStore.Engine;

namespace LeadStore;

/// <summary>
/// Campaigns, and a log of what each lead was sent of them and did. Reached as <see cref="LeadDatabase.Campaigns"/>; safe to use from any
/// thread.
/// </summary>
/// <remarks>
/// <para>The log says what has happened, and never refuses to. Whether a lead may be contacted is asked of
/// <see cref="ContactRuleStore.CanContact"/> before anything is sent. A send moves neither the last contact nor the version of its lead,
/// and is no message of its conversation; it is deleted with the lead, and then no longer counted.</para>
/// <para>What a campaign has cost stands in <see cref="CostStore"/>, under whatever <see cref="NewCost.Campaign"/> said, for example the
/// name of the campaign or its id: that text is compared letter by letter (<see cref="CostFilter.Campaign"/>) and not checked against the
/// campaigns here.</para>
/// </remarks>
/// <example>
/// <code>
/// Campaign winter = db.Campaigns.Create(new NewCampaign { Name = "Winter", Type = CampaignType.Sms, Status = CampaignStatus.Active });
/// if (db.ContactRules.CanContact(lead.Id, Channel.Sms).Allowed &amp;&amp; db.Campaigns.RecordSend(winter.Id, lead.Id, step: 1).IsNew)
/// {
///     // Send it; nobody else will.
/// }
///
/// db.Campaigns.RecordEvent(winter.Id, lead.Id, step: 1, CampaignEvent.Replied, response: "Call me");
/// double? replied = db.Campaigns.GetStats(winter.Id).Total.ReplyRate;
/// </code>
/// </example>
public sealed class CampaignStore
{
    private readonly StoreEngine _engine;

    internal CampaignStore(StoreEngine engine) => _engine = engine;

    /// <summary>Stores a new campaign.</summary>
    /// <param name="campaign">What is known of it; at least a name.</param>
    /// <returns>The campaign as stored.</returns>
    /// <exception cref="LeadValidationException">Fields are refused; the exception lists all of them.</exception>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: there is no such organization.</exception>
    public Campaign Create(NewCampaign campaign) => _engine.Write(CampaignOperations.Create, campaign, "Campaigns.Create");

    /// <inheritdoc cref="Create"/>
    public ValueTask<Campaign> CreateAsync(NewCampaign campaign, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(CampaignOperations.Create, campaign, "Campaigns.Create", cancellationToken);

    /// <summary>One campaign; <see langword="null"/> if there is none of that id.</summary>
    /// <param name="campaignId">The campaign.</param>
    public Campaign? Get(long campaignId) => _engine.Read(CampaignOperations.Get, campaignId, "Campaigns.Get");

    /// <inheritdoc cref="Get"/>
    public ValueTask<Campaign?> GetAsync(long campaignId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(CampaignOperations.Get, campaignId, "Campaigns.Get", cancellationToken);

    /// <summary>Changes a campaign in one transaction. Any status may follow any other.</summary>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="change">Is handed the campaign as it is stored and returns it as it shall be; other writers wait for it.</param>
    /// <returns>The campaign as stored.</returns>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.NotFound"/>: there is no such campaign or organization.
    /// </exception>
    /// <exception cref="LeadValidationException">A field is refused, or one was changed that the store sets.</exception>
    public Campaign Update(long campaignId, Func<Campaign, Campaign> change) =>
        _engine.Write(CampaignOperations.Change, new CampaignChange(campaignId, change), "Campaigns.Update");

    /// <inheritdoc cref="Update"/>
    public ValueTask<Campaign> UpdateAsync(
        long campaignId, Func<Campaign, Campaign> change, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(CampaignOperations.Change, new CampaignChange(campaignId, change), "Campaigns.Update", cancellationToken);

    /// <summary>Reads one page of the campaigns, the newest first.</summary>
    /// <param name="filter">Which campaigns. Default all.</param>
    /// <param name="cursor"><see cref="CampaignPage.NextCursor"/> of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="pageSize">1 to 1000; default 50.</param>
    /// <exception cref="ArgumentException">The cursor is not one of a page, or the page size is out of range.</exception>
    /// <exception cref="LeadValidationException">There is no such status.</exception>
    public CampaignPage List(CampaignFilter? filter = null, string? cursor = null, int pageSize = 50) =>
        _engine.Read(CampaignOperations.List, (filter, cursor, pageSize), "Campaigns.List");

    /// <inheritdoc cref="List"/>
    public ValueTask<CampaignPage> ListAsync(
        CampaignFilter? filter = null, string? cursor = null, int pageSize = 50, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(CampaignOperations.List, (filter, cursor, pageSize), "Campaigns.List", cancellationToken);

    /// <summary>Deletes a campaign of which nothing was sent and nobody called. One that reached leads is set to
    /// <see cref="CampaignStatus.Archived"/> instead: its log says what they were told, and does not vanish with it.</summary>
    /// <param name="campaignId">The campaign.</param>
    /// <returns>False if there was none.</returns>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.InUse"/>: a lead that is still there was sent it or called for it; the message says which.
    /// </exception>
    public bool Delete(long campaignId) => _engine.Write(CampaignOperations.Delete, campaignId, "Campaigns.Delete");

    /// <inheritdoc cref="Delete"/>
    public ValueTask<bool> DeleteAsync(long campaignId, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(CampaignOperations.Delete, campaignId, "Campaigns.Delete", cancellationToken);

    /// <summary>
    /// Records that a lead is sent a step of a campaign. Told again, from whichever thread or process, it is the same send: the earlier
    /// time counts, and what is stored already is returned. Before sending, that makes it a claim that one caller gets.
    /// </summary>
    /// <param name="campaignId">The campaign, of whichever status.</param>
    /// <param name="leadId">The lead, archived or not; nothing asks here whether it may be contacted.</param>
    /// <param name="step">Which message of the campaign, 1 to 1000. Default 1.</param>
    /// <param name="at">When it was sent. Default now.</param>
    /// <returns>The send as stored, and whether it is new.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: there is no such campaign.</exception>
    /// <exception cref="LeadValidationException">The step is out of range.</exception>
    public RecordedSend RecordSend(long campaignId, long leadId, int step = 1, DateTimeOffset? at = null) =>
        _engine.Write(CampaignSendOperations.RecordSend, (campaignId, leadId, step, at), "Campaigns.RecordSend");

    /// <inheritdoc cref="RecordSend"/>
    public ValueTask<RecordedSend> RecordSendAsync(
        long campaignId, long leadId, int step = 1, DateTimeOffset? at = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(CampaignSendOperations.RecordSend, (campaignId, leadId, step, at), "Campaigns.RecordSend", cancellationToken);

    /// <summary>
    /// Records what became of a send. Events may come in any order and any number of times: of each the earliest time counts. It was sent
    /// by then at the latest: an event of a send that nobody has recorded yet records that too.
    /// </summary>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="leadId">The lead.</param>
    /// <param name="step">Which message of the campaign, 1 to 1000.</param>
    /// <param name="what">What happened.</param>
    /// <param name="at">When. Default now.</param>
    /// <param name="response">What the lead answered, or why it failed, at most 10,000 characters; kept until a later event has another.
    /// Default nothing, which changes none.</param>
    /// <returns>The send as stored.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: there is no such campaign.</exception>
    /// <exception cref="LeadValidationException">The step, the event or the response is refused.</exception>
    public CampaignSend RecordEvent(
        long campaignId, long leadId, int step, CampaignEvent what, DateTimeOffset? at = null, string? response = null) =>
        _engine.Write(
            CampaignSendOperations.RecordEvent, (campaignId, leadId, step, what, at, response), "Campaigns.RecordEvent");

    /// <inheritdoc cref="RecordEvent"/>
    public ValueTask<CampaignSend> RecordEventAsync(
        long campaignId,
        long leadId,
        int step,
        CampaignEvent what,
        DateTimeOffset? at = null,
        string? response = null,
        CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(
            CampaignSendOperations.RecordEvent,
            (campaignId, leadId, step, what, at, response),
            "Campaigns.RecordEvent",
            cancellationToken);

    /// <summary>One send; <see langword="null"/> if the lead was not sent that.</summary>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="leadId">The lead.</param>
    /// <param name="step">Which message of the campaign. Default 1.</param>
    public CampaignSend? GetSend(long campaignId, long leadId, int step = 1) =>
        _engine.Read(CampaignSendOperations.GetSend, (campaignId, leadId, step), "Campaigns.GetSend");

    /// <inheritdoc cref="GetSend"/>
    public ValueTask<CampaignSend?> GetSendAsync(
        long campaignId, long leadId, int step = 1, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(CampaignSendOperations.GetSend, (campaignId, leadId, step), "Campaigns.GetSend", cancellationToken);

    /// <summary>Reads one page of what was sent of a campaign, what was recorded last first.</summary>
    /// <param name="campaignId">The campaign; one that does not exist has no sends.</param>
    /// <param name="cursor"><see cref="CampaignSendPage.NextCursor"/> of the page before; <see langword="null"/> for the first
    /// page.</param>
    /// <param name="pageSize">1 to 1000; default 50.</param>
    /// <exception cref="ArgumentException">The cursor is not one of a page, or the page size is out of range.</exception>
    public CampaignSendPage ListSends(long campaignId, string? cursor = null, int pageSize = 50) =>
        _engine.Read(CampaignSendOperations.ListSends, (campaignId, cursor, pageSize), "Campaigns.ListSends");

    /// <inheritdoc cref="ListSends"/>
    public ValueTask<CampaignSendPage> ListSendsAsync(
        long campaignId, string? cursor = null, int pageSize = 50, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(CampaignSendOperations.ListSends, (campaignId, cursor, pageSize), "Campaigns.ListSends", cancellationToken);

    /// <summary>Reads one page of what a lead was sent of all campaigns, what was recorded last first.</summary>
    /// <param name="leadId">The lead; one that does not exist was sent nothing.</param>
    /// <param name="cursor"><see cref="CampaignSendPage.NextCursor"/> of the page before; <see langword="null"/> for the first
    /// page.</param>
    /// <param name="pageSize">1 to 1000; default 50.</param>
    /// <exception cref="ArgumentException">The cursor is not one of a page, or the page size is out of range.</exception>
    public CampaignSendPage ListOfLead(long leadId, string? cursor = null, int pageSize = 50) =>
        _engine.Read(CampaignSendOperations.ListOfLead, (leadId, cursor, pageSize), "Campaigns.ListOfLead");

    /// <inheritdoc cref="ListOfLead"/>
    public ValueTask<CampaignSendPage> ListOfLeadAsync(
        long leadId, string? cursor = null, int pageSize = 50, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(CampaignSendOperations.ListOfLead, (leadId, cursor, pageSize), "Campaigns.ListOfLead", cancellationToken);

    /// <summary>
    /// Counts how far the sends of a campaign came, in total and by step. Exact: they are counted when asked, in one pass over an index of
    /// that campaign, which takes some tens of milliseconds for 100,000 sends.
    /// </summary>
    /// <param name="campaignId">The campaign.</param>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: there is no such campaign.</exception>
    public CampaignStats GetStats(long campaignId) => _engine.Read(CampaignSendOperations.GetStats, campaignId, "Campaigns.GetStats");

    /// <inheritdoc cref="GetStats"/>
    public ValueTask<CampaignStats> GetStatsAsync(long campaignId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(CampaignSendOperations.GetStats, campaignId, "Campaigns.GetStats", cancellationToken);
}
