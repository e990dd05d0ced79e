using LeadStore.Importing;

namespace LeadStore;

/// <summary>Where an import reads from. The files are never written.</summary>
public sealed class ImportSource
{
    private readonly Func<IImportSource> _open;

    private ImportSource(Func<IImportSource> open) => _open = open;

    /// <summary>
    /// A JSON file in UTF-8: an array of objects, or one object a line; which of them, its first character tells. It is one table, named
    /// after the file without its extension. A file of rejected rows (<see cref="ImportOptions.RejectsPath"/>) is read as the tables of its
    /// import. A line or an object may have up to 16 MiB.
    /// </summary>
    /// <param name="path">The file, absolute or relative to the working directory.</param>
    public static ImportSource Json(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new ImportSource(() => new JsonSource(path));
    }

    /// <summary>
    /// A CSV file in UTF-8 with a header. It is one table, named after the file without its extension. Comma, semicolon and tab are told
    /// apart by the header; values may be quoted and then hold line ends.
    /// </summary>
    /// <param name="path">The file, absolute or relative to the working directory.</param>
    public static ImportSource Csv(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new ImportSource(() => new CsvSource(path));
    }

    internal static ImportSource Of(Func<IImportSource> open) => new(open);

    internal IImportSource Open() => _open();
}
