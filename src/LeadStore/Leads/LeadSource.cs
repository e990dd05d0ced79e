namespace LeadStore;

/// <summary>
/// Where a lead came from: an open vocabulary. Any word of at most 64 letters, digits, <c>_</c>, <c>-</c>, <c>.</c> or spaces converts
/// to it, in lower case; <see cref="LeadDatabase.Sources"/> lists those of a store.
/// </summary>
public readonly struct LeadSource : IEquatable<LeadSource>
{
    private readonly string? _value;

    /// <summary>A source by its word.</summary>
    /// <param name="value">The word; kept trimmed and in lower case.</param>
    public LeadSource(string value) => _value = Vocabulary.Normalize(value);

    private LeadSource(string stored, bool _) => _value = stored;

    /// <summary><c>inbound_sms</c>: the person wrote first, by SMS. The default.</summary>
    public static LeadSource InboundSms { get; } = new("inbound_sms");

    /// <summary>The word, in lower case.</summary>
    public string Value => _value ?? "inbound_sms";

    /// <summary>A source by its word.</summary>
    /// <param name="value">The word; kept trimmed and in lower case.</param>
    public static implicit operator LeadSource(string value) => new(value);

    /// <summary>True if both are the same word.</summary>
    public static bool operator ==(LeadSource left, LeadSource right) => left.Equals(right);

    /// <summary>True if the words differ.</summary>
    public static bool operator !=(LeadSource left, LeadSource right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(LeadSource other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LeadSource other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>The word, in lower case.</summary>
    public override string ToString() => Value;

    internal static LeadSource FromStored(string stored) => new(stored, true);
}
