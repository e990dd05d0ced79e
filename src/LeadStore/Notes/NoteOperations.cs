using LeadStore.Engine;
using LeadStore.Validation;

namespace LeadStore.Notes;

/// <summary>The verbs on notes, each written once for every engine and for both ways of calling it.</summary>
internal static class NoteOperations
{
    public static async ValueTask<Note> Add(Session session, (long LeadId, string Content, NoteType Type, string? By) call)
    {
        Validator validator = new();
        validator.Defined(nameof(Note.Type), call.Type);
        Note note = new()
        {
            LeadId = call.LeadId,
            Type = call.Type,
            Content = validator.Required(nameof(Note.Content), call.Content, Limits.NoteContent),
            CreatedBy = validator.Optional("by", call.By, Limits.Actor),
            CreatedAt = session.Now,
            UpdatedAt = session.Now,
        };
        validator.ThrowIfAny();
        long id = await session.Insert(
            NoteSql.Insert, [note.LeadId, NoteSql.Word(note.Type), note.Content, note.CreatedBy, note.CreatedAt, note.UpdatedAt]);
        return id != 0 ? note with { Id = id } : throw new LeadNotFoundException(call.LeadId);
    }

    public static ValueTask<Note?> Get(Session session, long id) => session.First(NoteSql.ById, [id]);

    public static async ValueTask<Note> Update(Session session, (long Id, string Content, NoteType? Type) call)
    {
        Validator validator = new();
        string content = validator.Required(nameof(Note.Content), call.Content, Limits.NoteContent);
        if (call.Type is { } type)
        {
            validator.Defined(nameof(Note.Type), type);
        }

        validator.ThrowIfAny();
        Note current = await Get(session, call.Id)
            ?? throw new LeadStoreException(LeadStoreErrorKind.NotFound, $"There is no note {call.Id}. It was deleted, or its lead was.");
        Note changed = current with { Content = content, Type = call.Type ?? current.Type };
        if (changed == current)
        {
            return current;
        }

        changed = changed with { UpdatedAt = session.Now };
        await session.Execute(NoteSql.Update, [changed.Id, NoteSql.Word(changed.Type), changed.Content, changed.UpdatedAt]);
        return changed;
    }

    public static async ValueTask<bool> Delete(Session session, long id) => await session.Execute(NoteSql.Delete, [id]) > 0;

    public static async ValueTask<NotePage> List(Session session, (long LeadId, string? Cursor, int PageSize) call)
    {
        Cursor.CheckPageSize(call.PageSize);
        Cursor before = Cursor.Parse(call.Cursor, ifNone: Cursor.Last);
        List<Note> notes = await session.All(NoteSql.Page, [call.LeadId, before.Id, call.PageSize + 1]);
        return new NotePage(notes, Cursor.CutPage(notes, call.PageSize, last => new Cursor(last.CreatedAt, last.Id)));
    }
}
