using System.Runtime.ExceptionServices;

namespace LeadStore.SkipTracing;

/// <summary>How the call of a provider ended, after all tries.</summary>
/// <param name="Stored">What of it is stored.</param>
internal sealed record CallEnd(TraceEnd Stored)
{
    /// <summary>What it cost; null if nothing, or that is not known.</summary>
    public Money? Cost => Stored.Cost;

    /// <summary>Whether nobody knows if it was carried out.</summary>
    public bool MayBeBilled { get; init; }

    /// <summary>What the provider threw and should not have.</summary>
    public ExceptionDispatchInfo? Unexpected { get; init; }
}
