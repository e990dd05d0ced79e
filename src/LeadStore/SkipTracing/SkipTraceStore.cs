using LeadStore.Engine;
using LeadStore.SkipTracing;

namespace LeadStore;

/// <summary>
/// Skip tracing: who owns what a lead is about, by which phones and email addresses he is reached, and what it cost to find out. A trace is
/// begun before the provider is asked and completed or failed afterwards; its end, the contacts, the cost and the note on the lead's
/// property
/// are one transaction. Deleted with the lead, but for the costs. Reached as <see cref="LeadDatabase.SkipTrace"/>; safe to use from any
/// thread.
/// </summary>
public sealed partial class SkipTraceStore
{
    private readonly StoreEngine _engine;
    private readonly TraceEngine _traces;

    internal SkipTraceStore(StoreEngine engine, TraceEngine traces)
    {
        _engine = engine;
        _traces = traces;
    }

    /// <summary>Begins a trace: notes what is asked, of whom and for which lead, before it is asked.</summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="provider">Who is asked.</param>
    /// <param name="request">What is asked: at least a name or an address.</param>
    /// <returns>The trace, pending.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadValidationException">The provider or the request is refused.</exception>
    public SkipTrace Begin(long leadId, TraceProvider provider, SkipTraceRequest request) =>
        _traces.Write(SkipTraceOperations.Begin, (leadId, provider, request), "SkipTrace.Begin");

    /// <inheritdoc cref="Begin"/>
    public ValueTask<SkipTrace> BeginAsync(
        long leadId, TraceProvider provider, SkipTraceRequest request, CancellationToken cancellationToken = default) =>
        _traces.WriteAsync(SkipTraceOperations.Begin, (leadId, provider, request), "SkipTrace.Begin", cancellationToken);

    /// <summary>Ends a pending trace with the provider's answer. Phones and emails that are none are left out and counted.</summary>
    /// <param name="id">The trace.</param>
    /// <param name="result">The answer.</param>
    /// <returns>The trace, completed.</returns>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.NotFound"/>: there is no such trace. <see cref="LeadStoreErrorKind.Concurrency"/>: it is completed or
    /// failed already; nothing was changed and no cost was counted.
    /// </exception>
    /// <exception cref="LeadValidationException">
    /// More than 1,000 phones or emails, a confidence outside 0 to 1, a cost that is none, a text that is too long. The trace is still
    /// pending;
    /// <see cref="Fail"/> keeps the response and the cost.
    /// </exception>
    public SkipTrace Complete(long id, SkipTraceResult result) =>
        _traces.Write(SkipTraceOperations.Complete, (id, result), "SkipTrace.Complete");

    /// <inheritdoc cref="Complete"/>
    public ValueTask<SkipTrace> CompleteAsync(long id, SkipTraceResult result, CancellationToken cancellationToken = default) =>
        _traces.WriteAsync(SkipTraceOperations.Complete, (id, result), "SkipTrace.Complete", cancellationToken);

    /// <summary>Ends a pending trace that has no answer.</summary>
    /// <param name="id">The trace.</param>
    /// <param name="failure">Why, and what it cost all the same.</param>
    /// <returns>The trace, failed.</returns>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.NotFound"/>: there is no such trace. <see cref="LeadStoreErrorKind.Concurrency"/>: it is completed or
    /// failed already; nothing was changed and no cost was counted.
    /// </exception>
    /// <exception cref="LeadValidationException">The reason is not a word, or the cost is none.</exception>
    public SkipTrace Fail(long id, SkipTraceFailure failure) => _traces.Write(SkipTraceOperations.Fail, (id, failure), "SkipTrace.Fail");

    /// <inheritdoc cref="Fail"/>
    public ValueTask<SkipTrace> FailAsync(long id, SkipTraceFailure failure, CancellationToken cancellationToken = default) =>
        _traces.WriteAsync(SkipTraceOperations.Fail, (id, failure), "SkipTrace.Fail", cancellationToken);

    /// <summary>Stores a trace that was made elsewhere or at once: begun and completed in one transaction.</summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="provider">Who was asked.</param>
    /// <param name="request">What was asked: at least a name or an address.</param>
    /// <param name="result">The answer.</param>
    /// <param name="answeredAt">When it was given; default now.</param>
    /// <returns>The trace, completed.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadValidationException">The provider, the request or the answer is refused; see
    /// <see cref="Complete"/>.</exception>
    public SkipTrace Record(
        long leadId, TraceProvider provider, SkipTraceRequest request, SkipTraceResult result, DateTimeOffset? answeredAt = null) =>
        _traces.Write(SkipTraceOperations.Record, (leadId, provider, request, result, answeredAt), "SkipTrace.Record");

