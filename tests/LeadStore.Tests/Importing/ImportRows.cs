using LeadStore.Importing;

namespace LeadStore.Tests.Importing;

/// <summary>Tables in memory to import, and the mapping that makes each column the field of its name, where there is one.</summary>
internal sealed class ImportRows
{
    private readonly List<Rows> _tables = [];

    public ImportSource Source => ImportSource.Of(() => new MemorySource(_tables, Sorts));

    /// <summary>Whether the source sorts, as a database does.</summary>
    public bool Sorts { get; init; }

    public ImportMapping Mapping => new()
    {
        System = "crm",
        Tables = [.. _tables.Where(table => !table.Unmapped).Select(table => table.Mapping)],
    };

    /// <summary>Adds a table, or more rows to it.</summary>
    public Rows Table(string name, ImportTarget to)
    {
        Rows? rows = _tables.Find(table => table.Mapping.Table == name);
        if (rows is null)
        {
            _tables.Add(rows = new Rows(name, to));
        }

        return rows;
    }

    /// <summary>The rows of one table.</summary>
    internal sealed class Rows(string name, ImportTarget to)
    {
        public List<(string Column, object? Value)[]> All { get; } = [];

        /// <summary>Whether the mapping says nothing of it.</summary>
        public bool Unmapped { get; set; }

        /// <summary>Columns that are left out.</summary>
        public string[] LeaveOut { get; set; } = [];

        public TableMapping Mapping => new()
        {
            Table = name,
            To = to,
            Columns = All.SelectMany(row => row).Select(cell => cell.Column).Distinct()
                .Where(column => ImportFields.Of(to).Contains(column))
                .ToDictionary(column => column, column => new ColumnMapping { To = column }),
            LeaveOut = LeaveOut,
        };

        public Rows Row(params (string Column, object? Value)[] cells)
        {
            All.Add(cells);
            return this;
        }
    }

    private sealed class MemorySource(List<Rows> tables, bool sorts) : IImportSource
    {
        public string Description => "memory";

        public bool CanSort => sorts;

        public IReadOnlyList<ImportTable> Tables { get; } = [.. tables.Select(table => new ImportTable(table.Mapping.Table, [], table.All.Count))];

        public IEnumerable<ImportRow> Read(ImportTable table, IReadOnlyList<string> orderBy)
        {
            List<(string Column, object? Value)[]> rows = tables.Single(rows => rows.Mapping.Table == table.Name).All;
            IEnumerable<(string Column, object? Value)[]> sorted = rows;
            foreach (string column in sorts ? orderBy.Reverse() : [])
            {
                sorted = sorted.OrderBy(row => row.FirstOrDefault(cell => cell.Column == column).Value?.ToString(), StringComparer.Ordinal);
            }

            ImportRow row = new();
            foreach ((string Column, object? Value)[] cells in sorted.ToList())
            {
                row.Position = rows.IndexOf(cells) + 1;
                row.Columns = [.. cells.Select(cell => cell.Column)];
                row.Values = [.. cells.Select(cell => Value(cell.Value))];
                row.Error = cells.Length == 0 ? "is broken." : null;
                yield return row;
            }
        }

        public void Dispose()
        {
            // Nothing is open.
        }

        private static ImportValue Value(object? value) => value switch
        {
            null => default,
            int number => ImportValue.Of(number),
            long number => ImportValue.Of(number),
            double number => ImportValue.Of(number),
            bool flag => ImportValue.Of(flag),
            byte[] bytes => ImportValue.Of(bytes),
            string text => ImportValue.Of(text),
            _ => throw new InvalidOperationException("Say what this value is."),
        };
    }
}
