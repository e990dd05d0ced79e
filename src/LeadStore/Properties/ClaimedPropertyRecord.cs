namespace LeadStore;

/// <summary>A record that was claimed, with what its source said.</summary>
/// <param name="Record">The record.</param>
/// <param name="Raw">What the source said, character by character.</param>
public sealed record ClaimedPropertyRecord(PropertyRecord Record, string Raw)
{
    /// <summary>Names the record by its id alone.</summary>
    public override string ToString() => Record.ToString();
}
