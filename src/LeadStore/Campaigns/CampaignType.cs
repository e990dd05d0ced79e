namespace LeadStore;

/// <summary>
/// How a campaign reaches its leads: an open vocabulary with well-known members. Any word of at most 64 letters, digits, <c>_</c>,
/// <c>-</c>, <c>.</c> or spaces converts to it, in lower case.
/// </summary>
public readonly struct CampaignType : IEquatable<CampaignType>
{
    private readonly string? _value;

    /// <summary>A type by its word.</summary>
    /// <param name="value">The word; kept trimmed and in lower case.</param>
    public CampaignType(string value) => _value = Vocabulary.Normalize(value);

    private CampaignType(string stored, bool _) => _value = stored;

    /// <summary><c>sms</c>. The default.</summary>
    public static CampaignType Sms { get; } = new("sms");

    /// <summary><c>call</c>: telephone calls.</summary>
    public static CampaignType Call { get; } = new("call");

    /// <summary><c>email</c>.</summary>
    public static CampaignType Email { get; } = new("email");

    /// <summary><c>direct_mail</c>: letters or cards.</summary>
    public static CampaignType DirectMail { get; } = new("direct_mail");

    /// <summary>The word, in lower case.</summary>
    public string Value => _value ?? "sms";

    /// <summary>A type by its word.</summary>
    /// <param name="value">The word; kept trimmed and in lower case.</param>
    public static implicit operator CampaignType(string value) => new(value);

    /// <summary>True if both are the same word.</summary>
    public static bool operator ==(CampaignType left, CampaignType right) => left.Equals(right);

    /// <summary>True if the words differ.</summary>
    public static bool operator !=(CampaignType left, CampaignType right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(CampaignType other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CampaignType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>The word, in lower case.</summary>
    public override string ToString() => Value;

    internal static CampaignType FromStored(string stored) => new(stored, true);
}
