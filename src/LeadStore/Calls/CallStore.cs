using LeadStore.Calls;
using LeadStore.Engine;

namespace LeadStore;

/// <summary>
/// Calls with leads: who called whom, what became of it, what was said. Reached as <see cref="LeadDatabase.Calls"/>; safe to use from any
/// thread.
/// </summary>
/// <remarks>
/// A call moves neither the last contact nor the version of its lead, and is deleted with it, its transcript and the words by which that
/// is found included. Nothing asks here whether a lead may be called: <see cref="ContactRuleStore.CanContact"/> does, and
/// <see cref="SkipTraceStore.BestPhone"/> leaves out numbers that may not be dialled.
/// </remarks>
/// <example>
/// <code>
/// CallLog call = db.Calls.Record(new NewCall { LeadId = lead.Id, Phone = lead.Phone, SourceId = "CA0123456789abcdef" });
/// db.Calls.Complete(call.Id, new CallEnd { Outcome = CallOutcome.Answered, DurationSeconds = 95 });
/// db.Calls.SetTranscript(call.Id, "Yes, I would sell the house on Oak Street.");
/// CallPage found = db.Calls.SearchTranscripts("sell house");
/// </code>
/// </example>
public sealed class CallStore
{
    private readonly StoreEngine _engine;

    internal CallStore(StoreEngine engine) => _engine = engine;

    /// <summary>Records a call that begins, or one that is over. The same <see cref="NewCall.SourceId"/> again is the same call.</summary>
    /// <param name="call">What is known of it.</param>
    /// <returns>The call as stored; where it was recorded before, as it stands now, and nothing was changed.</returns>
    /// <exception cref="LeadValidationException">Fields are refused; the exception lists all of them.</exception>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: there is no such campaign or user.</exception>
    public CallLog Record(NewCall call) => _engine.Write(CallOperations.Record, call, "Calls.Record");

