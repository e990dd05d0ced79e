namespace LeadStore.Importing;

/// <summary>Rows of another system, by table. Reads as often as it is asked, each time from the beginning, at constant memory.</summary>
internal interface IImportSource : IDisposable
{
    /// <summary>What messages call it: the path of the file.</summary>
    string Description { get; }

    IReadOnlyList<ImportTable> Tables { get; }

    /// <summary>What <see cref="ImportRow.Position"/> counts.</summary>
    string Counted => "line";

    /// <summary>Whether <see cref="Read"/> sorts. Rows that belong together come together then, and nothing needs to be remembered of them.</summary>
    bool CanSort => false;

    /// <summary>Whether to read the rows takes so long that it is worth a thread of its own, on which they can be read.</summary>
    bool IsWorthReadingAhead => false;

    /// <summary>The rows of a table. A row is valid until the next one is asked for.</summary>
    /// <param name="table">One of <see cref="Tables"/>.</param>
    /// <param name="orderBy">Columns to sort by, where the source can sort; others give their rows as they come.</param>
    IEnumerable<ImportRow> Read(ImportTable table, IReadOnlyList<string> orderBy);
}

/// <summary>A table of a source.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">The columns that are known before the rows are read; rows of JSON may bring others.</param>
/// <param name="Rows">How many rows it has, if that is known without reading them.</param>
internal sealed record ImportTable(string Name, IReadOnlyList<ImportColumn> Columns, long? Rows)
{
    /// <summary>The last number that was given as a key, though its row may be gone; 0 if the source does not remember it.</summary>
    public long LastKey { get; init; }
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DeclaredType">Its type as the source declares it; empty if it declares none.</param>
/// <param name="IsKey">Whether it is the primary key of its table, alone.</param>
internal sealed record ImportColumn(string Name, string DeclaredType = "", bool IsKey = false);
