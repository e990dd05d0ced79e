namespace LeadStore;

/// <summary>
/// What money was spent on: an open vocabulary with well-known members. Any word of at most 64 letters, digits, <c>_</c>, <c>-</c>,
/// <c>.</c> or spaces converts to it, in lower case.
/// </summary>
public readonly struct CostType : IEquatable<CostType>
{
    private readonly string? _value;

    /// <summary>A type by its word.</summary>
    /// <param name="value">The word; kept trimmed and in lower case.</param>
    public CostType(string value) => _value = Vocabulary.Normalize(value);

    private CostType(string stored, bool _) => _value = stored;

    /// <summary><c>other</c>. The default.</summary>
    public static CostType Other { get; } = new("other");

    /// <summary><c>skip_trace</c>: what a provider of <see cref="SkipTraceStore"/> was paid.</summary>
    public static CostType SkipTrace { get; } = new("skip_trace");

    /// <summary><c>ai</c>: a call of a language model.</summary>
    public static CostType Ai { get; } = new("ai");

    /// <summary><c>sms</c>.</summary>
    public static CostType Sms { get; } = new("sms");

    /// <summary><c>call</c>: a telephone call.</summary>
    public static CostType Call { get; } = new("call");

    /// <summary><c>email</c>.</summary>
    public static CostType Email { get; } = new("email");

    /// <summary><c>mail</c>: a letter or card.</summary>
    public static CostType Mail { get; } = new("mail");

    /// <summary>The word, in lower case.</summary>
    public string Value => _value ?? "other";

    /// <summary>A type by its word.</summary>
    /// <param name="value">The word; kept trimmed and in lower case.</param>
    public static implicit operator CostType(string value) => new(value);

    /// <summary>True if both are the same word.</summary>
    public static bool operator ==(CostType left, CostType right) => left.Equals(right);

    /// <summary>True if the words differ.</summary>
    public static bool operator !=(CostType left, CostType right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(CostType other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CostType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>The word, in lower case.</summary>
    public override string ToString() => Value;

    internal static CostType FromStored(string stored) => new(stored, true);
}
