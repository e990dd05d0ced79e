namespace LeadStore;

/// <summary>One page of a list of property leads.</summary>
/// <param name="Items">The leads with their properties, the lead that was stored last first.</param>
/// <param name="NextCursor">Pass it to the next call for the page after this one; <see langword="null"/> on the last page. Opaque, and free of personal data.</param>
public sealed record PropertyPage(IReadOnlyList<PropertyLead> Items, string? NextCursor)
{
    /// <summary>Says how many there are, and nothing of whom.</summary>
    public override string ToString() => $"{Items.Count} property leads{(NextCursor is null ? "" : ", and more")}";
}
