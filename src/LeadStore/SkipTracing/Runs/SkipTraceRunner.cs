using System.Collections.Concurrent;
using LeadStore.Engine;

namespace LeadStore.SkipTracing;

/// <summary>
/// Traces leads: finds an answer that is there, waits for one that somebody else is getting, or gets one. Between processes the table of
/// calls decides; within this one the second who asks waits for the first without asking the store.
/// </summary>
internal sealed class SkipTraceRunner(StoreEngine engine, TraceEngine traces)
{
    private const string Name = "SkipTrace.Trace";
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(500);

    // What is asked for at present, and what came of it: a reason why it has failed, or null.
    private readonly ConcurrentDictionary<(string Provider, string Key), Task<string?>> _underWay = new();

    // The calls among them that are with the provider, and what may become one: over when its money is settled; false if there was no call.
    private readonly ConcurrentDictionary<TaskCompletionSource<bool>, TraceProvider> _calls = new();

    public async ValueTask<TraceRun> Begin(ISkipTraceProvider provider, SkipTraceRunOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(provider);
        StoreRules rules = await engine.ReadAsync(SkipTraceCallOperations.Rules, true, Name, cancellationToken).ConfigureAwait(false);
        return TraceRun.Of(provider, options ?? new SkipTraceRunOptions(), rules);
    }

    public async ValueTask<TracedLead> Trace(TraceRun run, long leadId, SkipTraceRequest request, CancellationToken cancellationToken)
    {
        TraceQuestion question = TraceQuestion.Of(run.Name, request);
        (string, string) id = (question.Provider.Value, question.Key);
        while (true)
        {
            if (run.Failures.TryGetValue(question.Key, out string? known))
            {
                return await Fail(leadId, question, known, cancellationToken).ConfigureAwait(false);
            }

            TaskCompletionSource<string?> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Task<string?> underWay = _underWay.GetOrAdd(id, mine.Task);
            if (underWay != mine.Task)
            {
                if (await underWay.WaitAsync(cancellationToken).ConfigureAwait(false) is { } failure)
                {
                    return await Fail(leadId, question, failure, cancellationToken).ConfigureAwait(false);
                }

                continue;
            }

            string? failed = null;
            try
            {
                TracedLead traced = await TraceAlone(run, leadId, question, cancellationToken).ConfigureAwait(false);
                failed = traced.FailureOfRequest;
                return traced;
            }
            finally
            {
                if (failed is not null)
                {
                    run.Failures[question.Key] = failed;
                }

                _underWay.TryRemove(id, out _);
                mine.SetResult(failed);
            }
        }
    }

    private async ValueTask<TracedLead> TraceAlone(TraceRun run, long leadId, TraceQuestion question, CancellationToken cancellationToken)
    {
        TimeSpan look = FirstLook;
        while (true)
        {
            // Who may set money free that is kept back now: those before, of whom one may be done by the time that the answer is there,
            // and those after.
            Task<bool>[] before = CallsBeside(run);
            Task<bool>[] after = [];
            TaskCompletionSource<bool> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
            bool isCall = false;
            Reservation reservation;
            _calls[mine] = run.Name;
            try
            {
                reservation = await traces.ReadElseWriteAsync(
                    SkipTraceCallOperations.Reserve, (leadId, question, run.Terms), Name, cancellationToken).ConfigureAwait(false);
                isCall = reservation.State == ReservationState.Reserved;
                if (isCall)
                {
                    return await Call(run, leadId, question, reservation, cancellationToken).ConfigureAwait(false);
                }

                after = CallsBeside(run, mine);
            }
            finally
            {
                _calls.TryRemove(mine, out _);
                mine.SetResult(isCall);
            }

            switch (reservation.State)
            {
                case ReservationState.Held:
                    TimeSpan left = reservation.At - run.Clock.GetUtcNow();
                    await Task.Delay(left < look && left > TimeSpan.Zero ? left : look, run.Clock, cancellationToken).ConfigureAwait(false);
                    look = look * 2 < LongestLook ? look * 2 : LongestLook;
                    break;
                case ReservationState.KeptBack when Array.Exists(before, call => call is { IsCompleted: true, Result: true }):
                    break;
                case ReservationState.KeptBack when after.Length > 0:
                    await Task.WhenAny(after).WaitAsync(cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    return TracedLead.WithoutCall(leadId, reservation);
            }
        }
    }

    private async ValueTask<TracedLead> Call(
        TraceRun run, long leadId, TraceQuestion question, Reservation reservation, CancellationToken cancellationToken)
    {
        SkipTraceCall call = reservation.Call!;
        ProviderCall made = new(run, question.Request, call.IdempotencyKey, mayBeBilled: reservation.IsTakenOver);
        CallEnd end;
        try
        {
            end = await made.Make(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await LetGo(call, made.MayBeBilled).ConfigureAwait(false);
            throw;
        }

        SkipTrace? trace = await Store(run, leadId, question, reservation, end).ConfigureAwait(false);
        end.Unexpected?.Throw();
        return TracedLead.Called(leadId, trace, end, run.Terms.Price);
    }

    private Task<bool>[] CallsBeside(TraceRun run, TaskCompletionSource<bool>? own = null) => run.Terms.Budget is null
        ? []
        : [.. _calls.Where(call => call.Value == run.Name && call.Key != own).Select(call => call.Key.Task)];

    // The answer is paid for: nobody cancels this, and a busy store is asked again.
    private async ValueTask<SkipTrace?> Store(TraceRun run, long leadId, TraceQuestion question, Reservation reservation, CallEnd end)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await traces.WriteAsync(
                    SkipTraceCallOperations.Settle,
                    (leadId, question, reservation.Call!, reservation.At, end),
                    Name,
                    CancellationToken.None).ConfigureAwait(false);
            }
            catch (LeadStoreException failure) when (failure.IsTransient && attempt < run.Options.Attempts)
            {
                await Task.Delay(FirstLook, run.Clock, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask LetGo(SkipTraceCall call, bool mayBeBilled) =>
        await engine.WriteAsync(SkipTraceCallOperations.LetGo, (call, mayBeBilled), Name, CancellationToken.None).ConfigureAwait(false);

    private async ValueTask<TracedLead> Fail(long leadId, TraceQuestion question, string reason, CancellationToken cancellationToken)
    {
        SkipTrace trace = await traces.WriteAsync(SkipTraceCallOperations.Fail, (leadId, question, reason), Name, cancellationToken)
            .ConfigureAwait(false);
        return TracedLead.Failed(leadId, trace);
    }
}
