namespace LeadStore;

/// <summary>What a summary of costs has one row for.</summary>
public enum CostGrouping
{
    /// <summary>Each type.</summary>
    Type,

    /// <summary>Each day of UTC.</summary>
    Day,

    /// <summary>Each lead; one row more for what was spent on none, or on leads that were deleted.</summary>
    Lead,

    /// <summary>Each organization; one row more for what none has spent.</summary>
    Organization,

    /// <summary>Each campaign; one row more for what belongs to none.</summary>
    Campaign,
}
