namespace LeadStore;

/// <summary>
/// The verbs of a store, asynchronous: what an application holds when it wants to be free to change the engine. Safe to use from any
/// thread. On SQLite a read completes before it returns; a write waits, without a thread, for the commit that it shares with others.
/// Every verb throws <see cref="LeadStoreException"/> where the storage fails (see <see cref="LeadStoreException.Kind"/>),
/// <see cref="ObjectDisposedException"/> after the store was disposed, and <see cref="OperationCanceledException"/> if it was cancelled
/// in time, and then nothing was stored.
/// </summary>
public interface ILeadStore : IAsyncDisposable
{
    /// <summary>Typed settings that live with the data.</summary>
    SettingStore Settings { get; }

    /// <summary>The sources of leads.</summary>
    LeadSourceStore Sources { get; }

    /// <summary>Reminders to customers who have not answered.</summary>
    ReminderStore Reminders { get; }

    /// <summary>What is known of leads and messages beyond their fields.</summary>
    LeadAttributeStore Attributes { get; }

    /// <summary>What was spent, on what and for which lead.</summary>
    CostStore Costs { get; }

    /// <summary>Phones and email addresses of the owners whom leads are about, and what it cost to find them.</summary>
    SkipTraceStore SkipTrace { get; }

    /// <summary>Organizations, what they use, and which leads are theirs.</summary>
    OrganizationStore Organizations { get; }

    /// <summary>The people who work with leads, and who has which.</summary>
    UserStore Users { get; }

    /// <summary>What people note about leads.</summary>
    NoteStore Notes { get; }

    /// <summary>What was done with leads.</summary>
    ActivityStore Activities { get; }

    /// <summary>The properties of leads, and what sources said of them.</summary>
    PropertyStore Properties { get; }

    /// <summary>Whether and when leads may be contacted.</summary>
    ContactRuleStore ContactRules { get; }

    /// <summary>Campaigns, and what leads were sent of them.</summary>
    CampaignStore Campaigns { get; }

    /// <summary>Calls with leads, and what was said in them.</summary>
    CallStore Calls { get; }

    /// <summary>Finds a returning customer. One who is archived is restored and comes back current.</summary>
    /// <param name="phone">The number in any spelling; one without a country code needs <see
    /// cref="LeadDatabaseOptions.DefaultRegion"/>.</param>
    /// <returns>The lead, or <see langword="null"/> if nobody has that number.</returns>
    /// <exception cref="LeadValidationException">The text is no phone number, or is a national one and there is no default
    /// region.</exception>
    /// <remarks>A read of one index and one row; only a restore writes.</remarks>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<Lead?> CheckExistingCustomerAsync(string phone, CancellationToken cancellationToken = default);

    /// <summary>Stores a new lead.</summary>
    /// <param name="lead">What is known of it; at least a phone or an email address.</param>
    /// <returns>The lead as stored, with its id and defaults.</returns>
    /// <exception cref="LeadValidationException">Fields are refused; the exception lists all of them.</exception>
    /// <exception cref="DuplicateLeadException">A lead, archived or not, has the same phone; the exception has its id.</exception>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<Lead> CreateLeadAsync(NewLead lead, CancellationToken cancellationToken = default);

    /// <summary>Stores a lead, or fills in the one that has the same phone: what is given replaces what is stored, what is not given
    /// stays, answers are merged. One that is archived is restored.</summary>
    /// <param name="lead">What is known of it; the phone is needed.</param>
    /// <returns>The lead as stored.</returns>
    /// <exception cref="LeadValidationException">Fields are refused; the exception lists all of them.</exception>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<Lead> UpsertLeadAsync(NewLead lead, CancellationToken cancellationToken = default);

