namespace LeadStore;

/// <summary>How promising a property lead is, from the least to the most.</summary>
public enum LeadTemperature
{
    /// <summary>Nothing to be had; where every property begins.</summary>
    Dead,

    /// <summary>Perhaps later.</summary>
    Cold,

    /// <summary>Worth a call.</summary>
    Warm,

    /// <summary>Worth a call now.</summary>
    Hot,
}
