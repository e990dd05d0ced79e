namespace LeadStore;

/// <summary>What became of a record that was added.</summary>
public enum AddRecordOutcome
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>The source had one for the address that nobody was done with; its text was replaced, and a claim on it has ended.</summary>
    Updated,

    /// <summary>The source had one for the address, with the same text or done with already; it stays as it is.</summary>
    Known,
}
