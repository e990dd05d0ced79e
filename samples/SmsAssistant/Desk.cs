using LeadStore;

namespace SmsAssistant;

/// <summary>What people at the desk do with a conversation.</summary>
public sealed class Desk(ILeadStore store)
{
    /// <summary>Who has paused the assistant when the customer asked to be left alone.</summary>
    public const string Customer = "customer";

    /// <summary>Whether the customer has asked for no more messages. Only the customer takes that back.</summary>
    public static bool HasOptedOut(Lead lead)
    {
        ArgumentNullException.ThrowIfNull(lead);
        return lead.AssistantPause is { By: Customer };
    }

    public ValueTask<bool> ArchiveAsync(long leadId, CancellationToken cancellationToken = default) =>
        store.ArchiveLeadAsync(leadId, cancellationToken);

    public ValueTask<bool> RestoreAsync(long leadId, CancellationToken cancellationToken = default) =>
        store.RestoreLeadAsync(leadId, cancellationToken);

    /// <summary>Keeps the assistant out of a conversation.</summary>
    /// <returns>False if the customer has opted out; then nothing is changed.</returns>
    public ValueTask<bool> PauseAsync(
        long leadId, string by, DateTimeOffset? until = null, string? reason = null, CancellationToken cancellationToken = default) =>
        UnlessOptedOutAsync(leadId, tx => tx.PauseAssistantAsync(leadId, by, until, reason, cancellationToken), cancellationToken);

    /// <summary>Lets the assistant answer again.</summary>
    /// <returns>False if the customer has opted out; then nothing is changed.</returns>
    public ValueTask<bool> ResumeAsync(long leadId, CancellationToken cancellationToken = default) =>
        UnlessOptedOutAsync(leadId, tx => tx.ResumeAssistantAsync(leadId, cancellationToken), cancellationToken);

    // Look and change in one transaction: a STOP that arrives between the two would be lost otherwise.
    private ValueTask<bool> UnlessOptedOutAsync(
        long leadId, Func<ILeadStore, ValueTask<Lead>> change, CancellationToken cancellationToken) =>
        store.InTransactionAsync(
            async tx =>
            {
                if (HasOptedOut(await tx.GetRequiredLeadAsync(leadId, cancellationToken)))
                {
                    return false;
                }

                await change(tx);
                return true;
            },
            cancellationToken);
}
