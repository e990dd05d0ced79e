using System.Text.Json;
using LeadStore.Importing;

namespace LeadStore;

/// <summary>The database of an application that LeadStore knows: its tables, and what they become.</summary>
public sealed class ImportLayout
{
    private ImportLayout(string name, string title, IReadOnlyList<LayoutTable> schema, ImportMapping mapping)
    {
        Name = name;
        Title = title;
        Schema = schema;
        Mapping = mapping;
    }

    /// <summary>Its name, in small letters, for example <c>lead-qualification</c>.</summary>
    public string Name { get; }

    /// <summary>Which application it is of, for people.</summary>
    public string Title { get; }

    /// <summary>What its tables become.</summary>
    public ImportMapping Mapping { get; }

    /// <summary>The tables with their columns, as the application makes them.</summary>
    internal IReadOnlyList<LayoutTable> Schema { get; }

    /// <summary>
    /// SQL that gives an old reader, in any language, its old tables back on its own connection: it attaches the store and makes temporary
    /// views with the old names of tables and columns. They are gone with the connection, and nothing can be written through them.
    /// </summary>
    /// <param name="path">The file of the store.</param>
    /// <returns>Statements to run on a connection to any database, <c>:memory:</c> for one.</returns>
    /// <remarks>What the views show, and what not, is in <c>docs/adopting.md</c>.</remarks>
    public string ViewScript(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return OldViews.Script(this, path);
    }

    /// <summary>Its title.</summary>
    public override string ToString() => Title;

    /// <summary>Reads one of the files beside this one.</summary>
    internal static ImportLayout Read(byte[] json, string file)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        JsonElement root = document.RootElement;
        List<LayoutTable> schema =
        [
            .. root.GetProperty("schema").EnumerateObject().Select(table => LayoutTable.Parse(
                table.Name, table.Value.EnumerateArray().Select(column => column.GetString()!))),
        ];
        return new ImportLayout(
            root.GetProperty("name").GetString()!,
            root.GetProperty("title").GetString()!,
            schema,
            MappingReader.Read(System.Text.Encoding.UTF8.GetBytes(root.GetProperty("mapping").GetRawText()), file));
    }
}

/// <summary>A table of a layout.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsOptional">Whether some of the application's databases have none.</param>
/// <param name="Columns">Its columns.</param>
internal sealed record LayoutTable(string Name, bool IsOptional, IReadOnlyList<LayoutColumn> Columns)
{
    /// <summary>Reads a table; a question mark after its name says that it may be missing.</summary>
    public static LayoutTable Parse(string name, IEnumerable<string> columns) =>
        new(name.TrimEnd('?'), name.EndsWith('?'), [.. columns.Select(LayoutColumn.Parse)]);
}

/// <summary>A column of a table of a layout.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its declared type.</param>
/// <param name="Default">What it is declared to hold where nothing is given, as SQL; empty if nothing.</param>
internal sealed record LayoutColumn(string Name, string Type, string Default)
{
    /// <summary>What it is called in other databases of the application.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    /// <summary>Whether some of the application's databases have none: the layout is not known by it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether a database without it is another application's.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether SQLite writes the time into it, in its own form.</summary>
    public bool IsStamped => Default == "CURRENT_TIMESTAMP";

    /// <summary>Whether Prisma writes the time into it, as milliseconds since 1970.</summary>
    public bool IsInMilliseconds => Default == "now()";

    /// <summary>Whether its words are in capitals.</summary>
    public bool IsUpper => Default.Any(char.IsAsciiLetterUpper) && !IsStamped;

    /// <summary>
    /// Reads <c>name TYPE DEFAULT value</c>. After the name may stand further names, each after a bar, and a question mark if the column may
    /// be missing, or an exclamation mark if it may not.
    /// </summary>
    public static LayoutColumn Parse(string text)
    {
        string[] parts = text.Split(' ', 3);
        string[] names = parts[0].TrimEnd('?', '!').Split('|');
        return new LayoutColumn(names[0], parts[1], parts.Length == 3 ? parts[2]["DEFAULT ".Length..] : "")
        {
            OtherNames = names[1..],
            IsOptional = parts[0].EndsWith('?'),
            IsRequired = parts[0].EndsWith('!'),
        };
    }
}
