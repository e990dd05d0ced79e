using LeadStore.SkipTracing;

namespace LeadStore;

public sealed partial class SkipTraceStore
{
    private SkipTraceRunner? _runner;

    /// <summary>Who runs the traces of this store: one for all callers, so that they know of each other.</summary>
    internal SkipTraceRunner Runner =>
        _runner ?? Interlocked.CompareExchange(ref _runner, new SkipTraceRunner(_engine, _traces), null) ?? _runner;

    /// <summary>
    /// Finds the phones and email addresses of a lead's owner, and pays for it at most once. An answer that is there and new enough is
    /// taken over. Where another caller, in this process or another one, is asking for the same, his answer is waited for. Else the price
    /// is kept back from the budget of the day, the provider is asked outside every transaction, and trace, contacts and cost are stored
    /// in one.
    /// </summary>
    /// <remarks>
    /// Killed at any point, nothing is paid twice: the call is claimed for as long as it can take at most
    /// (<see cref="SkipTraceRunOptions.Attempts"/> times timeout and pause), and whoever asks after that makes it again with the same
    /// idempotency key. With a provider that has none, nobody makes it again until a person has decided: see <see cref="ListInterrupted"/>.
    /// What it costs is in <see cref="LeadDatabase.Costs"/>, with the key as <c>SourceId</c>, on the day from whose budget it was taken. An
    /// answer that cannot be used is a failed trace that keeps the response, and is paid for.
    /// </remarks>
    /// <param name="provider">Whom to ask.</param>
    /// <param name="leadId">The lead.</param>
    /// <param name="request">Who is looked for: at least a name or an address.</param>
    /// <param name="options">How to ask, and how much may be spent; default 90 days of cache and no limit.</param>
    /// <param name="cancellationToken">
    /// Gives up. A call that is under way is given up with it and made again by the next one who asks; with a provider without idempotency
    /// keys its end is waited for and stored.
    /// </param>
    /// <returns>What became of it; a provider that fails and a budget that is used up are no exceptions.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadValidationException">The request is refused, or the provider's name or price.</exception>
    /// <exception cref="ArgumentException">An option is out of its range, or the budget is in another currency than the price.</exception>
    /// <exception cref="SkipTracePriceException">The provider took more than its price. The answer and its cost are recorded.</exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction, which may not wait for a provider.</exception>
    public async ValueTask<SkipTraceOutcome> TraceAsync(
        ISkipTraceProvider provider,
        long leadId,
        SkipTraceRequest request,
        SkipTraceRunOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        RefuseInTransaction();
        TraceRun run = await Runner.Begin(provider, options, cancellationToken).ConfigureAwait(false);
        TracedLead traced = await Runner.Trace(run, leadId, request, cancellationToken).ConfigureAwait(false);
        return traced.IsOverPrice ? throw new SkipTracePriceException(run.Name, run.Terms.Price, traced.Spent!.Value) : traced.Outcome;
    }