    /// <summary>Reads a lead, archived or not.</summary>
    /// <param name="id">Its <see cref="Lead.Id"/>.</param>
    /// <returns>The lead, or <see langword="null"/> if there is none.</returns>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<Lead?> GetLeadAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>Reads a lead that must be there, archived or not.</summary>
    /// <param name="id">Its <see cref="Lead.Id"/>.</param>
    /// <exception cref="LeadNotFoundException">There is none.</exception>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<Lead> GetRequiredLeadAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>Reads a lead by its phone, archived or not, and changes nothing.</summary>
    /// <param name="phone">The number in any spelling; one without a country code needs <see
    /// cref="LeadDatabaseOptions.DefaultRegion"/>.</param>
    /// <returns>The lead, or <see langword="null"/> if nobody has that number.</returns>
    /// <exception cref="LeadValidationException">The text is no phone number, or is a national one and there is no default
    /// region.</exception>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<Lead?> GetLeadByPhoneAsync(string phone, CancellationToken cancellationToken = default);

    /// <summary>Finds a lead by the key that another system has for it, as an import brought it; archived or not.</summary>
    /// <param name="system">The name of the system; see <see cref="ImportMapping.System"/>.</param>
    /// <param name="key">The key of the lead there.</param>
    /// <returns>The lead, or <see langword="null"/> if none is known by that key.</returns>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<Lead?> GetLeadByKeyAsync(string system, string key, CancellationToken cancellationToken = default);

    /// <summary>Reads a lead by its phone together with its conversation, in one snapshot.</summary>
    /// <param name="phone">The number in any spelling.</param>
    /// <param name="last">Only the newest so many messages; default all.</param>
    /// <returns>Both, or <see langword="null"/> if nobody has that number.</returns>
    /// <exception cref="LeadValidationException">The text is no phone number.</exception>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<LeadConversation?> GetLeadWithHistoryAsync(string phone, int? last = null, CancellationToken cancellationToken = default);

    /// <summary>Reads all leads, newest contact first. For a long list page through <see cref="ListLeadsAsync"/>.</summary>
    /// <param name="includeArchived">Whether to list archived leads too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<Lead>> GetAllLeadsAsync(bool includeArchived = false, CancellationToken cancellationToken = default);

    /// <summary>Reads one page of the leads that a filter lets through, newest contact first. Leads that change while pages are read may
    /// show up twice or not at all; nothing else moves.</summary>
    /// <param name="filter">Which leads.</param>
    /// <param name="cursor"><see cref="LeadPage.NextCursor"/> of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="pageSize">1 to 1000; default 50.</param>
    /// <exception cref="ArgumentException">The cursor is not one of a page, or the page size is out of range.</exception>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<LeadPage> ListLeadsAsync(LeadFilter filter, string? cursor = null, int pageSize = 50, CancellationToken cancellationToken = default);

    /// <summary>Reads a lead, changes it and stores it in one transaction: nobody's change is lost, and a lead that is not
    /// changed is not written.</summary>
    /// <param name="id">Its <see cref="Lead.Id"/>.</param>
    /// <param name="change">From the stored lead to the wanted one, for example <c>l => l with { Progress = 50 }</c>. Runs on this thread
    /// while the store waits for it; an exception from it leaves the lead as it was.</param>
    /// <returns>The lead as stored.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadValidationException">Fields are refused; the exception lists all of them.</exception>
    /// <exception cref="DuplicateLeadException">Another lead has the new phone.</exception>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<Lead> UpdateLeadAsync(long id, Func<Lead, Lead> change, CancellationToken cancellationToken = default);

    /// <summary>Stores a lead that was read before and changed since, unless somebody else changed it meanwhile.</summary>
    /// <param name="changed">A lead with the <see cref="Lead.Version"/> that it was read with.</param>
    /// <returns>The lead as stored.</returns>
    /// <exception cref="LeadConcurrencyException">The stored version is another.</exception>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadValidationException">Fields are refused; the exception lists all of them.</exception>
    /// <exception cref="DuplicateLeadException">Another lead has the new phone.</exception>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<Lead> UpdateLeadAsync(Lead changed, CancellationToken cancellationToken = default);