    /// <inheritdoc cref="Record"/>
    public ValueTask<SkipTrace> RecordAsync(
        long leadId,
        TraceProvider provider,
        SkipTraceRequest request,
        SkipTraceResult result,
        DateTimeOffset? answeredAt = null,
        CancellationToken cancellationToken = default) =>
        _traces.WriteAsync(SkipTraceOperations.Record, (leadId, provider, request, result, answeredAt), "SkipTrace.Record",
            cancellationToken);

    /// <summary>Finds an answer that was paid for already: the newest one of a provider to the same request, of whichever lead.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="request">The request, in any spelling; see <see cref="SkipTraceRequest"/>.</param>
    /// <param name="maxAge">How long ago the answer may have been given at most, for example 90 days; not negative.</param>
    /// <returns>The trace; <see langword="null"/> if there is none that is new enough.</returns>
    /// <exception cref="LeadValidationException">The provider or the request is refused.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The age is negative.</exception>
    public SkipTrace? FindAnswer(TraceProvider provider, SkipTraceRequest request, TimeSpan maxAge) =>
        _traces.Read(SkipTraceOperations.FindAnswer, (provider, request, maxAge), "SkipTrace.FindAnswer");

    /// <inheritdoc cref="FindAnswer"/>
    public ValueTask<SkipTrace?> FindAnswerAsync(
        TraceProvider provider, SkipTraceRequest request, TimeSpan maxAge, CancellationToken cancellationToken = default) =>
        _traces.ReadAsync(SkipTraceOperations.FindAnswer, (provider, request, maxAge), "SkipTrace.FindAnswer", cancellationToken);

    /// <summary>
    /// Takes an answer that was paid for already over for a lead: a completed trace that cost nothing, with the phones and emails of that
    /// answer.
    /// </summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="request">The request, in any spelling.</param>
    /// <param name="maxAge">How long ago the answer may have been given at most; not negative.</param>
    /// <returns>
    /// The trace; where the newest answer is this lead's own, that one, and nothing is stored. <see langword="null"/> if there is none.
    /// </returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadValidationException">The provider or the request is refused.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The age is negative.</exception>
    public SkipTrace? Reuse(long leadId, TraceProvider provider, SkipTraceRequest request, TimeSpan maxAge) =>
        _traces.Write(SkipTraceOperations.Reuse, (leadId, provider, request, maxAge), "SkipTrace.Reuse");

    /// <inheritdoc cref="Reuse"/>
    public ValueTask<SkipTrace?> ReuseAsync(
        long leadId, TraceProvider provider, SkipTraceRequest request, TimeSpan maxAge, CancellationToken cancellationToken = default) =>
        _traces.WriteAsync(SkipTraceOperations.Reuse, (leadId, provider, request, maxAge), "SkipTrace.Reuse", cancellationToken);

    /// <summary>One trace; <see langword="null"/> if there is none.</summary>
    /// <param name="id">The trace.</param>
    public SkipTrace? Get(long id) => _traces.Read(SkipTraceOperations.Get, id, "SkipTrace.Get");

    /// <inheritdoc cref="Get"/>
    public ValueTask<SkipTrace?> GetAsync(long id, CancellationToken cancellationToken = default) =>
        _traces.ReadAsync(SkipTraceOperations.Get, id, "SkipTrace.Get", cancellationToken);

    /// <summary>What the provider sent, as far as it is kept: its first 1,000,000 characters. May hold personal data.</summary>
    /// <param name="id">The trace.</param>
    /// <returns><see langword="null"/> if there is no such trace, or it has no response, as one that was taken over.</returns>
    public string? GetResponse(long id) => _traces.Read(SkipTraceOperations.GetResponse, id, "SkipTrace.GetResponse");

    /// <inheritdoc cref="GetResponse"/>
    public ValueTask<string?> GetResponseAsync(long id, CancellationToken cancellationToken = default) =>
        _traces.ReadAsync(SkipTraceOperations.GetResponse, id, "SkipTrace.GetResponse", cancellationToken);

    /// <summary>The traces of a lead, the newest first.</summary>
    /// <param name="leadId">The lead; one that does not exist has none.</param>
    public IReadOnlyList<SkipTrace> GetHistory(long leadId) => _traces.Read(TraceReading.History, leadId, "SkipTrace.GetHistory");

    /// <inheritdoc cref="GetHistory"/>
    public ValueTask<IReadOnlyList<SkipTrace>> GetHistoryAsync(long leadId, CancellationToken cancellationToken = default) =>
        _traces.ReadAsync(TraceReading.History, leadId, "SkipTrace.GetHistory", cancellationToken);

