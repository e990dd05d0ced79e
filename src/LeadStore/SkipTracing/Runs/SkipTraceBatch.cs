using System.Runtime.ExceptionServices;

namespace LeadStore.SkipTracing;

/// <summary>Traces many leads, several at once, and counts what becomes of them.</summary>
internal sealed class SkipTraceBatch(SkipTraceRunner runner, TraceRun run, IProgress<SkipTraceProgress>? progress)
{
    private const int MostProblems = 1000;

    private readonly Lock _counting = new();
    private readonly List<SkipTraceProblem> _problems = [];
    private SkipTraceRunReport _report = new() { Spent = new Money(0, run.Terms.Price.Currency) };
    private ExceptionDispatchInfo? _failure;
    private Money? _overPrice;

    // No further lead is begun.
    private volatile bool _isOver;

    public async ValueTask<SkipTraceRunReport> Run(
        IAsyncEnumerable<(long LeadId, SkipTraceRequest Request)> leads, CancellationToken cancellationToken)
    {
        using SemaphoreSlim turn = new(1);
        IAsyncEnumerator<(long LeadId, SkipTraceRequest Request)> source = leads.GetAsyncEnumerator(cancellationToken);
        await using (source.ConfigureAwait(false))
        {
            IEnumerable<Task> workers = Enumerable.Range(0, run.Options.Concurrency)
                .Select(_ => Task.Run(() => Work(source, turn, cancellationToken), CancellationToken.None));
            await Task.WhenAll(workers).ConfigureAwait(false);
        }

        _failure?.Throw();
        SkipTraceRunReport report = _report with { Problems = _problems };
        return _overPrice is { } cost ? throw new SkipTracePriceException(run.Name, run.Terms.Price, cost, report) : report;
    }

    private async Task Work(
        IAsyncEnumerator<(long LeadId, SkipTraceRequest Request)> source, SemaphoreSlim turn, CancellationToken cancellationToken)
    {
        try
        {
            while (await Next(source, turn, cancellationToken).ConfigureAwait(false) is { } next)
            {
                await Trace(next.LeadId, next.Request, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception failure)
        {
            // The others end with the leads that they have; the first failure is told when all have.
            _isOver = true;
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
        }
    }

    private async ValueTask<(long LeadId, SkipTraceRequest Request)?> Next(
        IAsyncEnumerator<(long LeadId, SkipTraceRequest Request)> source, SemaphoreSlim turn, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return !_isOver && await source.MoveNextAsync().ConfigureAwait(false) ? source.Current : null;
        }
        finally
        {
            turn.Release();
        }
    }

    private async ValueTask Trace(long leadId, SkipTraceRequest request, CancellationToken cancellationToken)
    {
        TracedLead traced;
        try
        {
            traced = await runner.Trace(run, leadId, request, cancellationToken).ConfigureAwait(false);
        }
        catch (LeadNotFoundException)
        {
            traced = Refused(leadId, "unknown_lead");
        }
        catch (LeadValidationException)
        {
            traced = Refused(leadId, "refused_request");
        }

        Count(traced);
    }

    private void Count(TracedLead traced)
    {
        SkipTraceOutcome outcome = traced.Outcome;
        lock (_counting)
        {
            SkipTraceRunReport report = _report with { Leads = _report.Leads + 1 };
            _report = outcome.Kind switch
            {
                SkipTraceOutcomeKind.Traced => report with { Traced = report.Traced + 1 },
                SkipTraceOutcomeKind.FromCache => report with { FromCache = report.FromCache + 1 },
                SkipTraceOutcomeKind.BudgetExhausted => report with { SkippedByBudget = report.SkippedByBudget + 1 },
                SkipTraceOutcomeKind.DailyCallsExhausted => report with { SkippedByDailyCalls = report.SkippedByDailyCalls + 1 },
                _ => report with { Failed = report.Failed + 1 },
            };
            if (traced.IsOverPrice)
            {
                _overPrice ??= traced.Spent;
                _isOver = true;
            }

            if (traced.Spent is { } spent && spent.Currency == _report.Spent.Currency)
            {
                _report = _report with { Spent = _report.Spent + spent };
            }

            if (outcome.Failure is { } reason && _problems.Count < MostProblems)
            {
                _problems.Add(new SkipTraceProblem(outcome.LeadId, reason));
            }

            progress?.Report(new SkipTraceProgress
            {
                Leads = _report.Leads,
                Traced = _report.Traced,
                FromCache = _report.FromCache,
                Failed = _report.Failed,
                Skipped = _report.SkippedByBudget + _report.SkippedByDailyCalls,
                Spent = _report.Spent,
            });
        }
    }

    private static TracedLead Refused(long leadId, string reason) =>
        new(new SkipTraceOutcome { LeadId = leadId, Kind = SkipTraceOutcomeKind.Failed, Failure = reason });
}
