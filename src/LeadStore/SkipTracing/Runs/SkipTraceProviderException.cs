namespace LeadStore;

/// <summary>
/// A call of a provider that has no answer; thrown by an <see cref="ISkipTraceProvider"/>. It becomes a failed trace and reaches no caller
/// of the store.
/// </summary>
public sealed class SkipTraceProviderException : Exception
{
    /// <summary>Creates an error.</summary>
    /// <param name="reason">
    /// Why, as one word for programs: at most 64 letters, digits, <c>_</c>, <c>-</c>, <c>.</c> or spaces, for example <c>rate_limited</c>.
    /// It is stored as <see cref="SkipTrace.Failure"/> and may name nobody.
    /// </param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public SkipTraceProviderException(string reason, Exception? innerException = null)
        : base($"The provider gave no answer: {reason}.", innerException) => Reason = reason;

    /// <summary>Why, as one word.</summary>
    public string Reason { get; }

    /// <summary>Whether the same call may succeed soon. Default no.</summary>
    public bool IsTransient { get; init; }

    /// <summary>
    /// Whether nobody knows if the call was carried out and will be billed: it timed out, or the connection broke. Default no: it was
    /// surely not carried out, or <see cref="Cost"/> says what it cost.
    /// </summary>
    public bool MayBeBilled { get; init; }

    /// <summary>How long the provider asks to be left alone; <see langword="null"/> if it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the call cost all the same; <see langword="null"/> if nothing.</summary>
    public Money? Cost { get; init; }

    /// <summary>What the provider sent, if anything; kept with the trace as that of <see cref="SkipTraceResult.Response"/>.</summary>
    public string? Response { get; init; }
}
