using LeadStore.Engine;
using LeadStore.Reminders;

namespace LeadStore;

/// <summary>
/// Reminders to customers who have not answered: due at <see cref="LeadSettings.ReminderIntervals"/> after the customer's last message,
/// begun anew when the customer writes, not sent to leads that are archived, qualified or paused. A first reminder that nobody claims
/// within 7 days after it was due is not sent any more, so that imported conversations do not set off a flood. Several workers may claim
/// at once; no two get the same reminder while a claim holds. Reached as <see cref="LeadDatabase.Reminders"/>; safe to use from any thread.
/// </summary>
/// <example>
/// <code>
/// foreach (Reminder reminder in db.Reminders.ClaimDue())
/// {
///     await Send(reminder);
///     db.Reminders.MarkSent(reminder);
/// }
/// </code>
/// </example>
public sealed class ReminderStore
{
    private static readonly TimeSpan DefaultLease = TimeSpan.FromMinutes(5);
    private readonly StoreEngine _engine;

    internal ReminderStore(StoreEngine engine) => _engine = engine;

    /// <summary>Claims reminders that are due, in no particular order.</summary>
    /// <param name="limit">At most how many, 1 to 1000.</param>
    /// <param name="lease">
    /// How long the claim holds, more than zero to 1 day; default 5 minutes. A worker that ends without
    /// <see cref="MarkSent"/> leaves its reminders to others after that.
    /// </param>
    /// <returns>The reminders to send now; empty if none is due. After a bulk import it may take several calls to find all that are.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit or the lease is out of range.</exception>
    public IReadOnlyList<Reminder> ClaimDue(int limit = 100, TimeSpan? lease = null) =>
        _engine.Write(ReminderOperations.ClaimDue, (limit, lease ?? DefaultLease), "Reminders.ClaimDue");

    /// <inheritdoc cref="ClaimDue"/>
    public ValueTask<IReadOnlyList<Reminder>> ClaimDueAsync(
        int limit = 100, TimeSpan? lease = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(ReminderOperations.ClaimDue, (limit, lease ?? DefaultLease), "Reminders.ClaimDue", cancellationToken);

    /// <summary>Says that a claimed reminder was sent; the next one is due after its interval.</summary>
    /// <param name="reminder">What <see cref="ClaimDue"/> returned.</param>
    /// <returns>False if the claim had lapsed and another worker has taken the reminder, or the lead is gone.</returns>
    public bool MarkSent(Reminder reminder) => _engine.Write(ReminderOperations.MarkSent, reminder, "Reminders.MarkSent");

    /// <inheritdoc cref="MarkSent"/>
    public ValueTask<bool> MarkSentAsync(Reminder reminder, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(ReminderOperations.MarkSent, reminder, "Reminders.MarkSent", cancellationToken);

    /// <summary>Gives a claimed reminder back unsent; it is due again at once.</summary>
    /// <param name="reminder">What <see cref="ClaimDue"/> returned.</param>
    /// <returns>False if the claim had lapsed and another worker has taken the reminder, or the lead is gone.</returns>
    public bool Release(Reminder reminder) => _engine.Write(ReminderOperations.Release, reminder, "Reminders.Release");

    /// <inheritdoc cref="Release"/>
    public ValueTask<bool> ReleaseAsync(Reminder reminder, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(ReminderOperations.Release, reminder, "Reminders.Release", cancellationToken);

    /// <summary>The next reminder of a lead; <see langword="null"/> if none is to come.</summary>
    /// <param name="leadId">The lead.</param>
    public ReminderSchedule? Get(long leadId) => _engine.ReadSnapshot(ReminderOperations.Get, leadId, "Reminders.Get");

    /// <inheritdoc cref="Get"/>
    public ValueTask<ReminderSchedule?> GetAsync(long leadId, CancellationToken cancellationToken = default) =>
        _engine.ReadSnapshotAsync(ReminderOperations.Get, leadId, "Reminders.Get", cancellationToken);
}
