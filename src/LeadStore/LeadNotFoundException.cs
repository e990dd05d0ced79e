namespace LeadStore;

/// <summary>A change or a required read named a lead that does not exist. Nothing was stored.</summary>
public sealed class LeadNotFoundException : LeadStoreException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="leadId">The id that was asked for.</param>
    public LeadNotFoundException(long leadId)
        : base(LeadStoreErrorKind.NotFound, $"There is no lead {leadId}. It was deleted, or the id is of another store.") => LeadId = leadId;

    /// <summary>The id that was asked for.</summary>
    public long LeadId { get; }
}
