namespace LeadStore;

/// <summary>Records that are one worker's until the claim lapses.</summary>
/// <param name="Id">What <see cref="PropertyStore.CompleteRecord"/> and <see cref="PropertyStore.ReleaseRecord"/> are given.</param>
/// <param name="Until">When the records are free again for others.</param>
/// <param name="Records">The records, the oldest first; empty if there was none to claim.</param>
public sealed record PropertyRecordClaim(Guid Id, DateTimeOffset Until, IReadOnlyList<ClaimedPropertyRecord> Records)
{
    /// <summary>Says how many records there are.</summary>
    public override string ToString() => $"Claim on {Records.Count} property records";
}
