namespace LeadStore;

/// <summary>
/// What was done with a lead: an open vocabulary with well-known members. Any word of at most 64 letters, digits, <c>_</c>, <c>-</c>,
/// <c>.</c> or spaces converts to it, in lower case.
/// </summary>
public readonly struct ActivityType : IEquatable<ActivityType>
{
    private readonly string? _value;

    /// <summary>A type by its word.</summary>
    /// <param name="value">The word; kept trimmed and in lower case.</param>
    public ActivityType(string value) => _value = Vocabulary.Normalize(value);

    private ActivityType(string stored, bool _) => _value = stored;

    /// <summary><c>other</c>: anything else. The default.</summary>
    public static ActivityType Other { get; } = new("other");

    /// <summary><c>imported</c>: brought in from elsewhere.</summary>
    public static ActivityType Imported { get; } = new("imported");

    /// <summary><c>enriched</c>: more was found out.</summary>
    public static ActivityType Enriched { get; } = new("enriched");

    /// <summary><c>scored</c>: judged by a person or a model.</summary>
    public static ActivityType Scored { get; } = new("scored");

    /// <summary><c>status_changed</c>.</summary>
    public static ActivityType StatusChanged { get; } = new("status_changed");

    /// <summary><c>message_sent</c>.</summary>
    public static ActivityType MessageSent { get; } = new("message_sent");

    /// <summary><c>email_sent</c>.</summary>
    public static ActivityType EmailSent { get; } = new("email_sent");

    /// <summary>The word, in lower case.</summary>
    public string Value => _value ?? "other";

    /// <summary>A type by its word.</summary>
    /// <param name="value">The word; kept trimmed and in lower case.</param>
    public static implicit operator ActivityType(string value) => new(value);

    /// <summary>True if both are the same word.</summary>
    public static bool operator ==(ActivityType left, ActivityType right) => left.Equals(right);

    /// <summary>True if the words differ.</summary>
    public static bool operator !=(ActivityType left, ActivityType right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(ActivityType other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ActivityType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>The word, in lower case.</summary>
    public override string ToString() => Value;

    internal static ActivityType FromStored(string stored) => new(stored, true);
}
