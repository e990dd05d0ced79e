namespace LeadStore;

/// <summary>A record that was added, and what became of it.</summary>
/// <param name="Record">The record as stored.</param>
/// <param name="Outcome">Whether it is new.</param>
public sealed record AddedPropertyRecord(PropertyRecord Record, AddRecordOutcome Outcome)
{
    /// <summary>Names the record by its id, and says what became of it.</summary>
    public override string ToString() => $"{Record}: {Outcome}";
}
