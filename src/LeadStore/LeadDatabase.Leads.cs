using System.Runtime.CompilerServices;
using LeadStore.Caching;
using LeadStore.Engine;
using LeadStore.Leads;

namespace LeadStore;

// The verbs of leads.
public sealed partial class LeadDatabase
{
    private const int EnumerationPage = 500;

    // The reads of one lead: from memory where it is kept.
    private LeadReads Cached => _cache.Reads;

    /// <inheritdoc cref="ILeadStore.CheckExistingCustomerAsync(string, CancellationToken)"/>
    public Lead? CheckExistingCustomer(string phone) =>
        Waiting.Result(Cached.CheckExisting(phone, nameof(CheckExistingCustomer), blocking: true, CancellationToken.None));

    /// <inheritdoc/>
    public ValueTask<Lead?> CheckExistingCustomerAsync(string phone, CancellationToken cancellationToken = default) =>
        Cached.CheckExisting(phone, nameof(CheckExistingCustomer), blocking: false, cancellationToken);

    /// <inheritdoc cref="ILeadStore.CreateLeadAsync(NewLead, CancellationToken)"/>
    public Lead CreateLead(NewLead lead) =>
        _engine.Write(LeadOperations.Create, lead, nameof(CreateLead));

    /// <inheritdoc/>
    public ValueTask<Lead> CreateLeadAsync(NewLead lead, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Create, lead, nameof(CreateLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.UpsertLeadAsync(NewLead, CancellationToken)"/>
    public Lead UpsertLead(NewLead lead) =>
        _engine.Write(LeadOperations.Upsert, lead, nameof(UpsertLead));

    /// <inheritdoc/>
    public ValueTask<Lead> UpsertLeadAsync(NewLead lead, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Upsert, lead, nameof(UpsertLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.GetLeadAsync(long, CancellationToken)"/>
    public Lead? GetLead(long id) =>
        Waiting.Result(Cached.ById(id, nameof(GetLead), blocking: true, CancellationToken.None));

    /// <inheritdoc/>
    public ValueTask<Lead?> GetLeadAsync(long id, CancellationToken cancellationToken = default) =>
        Cached.ById(id, nameof(GetLead), blocking: false, cancellationToken);

    /// <inheritdoc cref="ILeadStore.GetRequiredLeadAsync(long, CancellationToken)"/>
    public Lead GetRequiredLead(long id) =>
        Waiting.Result(Cached.RequiredById(id, nameof(GetRequiredLead), blocking: true, CancellationToken.None));

    /// <inheritdoc/>
    public ValueTask<Lead> GetRequiredLeadAsync(long id, CancellationToken cancellationToken = default) =>
        Cached.RequiredById(id, nameof(GetRequiredLead), blocking: false, cancellationToken);

    /// <inheritdoc cref="ILeadStore.GetLeadByPhoneAsync(string, CancellationToken)"/>
    public Lead? GetLeadByPhone(string phone) =>
        Waiting.Result(Cached.ByPhone(phone, nameof(GetLeadByPhone), blocking: true, CancellationToken.None));

    /// <inheritdoc/>
    public ValueTask<Lead?> GetLeadByPhoneAsync(string phone, CancellationToken cancellationToken = default) =>
        Cached.ByPhone(phone, nameof(GetLeadByPhone), blocking: false, cancellationToken);

    /// <inheritdoc cref="ILeadStore.GetLeadByKeyAsync(string, string, CancellationToken)"/>
    public Lead? GetLeadByKey(string system, string key) =>
        _engine.Read(LeadOperations.GetByKey, (system, key), nameof(GetLeadByKey));

    /// <inheritdoc/>
    public ValueTask<Lead?> GetLeadByKeyAsync(string system, string key, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(LeadOperations.GetByKey, (system, key), nameof(GetLeadByKey), cancellationToken);

    /// <inheritdoc cref="ILeadStore.GetAllLeadsAsync(bool, CancellationToken)"/>
    public IReadOnlyList<Lead> GetAllLeads(bool includeArchived = false) =>
        _engine.Read(LeadListOperations.GetAll, includeArchived, nameof(GetAllLeads));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Lead>> GetAllLeadsAsync(bool includeArchived = false, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(LeadListOperations.GetAll, includeArchived, nameof(GetAllLeads), cancellationToken);

    /// <inheritdoc cref="ILeadStore.ListLeadsAsync(LeadFilter, string, int, CancellationToken)"/>
    public LeadPage ListLeads(LeadFilter filter, string? cursor = null, int pageSize = 50) =>
        _engine.Read(LeadListOperations.List, (filter, cursor, pageSize), nameof(ListLeads));

    /// <inheritdoc/>
    public ValueTask<LeadPage> ListLeadsAsync(
        LeadFilter filter, string? cursor = null, int pageSize = 50, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(LeadListOperations.List, (filter, cursor, pageSize), nameof(ListLeads), cancellationToken);

    /// <inheritdoc cref="ILeadStore.UpdateLeadAsync(long, Func{Lead, Lead}, CancellationToken)"/>
    public Lead UpdateLead(long id, Func<Lead, Lead> change) =>
        _engine.Write(LeadOperations.Change, new LeadChange(id, change), nameof(UpdateLead));

    /// <inheritdoc/>
    public ValueTask<Lead> UpdateLeadAsync(long id, Func<Lead, Lead> change, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Change, new LeadChange(id, change), nameof(UpdateLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.UpdateLeadAsync(Lead, CancellationToken)"/>
    public Lead UpdateLead(Lead changed) =>
        _engine.Write(LeadOperations.Replace, changed, nameof(UpdateLead));

    /// <inheritdoc/>
    public ValueTask<Lead> UpdateLeadAsync(Lead changed, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Replace, changed, nameof(UpdateLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.SetAnswerAsync(long, string, string, CancellationToken)"/>
    public Lead SetAnswer(long id, string question, string? answer) =>
        _engine.Write(LeadOperations.SetAnswer, (id, question, answer), nameof(SetAnswer));

    /// <inheritdoc/>
    public ValueTask<Lead> SetAnswerAsync(long id, string question, string? answer, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.SetAnswer, (id, question, answer), nameof(SetAnswer), cancellationToken);

    /// <inheritdoc cref="ILeadStore.MergeAnswersAsync(long, IReadOnlyDictionary{string, string}, CancellationToken)"/>
    public Lead MergeAnswers(long id, IReadOnlyDictionary<string, string?> answers) =>
        _engine.Write(LeadOperations.MergeAnswers, (id, answers), nameof(MergeAnswers));

    /// <inheritdoc/>
    public ValueTask<Lead> MergeAnswersAsync(
        long id, IReadOnlyDictionary<string, string?> answers, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.MergeAnswers, (id, answers), nameof(MergeAnswers), cancellationToken);

    /// <inheritdoc cref="ILeadStore.QualifyLeadAsync(long, IReadOnlyDictionary{string, string}, CancellationToken)"/>
    public Lead QualifyLead(long id, IReadOnlyDictionary<string, string>? answers = null) =>
        _engine.Write(LeadOperations.Qualify, (id, answers), nameof(QualifyLead));

    /// <inheritdoc/>
    public ValueTask<Lead> QualifyLeadAsync(
        long id, IReadOnlyDictionary<string, string>? answers = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Qualify, (id, answers), nameof(QualifyLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.RequalifyLeadAsync(long, CancellationToken)"/>
    public Lead RequalifyLead(long id) =>
        _engine.Write(LeadOperations.Requalify, id, nameof(RequalifyLead));

    /// <inheritdoc/>
    public ValueTask<Lead> RequalifyLeadAsync(long id, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Requalify, id, nameof(RequalifyLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.ListQualificationsAsync(long, CancellationToken)"/>
    public IReadOnlyList<Qualification> ListQualifications(long id) =>
        _engine.Read(LeadOperations.ListQualifications, id, nameof(ListQualifications));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Qualification>> ListQualificationsAsync(long id, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(LeadOperations.ListQualifications, id, nameof(ListQualifications), cancellationToken);

    /// <inheritdoc cref="ILeadStore.TouchLeadAsync(long, DateTimeOffset?, CancellationToken)"/>
    public Lead TouchLead(long id, DateTimeOffset? at = null) =>
        _engine.Write(LeadOperations.Touch, (id, at), nameof(TouchLead));

    /// <inheritdoc/>
    public ValueTask<Lead> TouchLeadAsync(long id, DateTimeOffset? at = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Touch, (id, at), nameof(TouchLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.ArchiveLeadAsync(long, CancellationToken)"/>
    public bool ArchiveLead(long id) =>
        _engine.Write(LeadOperations.Archive, id, nameof(ArchiveLead));

    /// <inheritdoc/>
    public ValueTask<bool> ArchiveLeadAsync(long id, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Archive, id, nameof(ArchiveLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.RestoreLeadAsync(long, CancellationToken)"/>
    public bool RestoreLead(long id) =>
        _engine.Write(LeadOperations.Restore, id, nameof(RestoreLead));

    /// <inheritdoc/>
    public ValueTask<bool> RestoreLeadAsync(long id, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.Restore, id, nameof(RestoreLead), cancellationToken);

    /// <inheritdoc cref="ILeadStore.DeleteLeadAsync(long, CancellationToken)"/>
    public DeleteSummary DeleteLead(long id) => AfterDelete(_engine.Write(LeadOperations.Delete, id, nameof(DeleteLead)));

    /// <inheritdoc/>
    public async ValueTask<DeleteSummary> DeleteLeadAsync(long id, CancellationToken cancellationToken = default)
    {
        DeleteSummary deleted = await _engine.WriteAsync(LeadOperations.Delete, id, nameof(DeleteLead), cancellationToken)
            .ConfigureAwait(false);
        return await _traces.AfterDelete(deleted, blocking: false).ConfigureAwait(false);
    }

    /// <inheritdoc cref="ILeadStore.TryDeleteLeadAsync(long, CancellationToken)"/>
    public DeleteSummary? TryDeleteLead(long id) =>
        _engine.Write(LeadOperations.TryDelete, id, nameof(TryDeleteLead)) is { } deleted ? AfterDelete(deleted) : null;

    /// <inheritdoc/>
    public async ValueTask<DeleteSummary?> TryDeleteLeadAsync(long id, CancellationToken cancellationToken = default) =>
        await _engine.WriteAsync(LeadOperations.TryDelete, id, nameof(TryDeleteLead), cancellationToken).ConfigureAwait(false) is { } deleted
            ? await _traces.AfterDelete(deleted, blocking: false).ConfigureAwait(false)
            : null;

    /// <inheritdoc cref="ILeadStore.PauseAssistantAsync(long, string, DateTimeOffset?, string, CancellationToken)"/>
    public Lead PauseAssistant(long id, string by, DateTimeOffset? until = null, string? reason = null) =>
        _engine.Write(LeadOperations.PauseAssistant, (id, by, until, reason), nameof(PauseAssistant));

    /// <inheritdoc/>
    public ValueTask<Lead> PauseAssistantAsync(
        long id, string by, DateTimeOffset? until = null, string? reason = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.PauseAssistant, (id, by, until, reason), nameof(PauseAssistant), cancellationToken);

    /// <inheritdoc cref="ILeadStore.ResumeAssistantAsync(long, CancellationToken)"/>
    public Lead ResumeAssistant(long id) =>
        _engine.Write(LeadOperations.ResumeAssistant, id, nameof(ResumeAssistant));

    /// <inheritdoc/>
    public ValueTask<Lead> ResumeAssistantAsync(long id, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.ResumeAssistant, id, nameof(ResumeAssistant), cancellationToken);

    /// <inheritdoc cref="ILeadStore.TryOnceAsync(long, string, CancellationToken)"/>
    public bool TryOnce(long id, string key) =>
        _engine.Write(LeadOperations.TryOnce, (id, key), nameof(TryOnce));

    /// <inheritdoc/>
    public ValueTask<bool> TryOnceAsync(long id, string key, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(LeadOperations.TryOnce, (id, key), nameof(TryOnce), cancellationToken);

    /// <inheritdoc cref="ILeadStore.ArchiveInactiveAsync(TimeSpan, bool, CancellationToken)"/>
    public int ArchiveInactive(TimeSpan olderThan, bool dryRun = false)
    {
        DateTimeOffset now = _engine.Read(LeadListOperations.Now, olderThan, nameof(ArchiveInactive));
        InactiveLeads inactive = LeadListOperations.Inactive(olderThan, now);
        if (dryRun)
        {
            return _engine.Read(LeadListOperations.CountInactive, inactive, nameof(ArchiveInactive));
        }

        int total = 0;
        int archived;
        do
        {
            archived = _engine.Write(LeadListOperations.ArchiveInactive, inactive, nameof(ArchiveInactive));
            total += archived;
        }
        while (archived == LeadListOperations.ArchiveBatch);

        return total;
    }

    /// <inheritdoc/>
    public async ValueTask<int> ArchiveInactiveAsync(TimeSpan olderThan, bool dryRun = false, CancellationToken cancellationToken = default)
    {
        DateTimeOffset now = await _engine.ReadAsync(LeadListOperations.Now, olderThan, nameof(ArchiveInactive), cancellationToken)
            .ConfigureAwait(false);
        InactiveLeads inactive = LeadListOperations.Inactive(olderThan, now);
        if (dryRun)
        {
            return await _engine.ReadAsync(LeadListOperations.CountInactive, inactive, nameof(ArchiveInactive), cancellationToken)
                .ConfigureAwait(false);
        }

        int total = 0;
        int archived;
        do
        {
            archived = await _engine.WriteAsync(LeadListOperations.ArchiveInactive, inactive, nameof(ArchiveInactive), cancellationToken)
                .ConfigureAwait(false);
            total += archived;
        }
        while (archived == LeadListOperations.ArchiveBatch);

        return total;
    }

    /// <summary>Reads the leads that a filter lets through one after the other, newest contact first, a page at a time.</summary>
    /// <param name="filter">Which leads; default all that are not archived.</param>
    public IEnumerable<Lead> EnumerateLeads(LeadFilter? filter = null)
    {
        string? cursor = null;
        do
        {
            LeadPage page = ListLeads(filter ?? new LeadFilter(), cursor, EnumerationPage);
            foreach (Lead lead in page.Items)
            {
                yield return lead;
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Lead> EnumerateLeadsAsync(
        LeadFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? cursor = null;
        do
        {
            LeadPage page = await ListLeadsAsync(filter ?? new LeadFilter(), cursor, EnumerationPage, cancellationToken)
                .ConfigureAwait(false);
            foreach (Lead lead in page.Items)
            {
                yield return lead;
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    private DeleteSummary AfterDelete(DeleteSummary deleted) => Waiting.Result(_traces.AfterDelete(deleted, blocking: true));
}
