namespace LeadStore;

/// <summary>What became of a row.</summary>
public enum ImportOutcome
{
    /// <summary>It became a new lead.</summary>
    Imported,

    /// <summary>It was joined with a lead that was there, and brought something.</summary>
    Merged,

    /// <summary>The store had all of it already.</summary>
    Unchanged,

    /// <summary>It could not be taken.</summary>
    Rejected,
}
