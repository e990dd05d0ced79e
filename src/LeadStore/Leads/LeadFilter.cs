namespace LeadStore;

/// <summary>Which leads a list shows. The default shows all that are not archived; every property that is set narrows it.</summary>
public sealed record LeadFilter
{
    /// <summary>Also shows archived leads. Default false.</summary>
    public bool IncludeArchived { get; init; }

    /// <summary>Only leads of this status.</summary>
    public LeadStatus? Status { get; init; }

    /// <summary>Only leads from this source.</summary>
    public LeadSource? Source { get; init; }

    /// <summary>Only leads that are (true) or are not (false) qualified.</summary>
    public bool? Qualified { get; init; }

    /// <summary>Only leads whose last contact was at this time or later.</summary>
    public DateTimeOffset? LastContactFrom { get; init; }

    /// <summary>Only leads whose last contact was before this time.</summary>
    public DateTimeOffset? LastContactBefore { get; init; }
}
