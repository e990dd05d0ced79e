namespace LeadStore;

/// <summary>
/// Where a lead stands: an open vocabulary with well-known members. Any word of at most 64 letters, digits, <c>_</c>, <c>-</c>,
/// <c>.</c> or spaces converts to it, in lower case; which words a store accepts is <see cref="LeadDatabaseOptions.Statuses"/>.
/// </summary>
/// <example><code>LeadStatus status = "active"; bool same = status == LeadStatus.Active;</code></example>
public readonly struct LeadStatus : IEquatable<LeadStatus>
{
    private readonly string? _value;

    /// <summary>A status by its word.</summary>
    /// <param name="value">The word; kept trimmed and in lower case.</param>
    public LeadStatus(string value) => _value = Vocabulary.Normalize(value);

    private LeadStatus(string stored, bool _) => _value = stored;

    /// <summary><c>new</c>: nobody has worked on the lead yet. The default.</summary>
    public static LeadStatus New { get; } = new("new");

    /// <summary><c>active</c>: the conversation is under way.</summary>
    public static LeadStatus Active { get; } = new("active");

    /// <summary><c>qualified</c>: every question is answered.</summary>
    public static LeadStatus Qualified { get; } = new("qualified");

    /// <summary>The word, in lower case.</summary>
    public string Value => _value ?? "new";

    /// <summary>A status by its word.</summary>
    /// <param name="value">The word; kept trimmed and in lower case.</param>
    public static implicit operator LeadStatus(string value) => new(value);

    /// <summary>True if both are the same word.</summary>
    public static bool operator ==(LeadStatus left, LeadStatus right) => left.Equals(right);

    /// <summary>True if the words differ.</summary>
    public static bool operator !=(LeadStatus left, LeadStatus right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(LeadStatus other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LeadStatus other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>The word, in lower case.</summary>
    public override string ToString() => Value;

    internal static LeadStatus FromStored(string stored) => new(stored, true);
}
