namespace LeadStore;

/// <summary>What an acknowledged write survives.</summary>
public enum Durability
{
    /// <summary>
    /// An acknowledged write survives the end of the process and the loss of power. Each commit waits until the disk has it.
    /// </summary>
    Full,

    /// <summary>
    /// An acknowledged write survives the end of the process. Loss of power or a crash of the operating system may drop the newest
    /// commits; the database stays consistent, and what is left is a prefix of the order of commits.
    /// </summary>
    Normal,
}