    /// <summary>Lists the traces that were begun and did not end, of every lead, in the order in which they were begun.</summary>
    /// <param name="startedBefore">Only those that were begun before this time; default all.</param>
    /// <param name="cursor"><see cref="SkipTracePage.NextCursor"/> of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="pageSize">1 to 1000; default 50.</param>
    /// <exception cref="ArgumentException">The cursor is not one of a page, or the page size is out of range.</exception>
    public SkipTracePage ListPending(DateTimeOffset? startedBefore = null, string? cursor = null, int pageSize = 50) =>
        _traces.Read(TraceReading.ListPending, (startedBefore, cursor, pageSize), "SkipTrace.ListPending");

    /// <inheritdoc cref="ListPending"/>
    public ValueTask<SkipTracePage> ListPendingAsync(
        DateTimeOffset? startedBefore = null, string? cursor = null, int pageSize = 50, CancellationToken cancellationToken = default) =>
        _traces.ReadAsync(TraceReading.ListPending, (startedBefore, cursor, pageSize), "SkipTrace.ListPending", cancellationToken);

    /// <summary>
    /// Every phone that the traces of a lead have found, as each of them found it: the best number first, of one number the newest trace
    /// first. See <see cref="RankPhones"/> for each number once.
    /// </summary>
    /// <param name="leadId">The lead; one that does not exist has none.</param>
    public IReadOnlyList<TracedPhone> ListPhones(long leadId) => _traces.Read(TraceReading.ListPhones, leadId, "SkipTrace.ListPhones");

    /// <inheritdoc cref="ListPhones"/>
    public ValueTask<IReadOnlyList<TracedPhone>> ListPhonesAsync(long leadId, CancellationToken cancellationToken = default) =>
        _traces.ReadAsync(TraceReading.ListPhones, leadId, "SkipTrace.ListPhones", cancellationToken);

    /// <summary>Every email address that the traces of a lead have found, as each of them found it, the newest trace first.</summary>
    /// <param name="leadId">The lead; one that does not exist has none.</param>
    public IReadOnlyList<TracedEmail> ListEmails(long leadId) => _traces.Read(TraceReading.ListEmails, leadId, "SkipTrace.ListEmails");

    /// <inheritdoc cref="ListEmails"/>
    public ValueTask<IReadOnlyList<TracedEmail>> ListEmailsAsync(long leadId, CancellationToken cancellationToken = default) =>
        _traces.ReadAsync(TraceReading.ListEmails, leadId, "SkipTrace.ListEmails", cancellationToken);

    /// <summary>
    /// The numbers of a lead, each once, the one to dial first at the top: mobile before unknown before not, valid before unknown, then the
    /// surer, the one seen later, the smaller number. Of each flag the newest trace counts that says something of it. Those that are on a
    /// do-not-call list, belong to a litigator, were reassigned or cannot be reached come last, as all do where the lead is not to be
    /// called.
    /// </summary>
    /// <param name="leadId">The lead; one that does not exist has none.</param>
    public IReadOnlyList<RankedPhone> RankPhones(long leadId) => _traces.Read(TraceReading.RankPhones, leadId, "SkipTrace.RankPhones");

    /// <inheritdoc cref="RankPhones"/>
    public ValueTask<IReadOnlyList<RankedPhone>> RankPhonesAsync(long leadId, CancellationToken cancellationToken = default) =>
        _traces.ReadAsync(TraceReading.RankPhones, leadId, "SkipTrace.RankPhones", cancellationToken);

    /// <summary>The first number of <see cref="RankPhones"/> that is not excluded.</summary>
    /// <param name="leadId">The lead.</param>
    /// <returns><see langword="null"/> if there is no number that may be dialled.</returns>
    public RankedPhone? BestPhone(long leadId) => _traces.Read(TraceReading.BestPhone, leadId, "SkipTrace.BestPhone");

    /// <inheritdoc cref="BestPhone"/>
    public ValueTask<RankedPhone?> BestPhoneAsync(long leadId, CancellationToken cancellationToken = default) =>
        _traces.ReadAsync(TraceReading.BestPhone, leadId, "SkipTrace.BestPhone", cancellationToken);

    /// <summary>What the traces of a lead have come to, in one snapshot.</summary>
    /// <param name="leadId">The lead; one that does not exist has no traces.</param>
    public SkipTraceSummary GetSummary(long leadId) => _traces.ReadSnapshot(TraceReading.Summary, leadId, "SkipTrace.GetSummary");

    /// <inheritdoc cref="GetSummary"/>
    public ValueTask<SkipTraceSummary> GetSummaryAsync(long leadId, CancellationToken cancellationToken = default) =>
        _traces.ReadSnapshotAsync(TraceReading.Summary, leadId, "SkipTrace.GetSummary", cancellationToken);
}
