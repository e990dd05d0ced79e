namespace LeadStore;

/// <summary>
/// The statuses that a store accepts; see <see cref="LeadDatabaseOptions.Statuses"/>. Immutable. Where a set lacks <c>new</c> a new lead
/// gets its first status, and where it lacks <c>active</c> so does a lead that is requalified; <see cref="LeadDatabase.QualifyLead"/> needs
/// <c>qualified</c>. Leads that have another status from before keep it until it is changed.
/// </summary>
public sealed class StatusSet
{
    private StatusSet(IReadOnlyList<string>? closed) => Closed = closed;

    /// <summary>Every word. The default.</summary>
    public static StatusSet Any { get; } = new(closed: null);

    /// <summary>An SMS assistant's: new, active, qualified.</summary>
    public static StatusSet Sms { get; } = new(["new", "active", "qualified"]);

    /// <summary>A sales desk's: new, contacted, qualified, proposal, negotiation, closed_won, closed_lost, nurturing.</summary>
    public static StatusSet Sales { get; } =
        new(["new", "contacted", "qualified", "proposal", "negotiation", "closed_won", "closed_lost", "nurturing"]);

    /// <summary>An outreach pipeline's: raw, scraped, enriched, engaged.</summary>
    public static StatusSet Pipeline { get; } = new(["raw", "scraped", "enriched", "engaged"]);

    /// <summary>The words of the set; <see langword="null"/> for <see cref="Any"/>.</summary>
    internal IReadOnlyList<string>? Closed { get; }

    /// <summary>A set of one's own.</summary>
    /// <param name="statuses">Every status that a lead may have, that of a new lead first; at least one.</param>
    /// <exception cref="ArgumentException">There is none, or one is no word (see <see cref="LeadStatus"/>).</exception>
    public static StatusSet Of(params IReadOnlyList<LeadStatus> statuses)
    {
        ArgumentNullException.ThrowIfNull(statuses);
        if (statuses.Count == 0 || statuses.Any(status => !Vocabulary.IsWord(status.Value)))
        {
            throw new ArgumentException("A status set needs at least one status, each 1 to 64 letters, digits, '_', '-', '.' or spaces.", nameof(statuses));
        }

        return new StatusSet([.. statuses.Select(status => status.Value).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Whether the set has a status.</summary>
    public bool Contains(LeadStatus status) => Closed is null || Closed.Contains(status.Value);
}
