namespace LeadStore;

/// <summary>Which property leads a list shows. The default shows all that are not archived; every property that is set narrows it.</summary>
public sealed record PropertyFilter
{
    /// <summary>Also shows archived leads. Default false.</summary>
    public bool IncludeArchived { get; init; }

    /// <summary>Only leads of this temperature.</summary>
    public LeadTemperature? Temperature { get; init; }

    /// <summary>Only properties in which nobody lives (true) or somebody does (false).</summary>
    public bool? IsVacant { get; init; }

    /// <summary>Only properties that are (true) or are not (false) before a probate court.</summary>
    public bool? IsProbate { get; init; }

    /// <summary>Only properties with at least this equity, in its currency; those whose equity is not known are left out.</summary>
    public Money? MinEquity { get; init; }

    /// <summary>Only properties with at least this tax debt, in its currency.</summary>
    public Money? MinTaxDebt { get; init; }

    /// <summary>Only leads with at least this <see cref="PropertyFacts.LeadScore"/>, 0 to 100.</summary>
    public int? MinScore { get; init; }

    /// <summary>Only leads that are not (true) or are (false) on the do-not-call list; see <see cref="ContactRules.DoNotCall"/>.</summary>
    public bool? MayBeCalled { get; init; }

    /// <summary>Only properties whose owner has (true) or has not (false) been traced.</summary>
    public bool? Traced { get; init; }

    /// <summary>Only properties that this kind of list or event brought in.</summary>
    public string? SourceType { get; init; }

    /// <summary>Says which kinds of leads are asked for.</summary>
    public override string ToString() => "Property filter";
}
