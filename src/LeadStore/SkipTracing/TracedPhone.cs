namespace LeadStore;

/// <summary>A phone number that a trace found, as stored. What nobody said is <see langword="null"/>, which is not the same as
/// no.</summary>
public sealed record TracedPhone
{
    /// <summary>The lead whose owner's it is said to be.</summary>
    public long LeadId { get; init; }

    /// <summary>The trace that found it.</summary>
    public long TraceId { get; init; }

    /// <summary>The number.</summary>
    public PhoneNumber Phone { get; init; }

    /// <summary>The kind of line, in lower case, for example <c>mobile</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The carrier.</summary>
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

    /// <summary>Says which trace found it, and not what.</summary>
    public override string ToString() => $"A phone of lead {LeadId}, found by trace {TraceId}";
}
