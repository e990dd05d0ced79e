using LeadStore.Importing;
using LeadStore.Maintenance;

namespace LeadStore;

/// <summary>Where an import reads from. The files are never written.</summary>
public sealed class ImportSource
{
    private readonly Func<IImportSource> _open;

    private ImportSource(Func<IImportSource> open) => _open = open;

    /// <summary>
    /// The tables of a SQLite file of another application, or of several that belong together. It is opened with the import and closed after
    /// it, and nothing of it changes, nor of what lies beside it. A file with a log or with a journal that is to be rolled back is copied
    /// into the directory for temporary files first, and read there.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="more">Further files. A table whose name an earlier file has too is called after its file: <c>second.leads</c>.</param>
    /// <exception cref="LeadStoreException">
    /// When it is opened. <see cref="LeadStoreErrorKind.CannotOpen"/>: there is no such file, or it is a directory or a device.
    /// <see cref="LeadStoreErrorKind.Validation"/>: it is empty, no SQLite database, or a LeadStore database itself.
    /// <see cref="LeadStoreErrorKind.Busy"/>: its application is writing to it, or has it open in log mode.
    /// <see cref="LeadStoreErrorKind.Corrupt"/>: it is damaged.
    /// </exception>
    public static ImportSource Sqlite(string path, params IReadOnlyList<string> more)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(more);
        return new ImportSource(() => ForeignTables.Open(more.Prepend(path)));
    }

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
