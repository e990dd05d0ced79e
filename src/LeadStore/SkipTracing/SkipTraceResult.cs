namespace LeadStore;

/// <summary>What a provider answered. An answer without phones and emails is one too: nobody was found.</summary>
public sealed record SkipTraceResult
{
    /// <summary>
    /// The phones, at most 1,000. The first 100 that are phone numbers are kept; the same number twice is kept once, with what is known of
    /// it from both.
    /// </summary>
    public IReadOnlyList<FoundPhone> Phones { get; init; } = [];

    /// <summary>The email addresses, at most 1,000; the first 100 that are email addresses are kept.</summary>
    public IReadOnlyList<FoundEmail> Emails { get; init; } = [];

    /// <summary>How sure the provider is of the person, 0 to 1.</summary>
    public double? Confidence { get; init; }

    /// <summary>What the answer has cost, 0 to 1,000,000,000,000 minor units; <see langword="null"/> if that is not known.</summary>
    public Money? Cost { get; init; }

    /// <summary>
    /// What the provider sent, to the letter; need not be JSON. Its first 1,000,000 characters are kept, with U+FFFD in the place of
    /// characters that no text may have.
    /// </summary>
    public string? Response { get; init; }

    /// <summary>Says how much there is, and nothing of whom.</summary>
    public override string ToString() => $"{Phones?.Count ?? 0} phones and {Emails?.Count ?? 0} email addresses";
}
