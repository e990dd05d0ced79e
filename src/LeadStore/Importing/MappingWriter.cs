using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LeadStore.Importing;

/// <summary>Writes a mapping as a person would: a line for each column, with the reason behind it where there is one.</summary>
internal static class MappingWriter
{
    private const int CommentColumn = 52;

    // Names as they are: the file is read by people and by this library, and never put into a web page.
    private static readonly JavaScriptEncoder Plain = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <param name="mapping">What to write.</param>
    /// <param name="notes">Reasons, which become comments.</param>
    public static string Write(ImportMapping mapping, IReadOnlyList<MappingNote> notes)
    {
        ILookup<(string?, string?), MappingNote> byPlace = notes.ToLookup(note => (note.Table, note.Column));
        StringBuilder text = new();
        text.Append("{\n");
        foreach (MappingNote note in byPlace[(null, null)])
        {
            Comment(text, 2, note);
        }

        text.Append($"  \"system\": {Quoted(mapping.System)},\n");
        if (mapping.Currency != "USD")
        {
            text.Append($"  \"currency\": {Quoted(mapping.Currency)},\n");
        }

        text.Append("  \"tables\": {");
        string separator = "";
        foreach (TableMapping table in mapping.Tables)
        {
            text.Append(separator).Append('\n');
            foreach (MappingNote note in byPlace[(table.Table, null)])
            {
                Comment(text, 4, note);
            }

            text.Append($"    {Quoted(table.Table)}: ");
            Write(text, table, byPlace);
            separator = ",";
        }

        return text.Append(mapping.Tables.Count > 0 ? "\n  }\n}\n" : "}\n}\n").ToString();
    }

    private static void Write(StringBuilder text, TableMapping table, ILookup<(string?, string?), MappingNote> notes)
    {
        if (table is { Attribute: null, Columns.Count: 0, LeaveOut.Count: 0 })
        {
            text.Append(Quoted(MappingWords.Of(table.To)));
            return;
        }

        text.Append($"{{\n      \"to\": {Quoted(MappingWords.Of(table.To))}");
        if (table.Attribute is { } attribute)
        {
            text.Append($",\n      \"attribute\": {Quoted(attribute)}");
        }

        if (table.Columns.Count > 0)
        {
            text.Append(",\n      \"columns\": {\n");
            int left = table.Columns.Count;
            foreach ((string column, ColumnMapping to) in table.Columns)
            {
                string line = $"        {Quoted(column)}: {Value(to)}{(--left > 0 ? "," : "")}";
                string reason = string.Join("; ", notes[(table.Table, column)].Select(note => OneLine(note.Reason)));
                text.Append(reason.Length > 0 ? $"{line.PadRight(CommentColumn)} // {reason}" : line).Append('\n');
            }

            text.Append("      }");
        }

        if (table.LeaveOut.Count > 0)
        {
            text.Append($",\n      \"leave_out\": [{string.Join(", ", table.LeaveOut.Select(Quoted))}]");
        }

        text.Append("\n    }");
    }

    private static string Value(ColumnMapping to)
    {
        if (to is { Format: ImportFormat.Automatic, Words: null or { Count: 0 } })
        {
            return Quoted(to.To);
        }

        string format = to.Format == ImportFormat.Automatic ? "" : $", \"format\": {Quoted(MappingWords.Of(to.Format))}";
        string words = to.Words is { Count: > 0 } some
            ? $", \"words\": {{ {string.Join(", ", some.Select(word => $"{Quoted(word.Key)}: {Quoted(word.Value)}"))} }}"
            : "";
        return $"{{ \"to\": {Quoted(to.To)}{format}{words} }}";
    }

    private static void Comment(StringBuilder text, int indent, MappingNote note) =>
        text.Append(' ', indent).Append("// ").Append(note.IsDoubt ? "LOOK: " : "").Append(OneLine(note.Reason)).Append('\n');

    // A name of a table may hold the end of a line, and would end the comment.
    private static string OneLine(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? ' ' : letter));

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, Plain)}\"";
}
