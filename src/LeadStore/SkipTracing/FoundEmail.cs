namespace LeadStore;

/// <summary>An email address as a provider answered it. What the provider did not say is <see langword="null"/>, which is not the same as
/// no.</summary>
public sealed record FoundEmail
{
    /// <summary>The address; kept in lower case.</summary>
    public string? Address { get; init; }

    /// <summary>The kind, for example <c>personal</c> or <c>work</c>; at most 64 characters, kept in lower case.</summary>
    public string? Type { get; init; }

    /// <summary>Whether mail to it arrives.</summary>
    public bool? IsValid { get; init; }

    /// <summary>How sure the provider is that it is this person's, 0 to 1.</summary>
    public double? Confidence { get; init; }

    /// <summary>Says that it is an address, and not which.</summary>
    public override string ToString() => "An email address that was found";
}
