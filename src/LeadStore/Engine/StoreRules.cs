namespace LeadStore.Engine;

/// <summary>What every operation of one store holds to; fixed when the store is opened.</summary>
internal sealed record StoreRules
{
    public required TimeProvider Clock { get; init; }

    /// <summary>ISO 3166 region that makes a national phone number a number; null where there is none.</summary>
    public string? DefaultRegion { get; init; }

    /// <summary>The only statuses that are accepted; null where any word is.</summary>
    public IReadOnlySet<string>? ClosedStatuses { get; init; }

    /// <summary>True where a lead from a source that is not registered is refused; otherwise the source is registered with it.</summary>
    public bool RefuseUnknownSources { get; init; }
}
