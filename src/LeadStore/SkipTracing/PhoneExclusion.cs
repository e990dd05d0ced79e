namespace LeadStore;

/// <summary>Why a phone number is not to be dialled.</summary>
public enum PhoneExclusion
{
    /// <summary>Nothing that is known speaks against it.</summary>
    None,

    /// <summary>It is on a list of numbers that are not to be called.</summary>
    DoNotCall,

    /// <summary>It belongs to somebody who is known to sue callers.</summary>
    Litigator,

    /// <summary>It has passed to another person.</summary>
    Reassigned,

    /// <summary>It cannot be reached.</summary>
    Invalid,

    /// <summary>The lead itself is not to be called, whatever the number.</summary>
    LeadDoNotCall,
}
