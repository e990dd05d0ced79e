using LeadStore.Engine;

namespace LeadStore.Notes;

/// <summary>Every statement on the table of this room.</summary>
internal static class NoteSql
{
    private const string Columns = "id, lead_id, type, content, created_by, created_at, updated_at";

    /// <summary>As they are stored, in the order of <see cref="NoteType"/>.</summary>
    public static readonly string[] TypeWords = ["general", "call", "email", "meeting", "follow_up"];

    public static readonly Query<Note> ById = new($"SELECT {Columns} FROM lead_notes WHERE id = $1", Read);

    /// <summary>Stores a note, if there is such a lead. Ids count in the order of time, and so does a page.</summary>
    public static readonly Insert Insert = new(
        """
        INSERT INTO lead_notes (lead_id, type, content, created_by, created_at, updated_at)
        SELECT id, $2, $3, $4, $5, $6 FROM leads WHERE id = $1
        """);

    public static readonly Command Update = new("UPDATE lead_notes SET type = $2, content = $3, updated_at = $4 WHERE id = $1");

    public static readonly Command Delete = new("DELETE FROM lead_notes WHERE id = $1");

    /// <summary>A page of the notes of a lead, newest first: $2 is the note before the page.</summary>
    public static readonly Query<Note> Page = new(
        $"SELECT {Columns} FROM lead_notes WHERE lead_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3", Read);

    public static string Word(NoteType type) => TypeWords[(int)type];

    private static Note Read(Row row) => new()
    {
        Id = row.Int64(0),
        LeadId = row.Int64(1),
        Type = ReadType(row),
        Content = row.Text(3),
        CreatedBy = row.TextOrNull(4),
        CreatedAt = row.Time(5),
        UpdatedAt = row.Time(6),
    };

    private static NoteType ReadType(Row row)
    {
        int index = Array.IndexOf(TypeWords, row.Word(2));
        return index >= 0
            ? (NoteType)index
            : throw new LeadStoreException(
                LeadStoreErrorKind.Corrupt, $"Note {row.Int64(0)} has a type that is none of {string.Join(", ", TypeWords)}.");
    }
}
