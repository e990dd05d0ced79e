namespace LeadStore;

/// <summary>Why a skip trace has no answer.</summary>
public sealed record SkipTraceFailure
{
    /// <summary>Why, as one word for programs: at most 64 letters, digits, <c>_</c>, <c>-</c>, <c>.</c> or spaces, for example
    /// <c>timeout</c>.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What it has cost all the same, 0 to 1,000,000,000,000 minor units; <see langword="null"/> if nothing, or that is not
    /// known.</summary>
    public Money? Cost { get; init; }

    /// <summary>What the provider sent, if anything; kept as that of <see cref="SkipTraceResult.Response"/>.</summary>
    public string? Response { get; init; }

    /// <summary>Says that there is no answer, and not what the provider sent.</summary>
    public override string ToString() => "A skip trace without an answer";
}