    /// <summary>Sets or removes one answer and leaves the others.</summary>
    /// <param name="id">The lead.</param>
    /// <param name="question">1 to 200 characters, for example <c>question_1</c>.</param>
    /// <param name="answer">At most 10,000 characters; <see langword="null"/> removes the answer.</param>
    /// <returns>The lead as stored.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadValidationException">The question or the answer is refused.</exception>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<Lead> SetAnswerAsync(long id, string question, string? answer, CancellationToken cancellationToken = default);

    /// <summary>Sets several answers at once, removes those that are <see langword="null"/>, and leaves the others.</summary>
    /// <param name="id">The lead.</param>
    /// <param name="answers">Answers by question.</param>
    /// <returns>The lead as stored.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadValidationException">A question or an answer is refused.</exception>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<Lead> MergeAnswersAsync(long id, IReadOnlyDictionary<string, string?> answers, CancellationToken cancellationToken = default);

    /// <summary>Marks a lead as qualified: status, progress 100, flag, time and a row of its qualifications in one transaction. One that
    /// is qualified already keeps its time.</summary>
    /// <param name="id">The lead.</param>
    /// <param name="answers">Answers to merge into those it has; default none.</param>
    /// <returns>The lead as stored.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadValidationException">An answer is refused, or the status set lacks <c>qualified</c>.</exception>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<Lead> QualifyLeadAsync(long id, IReadOnlyDictionary<string, string>? answers = null, CancellationToken cancellationToken = default);

    /// <summary>Begins the qualification of a qualified lead anew: status active, progress 0, no answers. The answers so far stay in <see
    /// cref="ListQualificationsAsync"/>. A lead that is not qualified stays as it is.</summary>
    /// <param name="id">The lead.</param>
    /// <returns>The lead as stored.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<Lead> RequalifyLeadAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>Lists every time that a lead was qualified, first to last.</summary>
    /// <param name="id">The lead; one that does not exist has none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<Qualification>> ListQualificationsAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>Notes a contact; the last contact never moves backwards.</summary>
    /// <param name="id">The lead.</param>
    /// <param name="at">When; default now.</param>
    /// <returns>The lead as stored.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<Lead> TouchLeadAsync(long id, DateTimeOffset? at = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Hides a lead from lists until the person writes again (<see cref="IngestInboundAsync"/>, <see cref="CheckExistingCustomerAsync"/>).
    /// </summary>
    /// <param name="id">The lead.</param>
    /// <returns>False if it was archived already.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<bool> ArchiveLeadAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Archives every lead that nobody has been in contact with for some time, 500 in a transaction, so that other writers come between. A
    /// lead that somebody writes to meanwhile stays; one that is archived comes back as any other.
    /// </summary>
    /// <param name="olderThan">How long ago the last contact must be; above zero, for example 180 days.</param>
    /// <param name="dryRun">Whether the leads are only counted. Default <see langword="false"/>.</param>
    /// <returns>How many leads were archived, or would be.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is not above zero, or goes back before the year 1.</exception>
    /// <param name="cancellationToken">Gives up between two transactions; what was archived before stays so.</param>
    ValueTask<int> ArchiveInactiveAsync(TimeSpan olderThan, bool dryRun = false, CancellationToken cancellationToken = default);

    /// <summary>Takes a lead back out of the archive.</summary>
    /// <param name="id">The lead.</param>
    /// <returns>False if it was not archived.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<bool> RestoreLeadAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>Deletes a lead and everything that hangs on it, for good.</summary>
    /// <param name="id">The lead.</param>
    /// <returns>How many rows went, by table.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<DeleteSummary> DeleteLeadAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>Deletes a lead and everything that hangs on it, for good, if it is there.</summary>
    /// <param name="id">The lead.</param>
    /// <returns>How many rows went, by table; <see langword="null"/> if there is no such lead.</returns>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<DeleteSummary?> TryDeleteLeadAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>Leaves a lead to people: <see cref="Lead.IsAssistantPaused"/> is true until the pause ends by itself or is ended, and no
    /// reminders are sent.</summary>
    /// <param name="id">The lead.</param>
    /// <param name="by">Who pauses, 1 to 200 characters.</param>
    /// <param name="until">When the assistant resumes by itself; default not before <see cref="ResumeAssistantAsync"/>.</param>
    /// <param name="reason">Why, at most 1,000 characters.</param>
    /// <returns>The lead as stored.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadValidationException">A text is refused.</exception>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<Lead> PauseAssistantAsync(long id, string by, DateTimeOffset? until = null, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Ends a pause of the assistant.</summary>
    /// <param name="id">The lead.</param>
    /// <returns>The lead as stored.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<Lead> ResumeAssistantAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>Does something once per lead: says whether this is the first call for the lead and the key, from whichever thread or
    /// process.</summary>
    /// <param name="id">The lead.</param>
    /// <param name="key">What is to be done once, 1 to 200 characters, for example <c>thank_you_sent</c>.</param>
    /// <returns>True for the first call, false for every later one.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadValidationException">The key is refused.</exception>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<bool> TryOnceAsync(long id, string key, CancellationToken cancellationToken = default);

