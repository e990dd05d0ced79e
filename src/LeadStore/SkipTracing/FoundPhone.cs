namespace LeadStore;

/// <summary>A phone number as a provider answered it. What the provider did not say is <see langword="null"/>, which is not the same as
/// no.</summary>
public sealed record FoundPhone
{
    /// <summary>
    /// The number in any spelling. One without a country code is read as one of <see cref="LeadDatabaseOptions.DefaultRegion"/>, or of the
    /// United States where there is none.
    /// </summary>
    public string? Number { get; init; }

    /// <summary>The kind of line, for example <c>mobile</c>, <c>landline</c> or <c>voip</c>; at most 64 characters, kept in lower
    /// case.</summary>
    public string? Type { get; init; }

    /// <summary>The carrier, at most 200 characters.</summary>
    public string? Carrier { get; init; }

    /// <summary>Whether the number can be reached.</summary>
    public bool? IsValid { get; init; }

    /// <summary>Whether it is a mobile phone.</summary>
    public bool? IsMobile { get; init; }

    /// <summary>Whether it is on a list of numbers that are not to be called.</summary>
    public bool? IsDoNotCall { get; init; }

    /// <summary>Whether it belongs to somebody who is known to sue callers.</summary>
    public bool? IsLitigator { get; init; }

    /// <summary>Whether it has passed to another person.</summary>
    public bool? IsReassigned { get; init; }

    /// <summary>How sure the provider is that it is this person's, 0 to 1.</summary>
    public double? Confidence { get; init; }

    /// <summary>When it was last seen in use.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Says that it is a phone, and not which.</summary>
    public override string ToString() => "A phone that was found";
}
