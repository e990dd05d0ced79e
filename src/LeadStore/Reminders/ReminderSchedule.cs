namespace LeadStore;

/// <summary>The next reminder of a lead.</summary>
/// <param name="LeadId">The lead.</param>
/// <param name="Step">Which reminder: 1 for the first since the customer's last message.</param>
/// <param name="DueAt">When it is due.</param>
public sealed record ReminderSchedule(long LeadId, int Step, DateTimeOffset DueAt);
