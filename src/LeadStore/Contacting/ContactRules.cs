namespace LeadStore;

/// <summary>
/// Whether and when a lead may be contacted. Both rules are about every channel but email. Immutable: change it with
/// <see cref="ContactRuleStore.Set"/> and a <c>with</c> expression.
/// </summary>
public sealed record ContactRules
{
    /// <summary>The lead.</summary>
    public long LeadId { get; init; }

    /// <summary>Whether the lead must not be called or written to, but for email. Default false.</summary>
    public bool DoNotCall { get; init; }

    /// <summary>
    /// The time zone where the lead is, by its IANA name, for example <c>America/Chicago</c>; a Windows name is stored by its IANA name.
    /// <see langword="null"/> if unknown; quiet hours need one.
    /// </summary>
    public string? TimeZone { get; init; }

    /// <summary>
    /// When the quiet hours begin by a clock on the lead's wall, in whole minutes; <see langword="null"/> if there are none. The window may
    /// go over midnight.
    /// </summary>
    public TimeOnly? QuietFrom { get; init; }

    /// <summary>When the quiet hours end: the first minute that is not quiet any more. Set together with <see cref="QuietFrom"/>.</summary>
    public TimeOnly? QuietUntil { get; init; }

    /// <summary>Names the lead by its id.</summary>
    public override string ToString() => $"Contact rules of lead {LeadId}{(DoNotCall ? ": do not call" : "")}";
}
