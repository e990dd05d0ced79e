namespace LeadStore;

/// <summary>
/// Somebody who finds phones and email addresses for money: the seam to which
/// <see cref="SkipTraceStore.TraceAsync(ISkipTraceProvider, long, SkipTraceRequest, SkipTraceRunOptions?, CancellationToken)"/> connects a
/// provider. The runner sees to it that no answer is paid for twice and no budget is exceeded; an implementation asks, reads the answer,
/// and says honestly how a call failed. It is called from several threads at once.
/// </summary>
public interface ISkipTraceProvider
{
    /// <summary>The name by which its traces are stored; always the same.</summary>
    TraceProvider Name { get; }

    /// <summary>
    /// The most that one call costs, 0 to 1,000,000,000,000 minor units. It is kept back from the budget before the call, and counted
    /// where an answer does not say what it cost.
    /// </summary>
    Money Price { get; }

    /// <summary>
    /// Whether the provider bills calls with the same idempotency key once, and answers them alike. If so, a call whose end nobody knows
    /// (its process was killed, it timed out) is made again by the next one who asks. If not, it is left to a person: see
    /// <see cref="SkipTraceStore.ListInterrupted"/>.
    /// </summary>
    bool HonorsIdempotencyKey { get; }

    /// <summary>Asks once. What is to be tried again is for the runner to say.</summary>
    /// <param name="request">Who is looked for; trimmed, its texts no longer than their limits.</param>
    /// <param name="idempotencyKey">Tells this question from every other; the same when it is asked again.</param>
    /// <param name="cancellationToken">
    /// Cancelled after <see cref="SkipTraceRunOptions.CallTimeout"/>, or when the caller gives up.
    /// </param>
    /// <returns>The answer. One without phones says that nobody was found.</returns>
    /// <exception cref="SkipTraceProviderException">There is no answer. Any other exception ends the run.</exception>
    ValueTask<SkipTraceResult> TraceAsync(SkipTraceRequest request, Guid idempotencyKey, CancellationToken cancellationToken);
}