    /// <summary>Stores a message and notes the contact in the same transaction.</summary>
    /// <param name="leadId">The lead whose conversation it belongs to.</param>
    /// <param name="sender">Who wrote it.</param>
    /// <param name="content">The text, 1 to 100,000 characters, kept as it is.</param>
    /// <param name="sentAt">When; default now.</param>
    /// <returns>The message as stored.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadValidationException">The sender or the text is refused.</exception>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<Message> CreateMessageAsync(long leadId, MessageSender sender, string content, DateTimeOffset? sentAt = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a conversation, oldest message first; messages of the same time in the order in which they were stored.</summary>
    /// <param name="leadId">The lead; one that does not exist has no messages.</param>
    /// <param name="last">Only the newest so many messages; default all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<Message>> GetConversationHistoryAsync(long leadId, int? last = null, CancellationToken cancellationToken = default);

    /// <summary>Reads one page of a conversation, oldest message first.</summary>
    /// <param name="leadId">The lead; one that does not exist has no messages.</param>
    /// <param name="cursor"><see cref="MessagePage.NextCursor"/> of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="pageSize">1 to 1000; default 50.</param>
    /// <exception cref="ArgumentException">The cursor is not one of a page, or the page size is out of range.</exception>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<MessagePage> ListMessagesAsync(long leadId, string? cursor = null, int pageSize = 50, CancellationToken cancellationToken = default);

    /// <summary>Takes in a message that a person sent, in one transaction: finds the person by phone, restores or creates the lead,
    /// stores the message, notes the contact, begins the reminders anew and reads the conversation. The same message again, from
    /// whichever thread or process, changes nothing.</summary>
    /// <param name="message">The message as the provider delivered it.</param>
    /// <returns>The person, the message and the conversation as stored now.</returns>
    /// <exception cref="LeadValidationException">Fields are refused; the exception lists all of them.</exception>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    ValueTask<InboundResult> IngestInboundAsync(InboundMessage message, CancellationToken cancellationToken = default);

    /// <summary>Reads the leads that a filter lets through one after the other, newest contact first, a page at a time.</summary>
    /// <param name="filter">Which leads; default all that are not archived.</param>
    /// <param name="cancellationToken">Gives up.</param>
    IAsyncEnumerable<Lead> EnumerateLeadsAsync(LeadFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs several verbs in one transaction: all of them are stored, or none if the callback throws. Inside another transaction it is
    /// a savepoint of that one.
    /// </summary>
    /// <param name="work">
    /// Uses the store that it is handed, and waits for nothing else: the transaction holds the writer. On SQLite a callback that waits
    /// for anything but that store is refused and rolled back.
    /// </param>
    /// <param name="cancellationToken">Gives up before the callback begins.</param>
    /// <returns>What the callback returned, once it is stored.</returns>
    /// <exception cref="InvalidOperationException">The callback waited for something else, or used the outer store.</exception>
    ValueTask<T> InTransactionAsync<T>(Func<ILeadStore, ValueTask<T>> work, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="InTransactionAsync{T}"/>
    ValueTask InTransactionAsync(Func<ILeadStore, ValueTask> work, CancellationToken cancellationToken = default);
}
