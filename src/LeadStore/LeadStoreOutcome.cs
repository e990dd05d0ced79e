namespace LeadStore;

/// <summary>Whether the change of a failed call was stored; see <see cref="LeadStoreException.Outcome"/>.</summary>
public enum LeadStoreOutcome
{
    /// <summary>Nothing of the change was stored.</summary>
    NotApplied,

    /// <summary>The storage failed while committing: the change may or may not be there. Look before repeating it.</summary>
    Unknown,

    /// <summary>The change was stored; only what came after it failed.</summary>
    Applied,
}
