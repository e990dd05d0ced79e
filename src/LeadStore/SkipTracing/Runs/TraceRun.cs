using System.Collections.Concurrent;
using LeadStore.Costs;
using LeadStore.Engine;
using LeadStore.Validation;

namespace LeadStore.SkipTracing;

/// <summary>One run: whom to ask, on which terms, as they were when it began.</summary>
internal sealed class TraceRun
{
    private TraceRun(ISkipTraceProvider provider, SkipTraceRunOptions options, TraceTerms terms, StoreRules rules)
    {
        Provider = provider;
        Name = provider.Name;
        Options = options;
        Terms = terms;
        Rules = rules;
    }

    public ISkipTraceProvider Provider { get; }

    public TraceProvider Name { get; }

    public SkipTraceRunOptions Options { get; }

    public TraceTerms Terms { get; }

    public StoreRules Rules { get; }

    public TimeProvider Clock => Rules.Clock;

    /// <summary>
    /// Why requests of this run have failed, by their keys: what has failed for one lead is not paid for again for the next.
    /// </summary>
    public ConcurrentDictionary<string, string> Failures { get; } = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">The budget is in another currency than the price.</exception>
    /// <exception cref="LeadValidationException">The provider's price is none.</exception>
    public static TraceRun Of(ISkipTraceProvider provider, SkipTraceRunOptions options, StoreRules rules)
    {
        Validator validator = new();
        Money price = provider.Price;
        CostOperations.CheckAmount(validator, nameof(ISkipTraceProvider.Price), price);
        validator.ThrowIfAny();
        Check(options, price);
        TraceTerms terms = new()
        {
            Price = price,
            HonorsIdempotencyKey = provider.HonorsIdempotencyKey,
            Budget = options.Budget,
            DailyCalls = options.DailyCalls,
            MaxAge = options.MaxAge,
            ClaimFor = options.ClaimFor,
            Since = rules.Clock.GetUtcNow(),
        };
        return new TraceRun(provider, options, terms, rules);
    }

    private static void Check(SkipTraceRunOptions options, Money price)
    {
        AtLeast(nameof(options.MaxAge), options.MaxAge.Ticks, 0);
        AtLeast(nameof(options.DailyCalls), options.DailyCalls ?? 0, 0);
        Between(nameof(options.Concurrency), options.Concurrency, 1, 64);
        Between(nameof(options.Attempts), options.Attempts, 1, 10);
        Between(nameof(options.CallTimeout), options.CallTimeout.Ticks, 1, TimeSpan.TicksPerHour);
        Between(nameof(options.FirstDelay), options.FirstDelay.Ticks, 0, TimeSpan.TicksPerHour);
        Between(nameof(options.LongestDelay), options.LongestDelay.Ticks, 0, TimeSpan.TicksPerHour);
        if (options.Budget is { } budget)
        {
            AtLeast(nameof(options.Budget), budget.MinorUnits, 0);
            if (budget.Currency != price.Currency)
            {
                throw new ArgumentException(
                    $"The budget is in {budget.Currency} and the provider's price in {price.Currency}.", nameof(options));
            }
        }
    }

    private static void AtLeast(string option, long value, long least) => ArgumentOutOfRangeException.ThrowIfLessThan(value, least, option);

    private static void Between(string option, long value, long least, long most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, option);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, option);
    }
}
