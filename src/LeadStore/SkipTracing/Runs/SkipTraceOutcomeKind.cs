namespace LeadStore;

/// <summary>What became of a lead that was to be traced.</summary>
public enum SkipTraceOutcomeKind
{
    /// <summary>The provider was asked, and has answered.</summary>
    Traced,

    /// <summary>An answer was there already; nobody was asked and nothing paid.</summary>
    FromCache,

    /// <summary>There is no answer; <see cref="SkipTraceOutcome.Failure"/> says why.</summary>
    Failed,

    /// <summary>Nobody was asked: it might have exceeded <see cref="SkipTraceRunOptions.Budget"/>.</summary>
    BudgetExhausted,

    /// <summary>Nobody was asked: <see cref="SkipTraceRunOptions.DailyCalls"/> have been made today.</summary>
    DailyCallsExhausted,
}
