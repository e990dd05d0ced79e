namespace LeadStore;

/// <summary>
/// What was found in the write-ahead log that the process before had left; see <see cref="StoreDiagnostics.LogDamage"/>.
/// </summary>
/// <param name="LostCommits">
/// How many commits lie behind the damage, at most: they are not in the store. One that was under way when the power failed, and that
/// nobody was told of, may be among them.
/// </param>
/// <param name="KeptPath">
/// A copy of the log as it was found; <see langword="null"/> if it could not be made, and <see cref="WhyNotKept"/> says why.
/// </param>
public sealed record LogDamage(int LostCommits, string? KeptPath)
{
    /// <summary>
    /// Why there is no copy: the <see cref="LeadStoreErrorKind"/> of the failure, the reason and the next step. <see langword="null"/> if
    /// there is one.
    /// </summary>
    public string? WhyNotKept { get; internal init; }
}