    /// <inheritdoc cref="Record"/>
    public ValueTask<CallLog> RecordAsync(NewCall call, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(CallOperations.Record, call, "Calls.Record", cancellationToken);

    /// <summary>Ends a call that is under way.</summary>
    /// <param name="callId">The call.</param>
    /// <param name="end">How it ended. What it does not say stays as it was.</param>
    /// <returns>The call, ended.</returns>
    /// <exception cref="LeadValidationException">Fields are refused; the exception lists all of them, and the call is still under
    /// way.</exception>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.NotFound"/>: there is no such call. <see cref="LeadStoreErrorKind.Concurrency"/>: it has ended
    /// already, as when a provider says so twice; nothing was changed.
    /// </exception>
    public CallLog Complete(long callId, CallEnd end) => _engine.Write(CallOperations.Complete, (callId, end), "Calls.Complete");

    /// <inheritdoc cref="Complete"/>
    public ValueTask<CallLog> CompleteAsync(long callId, CallEnd end, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(CallOperations.Complete, (callId, end), "Calls.Complete", cancellationToken);

    /// <summary>
    /// Changes the number, the recording, the campaign or the user of a call, and of one that has ended the outcome and the duration too.
    /// </summary>
    /// <param name="callId">The call.</param>
    /// <param name="change">Is handed the call as it is stored and returns it as it shall be; other writers wait for it.</param>
    /// <returns>The call as stored.</returns>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.NotFound"/>: there is no such call, campaign or user.
    /// </exception>
    /// <exception cref="LeadValidationException">A field is refused, or one was changed that the store sets.</exception>
    public CallLog Update(long callId, Func<CallLog, CallLog> change) =>
        _engine.Write(CallOperations.Change, new CallChange(callId, change), "Calls.Update");

    /// <inheritdoc cref="Update"/>
    public ValueTask<CallLog> UpdateAsync(long callId, Func<CallLog, CallLog> change, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(CallOperations.Change, new CallChange(callId, change), "Calls.Update", cancellationToken);

    /// <summary>Stores what was said in a call, instead of what was stored before; it is found by its words at once.</summary>
    /// <param name="callId">The call, under way or not.</param>
    /// <param name="transcript">At most 1,000,000 characters, kept as they are; <see langword="null"/> to remove it.</param>
    /// <returns>The call as stored.</returns>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: there is no such call.</exception>
    /// <exception cref="LeadValidationException">The text is refused.</exception>
    public CallLog SetTranscript(long callId, string? transcript) =>
        _engine.Write(CallOperations.SetTranscript, (callId, transcript), "Calls.SetTranscript");

    /// <inheritdoc cref="SetTranscript"/>
    public ValueTask<CallLog> SetTranscriptAsync(long callId, string? transcript, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(CallOperations.SetTranscript, (callId, transcript), "Calls.SetTranscript", cancellationToken);

    /// <summary>Stores what a model made of a call, instead of what was stored before.</summary>
    /// <param name="callId">The call, under way or not.</param>
    /// <param name="json">JSON, at most 1,000,000 characters and 64 levels deep, kept character by character; <see langword="null"/> to
    /// remove it.</param>
    /// <returns>The call as stored.</returns>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: there is no such call.</exception>
    /// <exception cref="LeadValidationException">The text is too long or no JSON.</exception>
    public CallLog SetAnalysis(long callId, string? json) =>
        _engine.Write(CallOperations.SetAnalysis, (callId, json), "Calls.SetAnalysis");

    /// <inheritdoc cref="SetAnalysis"/>
    public ValueTask<CallLog> SetAnalysisAsync(long callId, string? json, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(CallOperations.SetAnalysis, (callId, json), "Calls.SetAnalysis", cancellationToken);

    /// <summary>One call; <see langword="null"/> if there is none of that id.</summary>
    /// <param name="callId">The call.</param>
    public CallLog? Get(long callId) => _engine.Read(CallOperations.Get, callId, "Calls.Get");

    /// <inheritdoc cref="Get"/>
    public ValueTask<CallLog?> GetAsync(long callId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(CallOperations.Get, callId, "Calls.Get", cancellationToken);

    /// <summary>The call that a provider knows by an id, as its webhooks name it; <see langword="null"/> if there is none.</summary>
    /// <param name="sourceId">The <see cref="NewCall.SourceId"/> with which it was recorded, letter by letter.</param>
    public CallLog? GetBySourceId(string sourceId) => _engine.Read(CallOperations.GetBySourceId, sourceId, "Calls.GetBySourceId");

    /// <inheritdoc cref="GetBySourceId"/>
    public ValueTask<CallLog?> GetBySourceIdAsync(string sourceId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(CallOperations.GetBySourceId, sourceId, "Calls.GetBySourceId", cancellationToken);

    /// <summary>What was said in a call, as it was given. Personal data.</summary>
    /// <param name="callId">The call.</param>
    /// <returns><see langword="null"/> if there is no such call, or it has no transcript.</returns>
    public string? GetTranscript(long callId) => _engine.Read(CallOperations.GetTranscript, callId, "Calls.GetTranscript");

    /// <inheritdoc cref="GetTranscript"/>
    public ValueTask<string?> GetTranscriptAsync(long callId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(CallOperations.GetTranscript, callId, "Calls.GetTranscript", cancellationToken);

    /// <summary>What a model made of a call: JSON, as it was given. May hold personal data.</summary>
    /// <param name="callId">The call.</param>
    /// <returns><see langword="null"/> if there is no such call, or it has no analysis.</returns>
    public string? GetAnalysis(long callId) => _engine.Read(CallOperations.GetAnalysis, callId, "Calls.GetAnalysis");

    /// <inheritdoc cref="GetAnalysis"/>
    public ValueTask<string?> GetAnalysisAsync(long callId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(CallOperations.GetAnalysis, callId, "Calls.GetAnalysis", cancellationToken);

    /// <summary>Deletes a call with its transcript and analysis.</summary>
    /// <param name="callId">The call.</param>
    /// <returns>False if there was none.</returns>
    public bool Delete(long callId) => _engine.Write(CallOperations.Delete, callId, "Calls.Delete");

    /// <inheritdoc cref="Delete"/>
    public ValueTask<bool> DeleteAsync(long callId, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(CallOperations.Delete, callId, "Calls.Delete", cancellationToken);

    /// <summary>Reads one page of the calls of a lead, the one that began last first.</summary>
    /// <param name="leadId">The lead; one that does not exist has no calls.</param>
    /// <param name="cursor"><see cref="CallPage.NextCursor"/> of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="pageSize">1 to 1000; default 50.</param>
    /// <exception cref="ArgumentException">The cursor is not one of a page, or the page size is out of range.</exception>
    public CallPage List(long leadId, string? cursor = null, int pageSize = 50) =>
        _engine.Read(CallOperations.List, (leadId, cursor, pageSize), "Calls.List");

    /// <inheritdoc cref="List"/>
    public ValueTask<CallPage> ListAsync(
        long leadId, string? cursor = null, int pageSize = 50, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(CallOperations.List, (leadId, cursor, pageSize), "Calls.List", cancellationToken);

    /// <summary>
    /// Reads one page of the calls of all leads in whose transcript every word of a text occurs, what was recorded last first.
    /// </summary>
    /// <remarks>
    /// A word is a run of letters and digits; everything else only separates, so that any text can be searched for and nothing in it is an
    /// operator. Words are whole, in any order, compared without case and, in Latin letters, without accents; of one of more than 40
    /// letters its beginning counts. The longest is looked up in an index, and the others in the transcripts that have it. What another
    /// program writes into the file is not found until <see cref="SetTranscript"/> stores it.
    /// </remarks>
    /// <param name="text">1 to 10 different words, at most 1,000 characters.</param>
    /// <param name="cursor"><see cref="CallPage.NextCursor"/> of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="pageSize">1 to 1000; default 50.</param>
    /// <exception cref="ArgumentException">The cursor is not one of a page, or the page size is out of range.</exception>
    /// <exception cref="LeadValidationException">The text has no word, or too many of them.</exception>
    public CallPage SearchTranscripts(string text, string? cursor = null, int pageSize = 50) =>
        _engine.Read(CallOperations.SearchTranscripts, (text, cursor, pageSize), "Calls.SearchTranscripts");

    /// <inheritdoc cref="SearchTranscripts"/>
    public ValueTask<CallPage> SearchTranscriptsAsync(
        string text, string? cursor = null, int pageSize = 50, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(CallOperations.SearchTranscripts, (text, cursor, pageSize), "Calls.SearchTranscripts", cancellationToken);
}
