namespace LeadStore.Importing;

/// <summary>One row of a source, or why there is none at its place. Its values are those of the last one read; a reader uses one over and over.</summary>
internal sealed class ImportRow
{
    /// <summary>The names of the values; the same list for every row where they are the same.</summary>
    public IReadOnlyList<string> Columns { get; set; } = [];

    /// <summary>The values, as many as <see cref="Columns"/>.</summary>
    public ImportValue[] Values { get; set; } = [];

    /// <summary>Where the row stands: the line of a file, counted from 1, or the rowid.</summary>
    public long Position { get; set; }

    /// <summary>Why the row could not be read, without a value of it; null if it could.</summary>
    public string? Error { get; set; }

    /// <summary>The values that could not be read, where the others could; empty if it is the whole row.</summary>
    public List<int> ErrorValues { get; } = [];

    /// <summary>The column of the line where it could not be read, counted from 1; null if that is not known.</summary>
    public int? ErrorColumn { get; set; }

    /// <summary>The text of a line that could not be read; null where the values say what stands there.</summary>
    public string? Text { get; set; }

    /// <summary>Makes another row say what this one says.</summary>
    public void CopyTo(ImportRow other)
    {
        if (other.Values.Length != Values.Length)
        {
            other.Values = new ImportValue[Values.Length];
        }

        Values.CopyTo(other.Values, 0);
        other.Columns = Columns;
        other.Position = Position;
        other.Error = Error;
        other.ErrorValues.Clear();
        other.ErrorValues.AddRange(ErrorValues);
        other.ErrorColumn = ErrorColumn;
        other.Text = Text;
    }
}
