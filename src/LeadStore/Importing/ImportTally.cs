namespace LeadStore.Importing;

/// <summary>Counts what became of the rows.</summary>
internal sealed class ImportTally
{
    private readonly List<TableTally> _tables = [];
    private readonly Dictionary<(string Table, string? Column, string Code), Reason> _reasons = [];
    private readonly Dictionary<(string Table, string? Column, string Code), Reason> _unreadable = [];

    public long Rejected { get; private set; }

    /// <summary>How many rows are taken and stored for good.</summary>
    public long Stored { get; private set; }

    public TableTally Add(string table, ImportTarget to)
    {
        TableTally tally = new(table, to);
        _tables.Add(tally);
        return tally;
    }

    public void Reject(TableTally table, ImportRow row, Rejection rejection)
    {
        Rejected++;
        table.Rejected++;
        Count(_reasons, table, row, rejection);
    }

    /// <summary>Counts a value that could not be read in a row that is taken.</summary>
    public void NoteUnreadable(TableTally table, ImportRow row, Rejection value) => Count(_unreadable, table, row, value);

    /// <summary>What was counted so far is committed.</summary>
    /// <param name="waiting">How many rows of it wait in memory for those that they are joined with.</param>
    public void Commit(long waiting) => Stored = _tables.Sum(table => table.Imported + table.Merged + table.Unchanged) - waiting;

    public IReadOnlyList<TableReport> Tables => [.. _tables.Select(table => table.Report())];

    /// <summary>The most frequent first.</summary>
    public IReadOnlyList<RejectReason> Reasons => Listed(_reasons);

    /// <summary>The most frequent first.</summary>
    public IReadOnlyList<RejectReason> Unreadable => Listed(_unreadable);

    private static void Count(
        Dictionary<(string Table, string? Column, string Code), Reason> reasons, TableTally table, ImportRow row, Rejection rejection)
    {
        if (!reasons.TryGetValue((table.Table, rejection.Column, rejection.Code), out Reason? reason))
        {
            reasons.Add((table.Table, rejection.Column, rejection.Code), reason = new Reason(rejection, row.Position, row.ErrorColumn));
        }

        reason.Count++;
    }

    private static List<RejectReason> Listed(Dictionary<(string Table, string? Column, string Code), Reason> reasons) =>
    [
        .. reasons.Select(pair => new RejectReason(
                pair.Key.Table, pair.Key.Column, pair.Key.Code, pair.Value.First.Message, pair.Value.Count, pair.Value.Position, pair.Value.Column))
            .OrderByDescending(reason => reason.Count),
    ];

    private sealed class Reason(Rejection first, long position, int? column)
    {
        public Rejection First { get; } = first;

        public long Position { get; } = position;

        public int? Column { get; } = column;

        public long Count { get; set; }
    }
}

/// <summary>The same for one table.</summary>
internal sealed class TableTally(string table, ImportTarget to)
{
    public string Table { get; } = table;

    public long Read { get; set; }

    public long Imported { get; set; }

    public long Merged { get; set; }

    public long Unchanged { get; set; }

    public long Rejected { get; set; }

    public long LeftOut { get; set; }

    public TableReport Report() => new()
    {
        Table = Table,
        To = to,
        Read = Read,
        Imported = Imported,
        Merged = Merged,
        Unchanged = Unchanged,
        Rejected = Rejected,
        LeftOut = LeftOut,
    };
}
