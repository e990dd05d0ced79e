namespace LeadStore;

/// <summary>What a batch did. The numbers of leads add up to <see cref="Leads"/>.</summary>
public sealed record SkipTraceRunReport
{
    /// <summary>How many leads were looked at.</summary>
    public int Leads { get; init; }

    /// <summary>For how many the provider was asked and has answered.</summary>
    public int Traced { get; init; }

    /// <summary>For how many an answer was there already.</summary>
    public int FromCache { get; init; }

    /// <summary>For how many there is no answer; see <see cref="Problems"/>.</summary>
    public int Failed { get; init; }

    /// <summary>For how many nobody was asked, because it might have exceeded <see cref="SkipTraceRunOptions.Budget"/>.</summary>
    public int SkippedByBudget { get; init; }

    /// <summary>For how many nobody was asked, because <see cref="SkipTraceRunOptions.DailyCalls"/> have been made today.</summary>
    public int SkippedByDailyCalls { get; init; }

    /// <summary>What this batch has spent, in the currency of the provider's price.</summary>
    public Money Spent { get; init; }

    /// <summary>The first 1,000 leads without an answer, and why.</summary>
    public IReadOnlyList<SkipTraceProblem> Problems { get; init; } = [];

    /// <summary>The figures.</summary>
    public override string ToString() =>
        $"{Leads} leads: {Traced} traced, {FromCache} from earlier answers, {Failed} failed, "
        + $"{SkippedByBudget + SkippedByDailyCalls} skipped; {Spent} spent";
}
