using LeadStore.Attributes;
using LeadStore.Maintenance;

namespace LeadStore.Importing;

/// <summary>
/// The rejected rows of an import as JSON Lines: the first line says what the file is, each other one holds a row with its table, its place
/// and the reason. Made with the first row, for its owner alone; never replaces a file.
/// </summary>
internal sealed class RejectsFile : IDisposable
{
    /// <summary>What the first line has, and by which the file is known again.</summary>
    public const string Mark = "leadstore_rejects";

    private readonly string _system;
    private readonly IReadOnlyList<string> _tables;
    private NewTextFile? _file;

    private RejectsFile(string path, string system, IReadOnlyList<string> tables)
    {
        Path = path;
        _system = system;
        _tables = tables;
    }

    public string Path { get; }

    public bool IsMade => _file is not null;

    /// <param name="path">Where it will be; null for no file.</param>
    /// <param name="system">The system of the mapping.</param>
    /// <param name="tables">The tables that the import reads.</param>
    public static RejectsFile? Prepare(string? path, string system, IReadOnlyList<string> tables)
    {
        if (path is null)
        {
            return null;
        }

        string full = System.IO.Path.GetFullPath(path);
        return System.IO.Path.Exists(full)
            ? throw new LeadStoreException(
                LeadStoreErrorKind.TargetExists, $"The file for rejected rows '{full}' exists already. Nothing is overwritten; choose another name.")
            : new RejectsFile(full, system, tables);
    }

    /// <summary>Writes a row; without what nobody is to read, which a row that could not be read may have anywhere.</summary>
    public void Write(TablePlan plan, string table, ImportRow row, Rejection rejection)
    {
        if (_file is null)
        {
            _file = new NewTextFile(Path, $"Writing the file for rejected rows '{Path}'");
            _file.WriteLine(JsonText.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber(Mark, 1);
                writer.WriteString("system", _system);
                writer.WriteStartArray("tables");
                foreach (string name in _tables)
                {
                    writer.WriteStringValue(name);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }));
        }

        _file.WriteLine(JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("table", table);
            writer.WriteNumber("position", row.Position);
            writer.WriteString("reason", rejection.Code);
            writer.WriteString("message", rejection.Message);
            if (rejection.Column is not null)
            {
                writer.WriteString("column", rejection.Column);
            }

            if (row.Error is not null && row.Text is { } text && !plan.HasSecrets)
            {
                writer.WriteString("text", text);
            }
            else
            {
                writer.WriteStartObject("row");
                for (int i = 0; i < row.Columns.Count; i++)
                {
                    if (plan.IsSecret(row.Columns[i]))
                    {
                        continue;
                    }

                    writer.WritePropertyName(row.Columns[i]);
                    writer.WriteRawValue(ValueReading.Json(row.Values[i]), skipInputValidation: true);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }));
    }

    /// <summary>Everything is in the file.</summary>
    public void Finish() => _file?.Flush();

    /// <summary>The import did not come to an end, and so has no list of what it rejected.</summary>
    public void Discard() => _file?.Discard();

    public void Dispose() => _file?.Dispose();
}
