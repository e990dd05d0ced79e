namespace LeadStore;

/// <summary>What became of one lead that was given to <see cref="StoreImport.Leads"/>.</summary>
/// <param name="Index">Its place in the list, counted from 0.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="LeadId">The lead that it is now; <see langword="null"/> if it was rejected.</param>
/// <param name="Code">Why it was rejected, for example <c>not_a_phone_number</c>; <see langword="null"/> if it was not.</param>
/// <param name="Field">The field that it was rejected for, where it was one.</param>
public sealed record LeadImportRow(int Index, ImportOutcome Outcome, long? LeadId, string? Code = null, string? Field = null)
{
    /// <summary>The place and the outcome.</summary>
    public override string ToString() => $"{Index}: {Outcome}";
}
