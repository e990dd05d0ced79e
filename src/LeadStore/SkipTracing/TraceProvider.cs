namespace LeadStore;

/// <summary>
/// Who traces the owner of a property: an open vocabulary. Any word of at most 64 letters, digits, <c>_</c>, <c>-</c>, <c>.</c> or spaces
/// converts to it, in lower case. There is none by default, and a trace needs one.
/// </summary>
public readonly struct TraceProvider : IEquatable<TraceProvider>
{
    private readonly string? _value;

    /// <summary>A provider by its word.</summary>
    /// <param name="value">The word; kept trimmed and in lower case.</param>
    public TraceProvider(string value) => _value = Vocabulary.Normalize(value);

    private TraceProvider(string stored, bool _) => _value = stored;

    /// <summary>The word, in lower case; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>A provider by its word.</summary>
    /// <param name="value">The word; kept trimmed and in lower case.</param>
    public static implicit operator TraceProvider(string value) => new(value);

    /// <summary>True if both are the same word.</summary>
    public static bool operator ==(TraceProvider left, TraceProvider right) => left.Equals(right);

    /// <summary>True if the words differ.</summary>
    public static bool operator !=(TraceProvider left, TraceProvider right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(TraceProvider other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TraceProvider other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>The word, in lower case.</summary>
    public override string ToString() => Value;

    internal static TraceProvider FromStored(string stored) => new(stored, true);
}
