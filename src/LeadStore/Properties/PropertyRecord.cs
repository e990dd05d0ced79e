namespace LeadStore;

/// <summary>
/// What a source said of a property, without the text itself, which <see cref="PropertyStore.GetRecordRaw"/> reads. It is deleted with the
/// lead that was made of it.
/// </summary>
/// <param name="Id">Its key: 1 or more, never used again.</param>
/// <param name="Source">The source, a word in lower case.</param>
/// <param name="Address">The postal address as the source spells it.</param>
/// <param name="ReceivedAt">When it was stored, or its text was last replaced.</param>
/// <param name="LeadId">The lead that was made of it; <see langword="null"/> if none was, or not yet.</param>
/// <param name="ProcessedAt">When somebody was done with it; <see langword="null"/> before.</param>
public sealed record PropertyRecord(
    long Id, string Source, string Address, DateTimeOffset ReceivedAt, long? LeadId, DateTimeOffset? ProcessedAt)
{
    /// <summary>Names the record by its id alone: records print their fields, and this one holds an address.</summary>
    public override string ToString() => $"Property record {Id}";
}
