namespace LeadStore.Tests.Contract;

/// <summary>What a contract test asks of the store that is opened for it: the options that every engine has.</summary>
public sealed record StoreSetup
{
    public string? DefaultRegion { get; init; }

    public StatusSet Statuses { get; init; } = StatusSet.Any;

    public bool RefuseUnknownSources { get; init; }

    /// <summary>What is kept in memory; null for nothing.</summary>
    public LeadCacheOptions? Cache { get; init; }
}
