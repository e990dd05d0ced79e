using LeadStore.Engine;
using LeadStore.Notes;

namespace LeadStore;

/// <summary>
/// What people note about leads, beside the conversation. A note moves neither the last contact nor the version of its lead, and is
/// deleted with it. Reached as <see cref="LeadDatabase.Notes"/>; safe to use from any thread.
/// </summary>
/// <example>
/// <code>
/// Note note = db.Notes.Add(lead.Id, "Wants to sell before the winter.", NoteType.Call, by: "ada");
/// db.Notes.Update(note.Id, "Wants to sell before the end of the year.");
/// NotePage newest = db.Notes.List(lead.Id);
/// </code>
/// </example>
public sealed class NoteStore
{
    private readonly StoreEngine _engine;

    internal NoteStore(StoreEngine engine) => _engine = engine;

    /// <summary>Stores a new note.</summary>
    /// <param name="leadId">The lead that it is about.</param>
    /// <param name="content">The text, 1 to 10,000 characters, kept as it is.</param>
    /// <param name="type">What it is about. Default <see cref="NoteType.General"/>.</param>
    /// <param name="by">Who notes it, at most 200 characters. Default nobody.</param>
    /// <returns>The note as stored.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadValidationException">The text, the type or <paramref name="by"/> is refused.</exception>
    public Note Add(long leadId, string content, NoteType type = NoteType.General, string? by = null) =>
        _engine.Write(NoteOperations.Add, (leadId, content, type, by), "Notes.Add");

    /// <inheritdoc cref="Add"/>
    public ValueTask<Note> AddAsync(
        long leadId, string content, NoteType type = NoteType.General, string? by = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(NoteOperations.Add, (leadId, content, type, by), "Notes.Add", cancellationToken);

    /// <summary>One note; <see langword="null"/> if there is none of that id.</summary>
    /// <param name="noteId">The note.</param>
    public Note? Get(long noteId) => _engine.Read(NoteOperations.Get, noteId, "Notes.Get");

    /// <inheritdoc cref="Get"/>
    public ValueTask<Note?> GetAsync(long noteId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(NoteOperations.Get, noteId, "Notes.Get", cancellationToken);

    /// <summary>Changes the text of a note, and its type where one is given.</summary>
    /// <param name="noteId">The note.</param>
    /// <param name="content">The text, 1 to 10,000 characters, kept as it is.</param>
    /// <param name="type">What it is about. Default: what it was.</param>
    /// <returns>The note as stored.</returns>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: there is no such note.</exception>
    /// <exception cref="LeadValidationException">The text or the type is refused.</exception>
    public Note Update(long noteId, string content, NoteType? type = null) =>
        _engine.Write(NoteOperations.Update, (noteId, content, type), "Notes.Update");

    /// <inheritdoc cref="Update"/>
    public ValueTask<Note> UpdateAsync(long noteId, string content, NoteType? type = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(NoteOperations.Update, (noteId, content, type), "Notes.Update", cancellationToken);

    /// <summary>Deletes a note.</summary>
    /// <param name="noteId">The note.</param>
    /// <returns>False if there was none.</returns>
    public bool Delete(long noteId) => _engine.Write(NoteOperations.Delete, noteId, "Notes.Delete");

    /// <inheritdoc cref="Delete"/>
    public ValueTask<bool> DeleteAsync(long noteId, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(NoteOperations.Delete, noteId, "Notes.Delete", cancellationToken);

    /// <summary>Reads one page of the notes of a lead, newest first.</summary>
    /// <param name="leadId">The lead; one that does not exist has no notes.</param>
    /// <param name="cursor"><see cref="NotePage.NextCursor"/> of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="pageSize">1 to 1000; default 50.</param>
    /// <exception cref="ArgumentException">The cursor is not one of a page, or the page size is out of range.</exception>
    public NotePage List(long leadId, string? cursor = null, int pageSize = 50) =>
        _engine.Read(NoteOperations.List, (leadId, cursor, pageSize), "Notes.List");

    /// <inheritdoc cref="List"/>
    public ValueTask<NotePage> ListAsync(
        long leadId, string? cursor = null, int pageSize = 50, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(NoteOperations.List, (leadId, cursor, pageSize), "Notes.List", cancellationToken);
}
