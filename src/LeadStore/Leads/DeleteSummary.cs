namespace LeadStore;

/// <summary>What a delete removed.</summary>
/// <param name="LeadId">The lead that is gone.</param>
/// <param name="RowsDeleted">How many rows were deleted, by table, for example <c>leads</c> → 1 and <c>messages</c> → 15.</param>
public sealed record DeleteSummary(long LeadId, IReadOnlyDictionary<string, int> RowsDeleted)
{
    /// <summary>How many messages were deleted with the lead.</summary>
    public int MessagesDeleted => RowsDeleted.GetValueOrDefault("messages");

    /// <summary>What was deleted, in one line.</summary>
    public override string ToString() => $"Lead {LeadId} deleted: {CountsByTable.Text(RowsDeleted)}";
}
