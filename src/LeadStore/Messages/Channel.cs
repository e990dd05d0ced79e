namespace LeadStore;

/// <summary>
/// How a message travelled: an open vocabulary with well-known members. Any word of at most 64 letters, digits, <c>_</c>, <c>-</c>,
/// <c>.</c> or spaces converts to it, in lower case.
/// </summary>
public readonly struct Channel : IEquatable<Channel>
{
    private readonly string? _value;

    /// <summary>A channel by its word.</summary>
    /// <param name="value">The word; kept trimmed and in lower case.</param>
    public Channel(string value) => _value = Vocabulary.Normalize(value);

    private Channel(string stored, bool _) => _value = stored;

    /// <summary><c>sms</c>. The default.</summary>
    public static Channel Sms { get; } = new("sms");

    /// <summary><c>whatsapp</c>.</summary>
    public static Channel WhatsApp { get; } = new("whatsapp");

    /// <summary><c>email</c>.</summary>
    public static Channel Email { get; } = new("email");

    /// <summary><c>web</c>: a chat on a web site.</summary>
    public static Channel Web { get; } = new("web");

    /// <summary>The word, in lower case.</summary>
    public string Value => _value ?? "sms";

    /// <summary>A channel by its word.</summary>
    /// <param name="value">The word; kept trimmed and in lower case.</param>
    public static implicit operator Channel(string value) => new(value);

    /// <summary>True if both are the same word.</summary>
    public static bool operator ==(Channel left, Channel right) => left.Equals(right);

    /// <summary>True if the words differ.</summary>
    public static bool operator !=(Channel left, Channel right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Channel other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Channel other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>The word, in lower case.</summary>
    public override string ToString() => Value;

    internal static Channel FromStored(string stored) => new(stored, true);
}
