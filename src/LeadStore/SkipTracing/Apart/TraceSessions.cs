using LeadStore.Engine;

namespace LeadStore.SkipTracing;

/// <summary>
/// Where an operation on traces works: the session of the store, and that of what holds the traces. It is the same one, unless the traces are
/// in a file of their own.
/// </summary>
/// <param name="Store">Leads, properties, costs, and the calls that are under way.</param>
/// <param name="Traces">Traces, and the phones and emails that they have found.</param>
/// <param name="Deleted">
/// The leads that the store has deleted and whose traces the other file has still; null if there are none. Nobody is to see those.
/// </param>
/// <param name="Kept">Takes the traces from which something follows for the store; null where they are in its file, or nothing is written.</param>
internal readonly record struct TraceSessions(
    Session Store, Session Traces, IReadOnlySet<long>? Deleted = null, List<long>? Kept = null)
{
    public bool AreApart => !ReferenceEquals(Store, Traces);

    /// <summary>Whether the lead of a trace is deleted, so that the trace is to count as deleted with it.</summary>
    public bool IsDeleted(long leadId) => Deleted is not null && Deleted.Contains(leadId);
}
