namespace LeadStore;

/// <summary>How far a batch is.</summary>
public sealed record SkipTraceProgress
{
    /// <summary>How many leads are done, well or not.</summary>
    public int Leads { get; init; }

    /// <summary>For how many the provider was asked and has answered.</summary>
    public int Traced { get; init; }

    /// <summary>For how many an answer was there already.</summary>
    public int FromCache { get; init; }

    /// <summary>For how many there is no answer.</summary>
    public int Failed { get; init; }

    /// <summary>For how many nobody was asked, because budget or calls of the day were used up.</summary>
    public int Skipped { get; init; }

    /// <summary>What this batch has spent so far, in the currency of the provider's price.</summary>
    public Money Spent { get; init; }

    /// <summary>The figures.</summary>
    public override string ToString() =>
        $"{Leads} leads: {Traced} traced, {FromCache} from earlier answers, {Failed} failed, {Skipped} skipped; {Spent} spent";
}
