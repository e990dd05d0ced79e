namespace LeadStore;

/// <summary>Who called whom.</summary>
public enum CallDirection
{
    /// <summary>The lead was called. The default.</summary>
    Outbound,

    /// <summary>The lead called.</summary>
    Inbound,
}
