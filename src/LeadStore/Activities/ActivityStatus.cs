namespace LeadStore;

/// <summary>Where an activity stands.</summary>
public enum ActivityStatus
{
    /// <summary>It was begun and is not over.</summary>
    Pending,

    /// <summary>It is over, and came to what it was meant to.</summary>
    Success,

    /// <summary>It is over and has failed; see <see cref="Activity.Error"/>.</summary>
    Failed,
}
