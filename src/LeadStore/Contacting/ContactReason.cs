namespace LeadStore;

/// <summary>Why a lead may not be contacted now.</summary>
public enum ContactReason
{
    /// <summary>It may be.</summary>
    None,

    /// <summary>The lead is on the do-not-call list.</summary>
    DoNotCall,

    /// <summary>It is a quiet hour where the lead is.</summary>
    QuietHours,
}
