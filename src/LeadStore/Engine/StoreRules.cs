namespace LeadStore.Engine;

/// <summary>What every operation of one store holds to; fixed when the store is opened.</summary>
internal sealed record StoreRules
{
    public required TimeProvider Clock { get; init; }

    /// <summary>ISO 3166 region that makes a national phone number a number; null where there is none.</summary>
    public string? DefaultRegion { get; init; }

    /// <summary>The only statuses that are accepted, the one of a new lead first; null where any word is.</summary>
    public IReadOnlyList<string>? ClosedStatuses { get; init; }

    /// <summary>The status of a new lead about which nothing else was said.</summary>
    public string InitialStatus => WordOrFirst("new");

    /// <summary>The status of a lead whose qualification begins anew.</summary>
    public string RestartedStatus => WordOrFirst("active");

    /// <summary>Who sees the statements.</summary>
    public StatementWatch Statements { get; init; } = StatementWatch.Nobody;

    private string WordOrFirst(string word) => ClosedStatuses is null || ClosedStatuses.Contains(word) ? word : ClosedStatuses[0];

    /// <summary>True where a lead from a source that is not registered is refused; otherwise the source is registered with it.</summary>
    public bool RefuseUnknownSources { get; init; }
}
