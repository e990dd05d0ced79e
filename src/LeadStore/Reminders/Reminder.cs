namespace LeadStore;

/// <summary>A reminder that this worker has claimed and should send now.</summary>
/// <param name="LeadId">The lead to remind.</param>
/// <param name="Step">Which reminder: 1 for the first since the customer's last message.</param>
/// <param name="LastCustomerMessageAt">The message that has stayed without a sequel.</param>
/// <param name="ClaimedUntil">When the claim lapses and another worker may take it.</param>
/// <param name="Claim">What tells this claim from another of the same reminder.</param>
public sealed record Reminder(long LeadId, int Step, DateTimeOffset LastCustomerMessageAt, DateTimeOffset ClaimedUntil, Guid Claim);
