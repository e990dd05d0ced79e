using System.Runtime.ExceptionServices;
using LeadStore.Validation;

namespace LeadStore.SkipTracing;

/// <summary>One question to a provider, with as many tries as it may take, outside every transaction.</summary>
internal sealed class ProviderCall(TraceRun run, SkipTraceRequest request, Guid idempotencyKey, bool mayBeBilled)
{
    private const string Unusable = "unusable_answer";
    private const string Unexpected = "provider_error";
    private const string TimedOut = "timeout";

    /// <summary>Whether, as things stand, nobody knows if the provider has carried the question out.</summary>
    public bool MayBeBilled { get; private set; } = mayBeBilled;

    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async ValueTask<CallEnd> Make(CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            bool before = MayBeBilled;
            MayBeBilled = true;
            SkipTraceProviderException failure;
            try
            {
                return Answered(await Try(cancellationToken).ConfigureAwait(false));
            }
            catch (SkipTraceProviderException known)
            {
                failure = known;
                MayBeBilled = known.Cost is null && (before || known.MayBeBilled);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && run.Terms.HonorsIdempotencyKey)
            {
                throw;
            }
            catch (Exception late) when (late is OperationCanceledException or TimeoutException)
            {
                failure = new SkipTraceProviderException(TimedOut) { IsTransient = true, MayBeBilled = true };
            }
            catch (Exception unexpected)
            {
                return new CallEnd(TraceEnd.Of(new SkipTraceFailure { Reason = Unexpected }))
                {
                    MayBeBilled = true,
                    Unexpected = ExceptionDispatchInfo.Capture(unexpected),
                };
            }

            if (Pause(failure, attempt) is not { } pause)
            {
                return Failed(failure);
            }

            await Task.Delay(pause, run.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<SkipTraceResult?> Try(CancellationToken cancellationToken)
    {
        // Without a key the same question would be billed again: one that is under way is waited for, whoever gives up.
        CancellationToken caller = run.Terms.HonorsIdempotencyKey ? cancellationToken : CancellationToken.None;
        TimeSpan timeout = run.Options.CallTimeout;
        using CancellationTokenSource late = new(timeout, run.Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, caller);
        Task<SkipTraceResult> call = run.Provider.TraceAsync(request, idempotencyKey, either.Token).AsTask();
        try
        {
            return await call.WaitAsync(timeout, run.Clock, caller).ConfigureAwait(false);
        }
        finally
        {
            if (!call.IsCompleted)
            {
                // It does not heed its token, and is left behind; what it throws is of no concern any more.
                await either.CancelAsync().ConfigureAwait(false);
                _ = call.ContinueWith(
                    static left => left.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }
        }
    }

    private CallEnd Answered(SkipTraceResult? answer)
    {
        Money cost = Charged(answer?.Cost);
        SkipTraceFailure unusable = new() { Reason = Unusable, Cost = cost, Response = answer?.Response };
        if (answer is null || (answer.Cost is { } said && said != cost))
        {
            return new CallEnd(TraceEnd.Of(unusable));
        }

        try
        {
            return new CallEnd(TraceEnd.Of(answer with { Cost = cost }, run.Rules));
        }
        catch (LeadValidationException)
        {
            // Too many phones, a confidence that is none: it is kept as it came, and was paid for.
            return new CallEnd(TraceEnd.Of(unusable));
        }
    }

    private CallEnd Failed(SkipTraceProviderException failure)
    {
        string reason = Vocabulary.Normalize(failure.Reason ?? "");
        return new CallEnd(TraceEnd.Of(new SkipTraceFailure
        {
            Reason = Vocabulary.IsWord(reason) ? reason : Unexpected,
            Cost = failure.Cost is { } cost ? Charged(cost) : null,
            Response = failure.Response,
        }))
        {
            MayBeBilled = MayBeBilled,
        };
    }

    // How long to wait before the next try; null if there is none.
    private TimeSpan? Pause(SkipTraceProviderException failure, int attempt)
    {
        bool again = failure.IsTransient
            && failure.Cost is null
            && attempt < run.Options.Attempts
            && (run.Terms.HonorsIdempotencyKey || !MayBeBilled);
        if (!again)
        {
            return null;
        }

        TimeSpan longest = run.Options.LongestDelay;
        if (failure.RetryAfter is { } asked && asked > TimeSpan.Zero)
        {
            return asked <= longest ? asked : null;
        }

        TimeSpan full = run.Options.FirstDelay * Math.Pow(2, attempt - 1);
        return (full < longest ? full : longest) * (1 - (Random.Shared.NextDouble() / 2));
    }

    // What nobody said, or is no amount, is taken for the full price: the budget is to hold.
    private Money Charged(Money? cost) => cost is { MinorUnits: >= 0 and <= Limits.CostAmount } said ? said : run.Terms.Price;
}