    /// <summary>
    /// Traces many leads as <see cref="TraceAsync(ISkipTraceProvider, long, SkipTraceRequest, SkipTraceRunOptions?, CancellationToken)"/>
    /// does one, <see cref="SkipTraceRunOptions.Concurrency"/> at once. Leads of the same owner are paid for once. Run again, also after
    /// it was killed, it goes on where it was: what is answered costs nothing. When the budget is used up, leads whose answer is there
    /// already still get it.
    /// </summary>
    /// <param name="provider">Whom to ask.</param>
    /// <param name="leads">The leads and who is looked for. One that is unknown or whose request is refused is counted as failed.</param>
    /// <param name="options">How to ask, and how much may be spent; default 90 days of cache and no limit.</param>
    /// <param name="progress">Told after each lead, in turn; it should not take long.</param>
    /// <param name="cancellationToken">Gives up; what was stored until then stays.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="LeadValidationException">The provider's price is none.</exception>
    /// <exception cref="ArgumentException">An option is out of its range, or the budget is in another currency than the price.</exception>
    /// <exception cref="SkipTracePriceException">
    /// The provider took more than its price, and the run ended with that; it has the report.
    /// </exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction, which may not wait for a provider.</exception>
    public async ValueTask<SkipTraceRunReport> TraceAsync(
        ISkipTraceProvider provider,
        IAsyncEnumerable<(long LeadId, SkipTraceRequest Request)> leads,
        SkipTraceRunOptions? options = null,
        IProgress<SkipTraceProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(leads);
        RefuseInTransaction();
        TraceRun run = await Runner.Begin(provider, options, cancellationToken).ConfigureAwait(false);
        return await new SkipTraceBatch(Runner, run, progress).Run(leads, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Traces many leads; see the form that takes them from an <see cref="IAsyncEnumerable{T}"/>.</summary>
    /// <param name="provider">Whom to ask.</param>
    /// <param name="leads">The leads and who is looked for. One that is unknown or whose request is refused is counted as failed.</param>
    /// <param name="options">How to ask, and how much may be spent; default 90 days of cache and no limit.</param>
    /// <param name="progress">Told after each lead, in turn; it should not take long.</param>
    /// <param name="cancellationToken">Gives up; what was stored until then stays.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="LeadValidationException">The provider's price is none.</exception>
    /// <exception cref="ArgumentException">An option is out of its range, or the budget is in another currency than the price.</exception>
    /// <exception cref="SkipTracePriceException">The provider took more than its price; it has the report.</exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction, which may not wait for a provider.</exception>
    public ValueTask<SkipTraceRunReport> TraceAsync(
        ISkipTraceProvider provider,
        IEnumerable<(long LeadId, SkipTraceRequest Request)> leads,
        SkipTraceRunOptions? options = null,
        IProgress<SkipTraceProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(leads);
        return TraceAsync(provider, leads.ToAsyncEnumerable(), options, progress, cancellationToken);
    }

    /// <summary>
    /// The calls of a provider whose end nobody knows, oldest first: their process was killed, or they timed out. Those of a provider with
    /// idempotency keys are made again by the next trace of the same request; those of any other wait for <see cref="ReleaseInterrupted"/>.
    /// What is kept back for each counts against the budget of its day.
    /// </summary>
    /// <param name="provider">The provider.</param>
    public IReadOnlyList<SkipTraceInterruption> ListInterrupted(TraceProvider provider) =>
        _engine.Read(SkipTraceCallOperations.ListInterrupted, provider, "SkipTrace.ListInterrupted");

    /// <inheritdoc cref="ListInterrupted"/>
    public ValueTask<IReadOnlyList<SkipTraceInterruption>> ListInterruptedAsync(
        TraceProvider provider, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(SkipTraceCallOperations.ListInterrupted, provider, "SkipTrace.ListInterrupted", cancellationToken);

    /// <summary>Says what became of an interrupted call, so that the same request can be asked again.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="idempotencyKey">The call, from <see cref="ListInterrupted"/>.</param>
    /// <param name="billed">What the provider has billed for it, which is recorded as a cost; <see langword="null"/> if nothing.</param>
    /// <returns>False if there is no such call any more.</returns>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.Concurrency"/>: the call is under way.</exception>
    /// <exception cref="LeadValidationException">The amount is negative or beyond 1,000,000,000,000 minor units.</exception>
    public bool ReleaseInterrupted(TraceProvider provider, Guid idempotencyKey, Money? billed = null) =>
        _engine.Write(SkipTraceCallOperations.ReleaseInterrupted, (provider, idempotencyKey, billed), "SkipTrace.ReleaseInterrupted");

    /// <inheritdoc cref="ReleaseInterrupted"/>
    public ValueTask<bool> ReleaseInterruptedAsync(
        TraceProvider provider, Guid idempotencyKey, Money? billed = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(
            SkipTraceCallOperations.ReleaseInterrupted,
            (provider, idempotencyKey, billed),
            "SkipTrace.ReleaseInterrupted",
            cancellationToken);

    private void RefuseInTransaction()
    {
        if (_traces.IsInTransaction)
        {
            throw new InvalidOperationException(
                "A trace asks a provider, and no transaction may wait for one. Use the store that began this one.");
        }
    }
}
