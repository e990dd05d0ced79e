namespace LeadStore;

/// <summary>
/// What an organization pays for: an open vocabulary. Any word of at most 64 letters, digits, <c>_</c>, <c>-</c>, <c>.</c> or spaces
/// converts to it, in lower case.
/// </summary>
public readonly struct OrganizationPlan : IEquatable<OrganizationPlan>
{
    private readonly string? _value;

    /// <summary>A plan by its word.</summary>
    /// <param name="value">The word; kept trimmed and in lower case.</param>
    public OrganizationPlan(string value) => _value = Vocabulary.Normalize(value);

    private OrganizationPlan(string stored, bool _) => _value = stored;

    /// <summary><c>free</c>. The default.</summary>
    public static OrganizationPlan Free { get; } = new("free");

    /// <summary><c>pro</c>.</summary>
    public static OrganizationPlan Pro { get; } = new("pro");

    /// <summary>The word, in lower case.</summary>
    public string Value => _value ?? "free";

    /// <summary>A plan by its word.</summary>
    /// <param name="value">The word; kept trimmed and in lower case.</param>
    public static implicit operator OrganizationPlan(string value) => new(value);

    /// <summary>True if both are the same word.</summary>
    public static bool operator ==(OrganizationPlan left, OrganizationPlan right) => left.Equals(right);

    /// <summary>True if the words differ.</summary>
    public static bool operator !=(OrganizationPlan left, OrganizationPlan right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(OrganizationPlan other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is OrganizationPlan other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>The word, in lower case.</summary>
    public override string ToString() => Value;

    internal static OrganizationPlan FromStored(string stored) => new(stored, true);
}
