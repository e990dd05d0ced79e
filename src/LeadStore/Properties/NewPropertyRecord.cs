namespace LeadStore;

/// <summary>What a source says of a property, to be kept as it says it; see <see cref="PropertyStore.AddRecord"/>.</summary>
public sealed record NewPropertyRecord
{
    /// <summary>
    /// The source, for example <c>county_tax_roll</c>: 1 to 64 letters, digits, <c>_</c>, <c>-</c>, <c>.</c> or spaces; kept trimmed and in
    /// lower case.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>The postal address, 1 to 500 characters. A source has one record for an address, however it is spelled.</summary>
    public required string Address { get; init; }

    /// <summary>What the source said, 1 to 1,000,000 characters of any text; kept character by character.</summary>
    public required string Raw { get; init; }

    /// <summary>Says what it is, and nothing of what it holds.</summary>
    public override string ToString() => "New property record";
}
