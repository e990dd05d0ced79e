namespace LeadStore;

/// <summary>
/// What became of a call: an open vocabulary with well-known members. Any word of at most 64 letters, digits, <c>_</c>, <c>-</c>, <c>.</c>
/// or spaces converts to it, in lower case.
/// </summary>
public readonly struct CallOutcome : IEquatable<CallOutcome>
{
    private readonly string? _value;

    /// <summary>An outcome by its word.</summary>
    /// <param name="value">The word; kept trimmed and in lower case.</param>
    public CallOutcome(string value) => _value = Vocabulary.Normalize(value);

    private CallOutcome(string stored, bool _) => _value = stored;

    /// <summary><c>answered</c>: somebody was spoken to. The default.</summary>
    public static CallOutcome Answered { get; } = new("answered");

    /// <summary><c>no_answer</c>: nobody picked up.</summary>
    public static CallOutcome NoAnswer { get; } = new("no_answer");

    /// <summary><c>voicemail</c>: a machine picked up.</summary>
    public static CallOutcome Voicemail { get; } = new("voicemail");

    /// <summary><c>busy</c>: the line was busy.</summary>
    public static CallOutcome Busy { get; } = new("busy");

    /// <summary><c>failed</c>: it could not be put through.</summary>
    public static CallOutcome Failed { get; } = new("failed");

    /// <summary><c>canceled</c>: it was given up before anybody picked up.</summary>
    public static CallOutcome Canceled { get; } = new("canceled");

    /// <summary>The word, in lower case.</summary>
    public string Value => _value ?? "answered";

    /// <summary>An outcome by its word.</summary>
    /// <param name="value">The word; kept trimmed and in lower case.</param>
    public static implicit operator CallOutcome(string value) => new(value);

    /// <summary>True if both are the same word.</summary>
    public static bool operator ==(CallOutcome left, CallOutcome right) => left.Equals(right);

    /// <summary>True if the words differ.</summary>
    public static bool operator !=(CallOutcome left, CallOutcome right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(CallOutcome other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CallOutcome other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>The word, in lower case.</summary>
    public override string ToString() => Value;

    internal static CallOutcome FromStored(string stored) => new(stored, true);
}
