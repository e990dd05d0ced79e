namespace LeadStore.Importing;

/// <summary>What became of the rows of a table, in the order in which they are read: a step that reads them again knows it.</summary>
internal sealed class RowOutcomes
{
    // A byte for each row.
    private readonly List<byte> _outcomes = [];

    public void Note(int row, ImportOutcome outcome)
    {
        while (_outcomes.Count <= row)
        {
            _outcomes.Add((byte)ImportOutcome.Rejected);
        }

        _outcomes[row] = (byte)outcome;
    }

    /// <summary>What became of a row; rejected if nothing is known of it.</summary>
    public ImportOutcome Of(int row) => row < _outcomes.Count ? (ImportOutcome)_outcomes[row] : ImportOutcome.Rejected;
}
