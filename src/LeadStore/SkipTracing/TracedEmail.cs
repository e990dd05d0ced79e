namespace LeadStore;

/// <summary>An email address that a trace found, as stored. What nobody said is <see langword="null"/>, which is not the same as
/// no.</summary>
public sealed record TracedEmail
{
    /// <summary>The lead whose owner's it is said to be.</summary>
    public long LeadId { get; init; }

    /// <summary>The trace that found it.</summary>
    public long TraceId { get; init; }

    /// <summary>The address, in lower case.</summary>
    public string Email { get; init; } = "";

    /// <summary>The kind, in lower case, for example <c>work</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Whether mail to it arrives.</summary>
    public bool? IsValid { get; init; }

    /// <summary>How sure the provider is that it is this person's, 0 to 1.</summary>
    public double? Confidence { get; init; }

    /// <summary>Says which trace found it, and not what.</summary>
    public override string ToString() => $"An email address of lead {LeadId}, found by trace {TraceId}";
}
