namespace LeadStore;

/// <summary>The lead was changed since it was read. Nothing was stored; read it again and repeat the change.</summary>
public sealed class LeadConcurrencyException : LeadStoreException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="expectedVersion">The version that the change was made from.</param>
    /// <param name="actualVersion">The version that is stored.</param>
    public LeadConcurrencyException(long leadId, long expectedVersion, long actualVersion)
        : base(
            LeadStoreErrorKind.Concurrency,
            $"Lead {leadId} has version {actualVersion}; the change was made from version {expectedVersion}. "
            + "Read the lead again and repeat the change, or use UpdateLead with a function.")
    {
        LeadId = leadId;
        ExpectedVersion = expectedVersion;
        ActualVersion = actualVersion;
    }

    /// <summary>The lead.</summary>
    public long LeadId { get; }

    /// <summary>The version that the change was made from.</summary>
    public long ExpectedVersion { get; }

    /// <summary>The version that is stored.</summary>
    public long ActualVersion { get; }
}
