namespace LeadStore;

/// <summary>
/// A provider has taken more for a call than <see cref="ISkipTraceProvider.Price"/>, or another currency, so that no budget can be kept.
/// The answer and what it cost are recorded, and no further call was begun.
/// </summary>
public sealed class SkipTracePriceException : Exception
{
    internal SkipTracePriceException(TraceProvider provider, Money price, Money cost, SkipTraceRunReport? report = null)
        : base(
            $"{provider} has taken {cost} for a call, and its price is said to be {price} at most. "
            + "The answer and its cost are recorded; correct the price.")
    {
        Price = price;
        Cost = cost;
        Report = report;
    }

    /// <summary>The most that a call was said to cost.</summary>
    public Money Price { get; }

    /// <summary>What the call did cost.</summary>
    public Money Cost { get; }

    /// <summary>What the batch did until then; <see langword="null"/> if one lead was traced.</summary>
    public SkipTraceRunReport? Report { get; }
}
