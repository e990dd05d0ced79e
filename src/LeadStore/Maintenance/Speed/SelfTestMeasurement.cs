using System.Globalization;

namespace LeadStore;

/// <summary>
/// What one kind of lookup takes on the file: the best of up to three rounds over the same leads, so that neither a busy moment of the
/// machine nor pages that are read for the first time count.
/// </summary>
/// <param name="Name">What was looked up: <c>lead by phone</c>, <c>lead by id</c>, <c>history</c> or <c>inbox page</c>.</param>
/// <param name="Samples">How many lookups were measured.</param>
/// <param name="P50">What half of them took at most.</param>
/// <param name="P99">What 99 of 100 took at most.</param>
/// <param name="Limit">What that may be: see <see cref="SelfTestOptions"/>.</param>
public sealed record SelfTestMeasurement(string Name, int Samples, TimeSpan P50, TimeSpan P99, TimeSpan Limit)
{
    /// <summary>True if <see cref="P99"/> is within <see cref="Limit"/>.</summary>
    public bool Passed => P99 <= Limit;

    /// <summary>The measurement on one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: p50 {P50.TotalMilliseconds:0.###} ms, p99 {P99.TotalMilliseconds:0.###} ms of {Limit.TotalMilliseconds:0.###} ms, {Samples} samples");
}
