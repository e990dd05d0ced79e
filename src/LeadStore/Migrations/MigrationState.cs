namespace LeadStore;

/// <summary>How a migration stands in a file.</summary>
public enum MigrationState
{
    /// <summary>It was applied, and is the same here.</summary>
    Applied,

    /// <summary>It was not applied yet.</summary>
    Pending,

    /// <summary>It was applied, and its text or revision is another one here. The store is not opened with this set.</summary>
    Changed,

    /// <summary>It was applied, and is missing here, though later ones are not. The store is not opened with this set.</summary>
    Missing,

    /// <summary>
    /// It was not applied, and a later one of its set was. The store is not opened with this set: give it a number behind that one.
    /// </summary>
    OutOfOrder,

    /// <summary>It was applied by a newer version of the program. The store is not opened with this set.</summary>
    Newer,

    /// <summary>It was applied by a program whose set was not given: nothing is known of it, and nothing is done about it.</summary>
    OfOtherProgram,
}
