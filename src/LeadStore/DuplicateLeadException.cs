namespace LeadStore;

/// <summary>Another lead has the same natural key. Nothing was stored.</summary>
public sealed class DuplicateLeadException : LeadStoreException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="existingId">The id of the lead that has the key.</param>
    /// <param name="field">The property that is the same, for example <c>Phone</c>.</param>
    public DuplicateLeadException(long existingId, string field)
        : base(
            LeadStoreErrorKind.Duplicate,
            $"Lead {existingId} has the same {field}. Use that lead, or UpsertLead to update it.")
    {
        ExistingId = existingId;
        Field = field;
    }

    /// <summary>The id of the lead that has the key; it may be archived.</summary>
    public long ExistingId { get; }

    /// <summary>The property that is the same, for example <c>Phone</c>.</summary>
    public string Field { get; }
}
