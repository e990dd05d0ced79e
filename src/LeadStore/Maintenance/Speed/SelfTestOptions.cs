namespace LeadStore;

/// <summary>What <see cref="LeadDatabase.SelfTest"/> holds a store to.</summary>
public sealed class SelfTestOptions
{
    /// <summary>How long the test may take. Above zero; default 5 seconds. Most stores need less than one.</summary>
    public TimeSpan MaxTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// What 99 of 100 lookups of a lead by phone, by id, and of its last 50 messages may take at most. Above zero; default 1 millisecond.
    /// </summary>
    public TimeSpan MaxLookup { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>What 99 of 100 pages of 50 leads of the inbox may take at most. Above zero; default 5 milliseconds.</summary>
    public TimeSpan MaxPage { get; set; } = TimeSpan.FromMilliseconds(5);
}
