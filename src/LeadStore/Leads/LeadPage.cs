namespace LeadStore;

/// <summary>One page of a list of leads.</summary>
/// <param name="Items">The leads, in the order that the verb tells: newest contact first for <see cref="LeadDatabase.ListLeads"/>.</param>
/// <param name="NextCursor">Pass it to the next call for the page after this one; <see langword="null"/> on the last page. Opaque, and free of personal data.</param>
public sealed record LeadPage(IReadOnlyList<Lead> Items, string? NextCursor)
{
    /// <summary>Says how many there are, and nothing of whom.</summary>
    public override string ToString() => $"{Items.Count} leads{(NextCursor is null ? "" : ", and more")}";
}
