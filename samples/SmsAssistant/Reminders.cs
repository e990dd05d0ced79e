using LeadStore;

namespace SmsAssistant;

/// <summary>Hands a message to the provider. An exception means that it was not sent.</summary>
public delegate Task SendMessage(Lead lead, Reminder reminder, string text, CancellationToken cancellationToken);

/// <summary>Reminds customers who have not answered. Any number of workers may run it at once: no reminder is claimed twice.</summary>
public sealed class Reminders(ILeadStore store, SendMessage send)
{
    /// <summary>Sends what is due now.</summary>
    /// <returns>How many were sent.</returns>
    public async Task<int> SendDueAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string> questions = await store.Settings.GetAsync(LeadSettings.Questions, cancellationToken);
        int sent = 0;
        foreach (Reminder reminder in await store.Reminders.ClaimDueAsync(cancellationToken: cancellationToken))
        {
            // The claim may be minutes old by now: look again whether the customer still wants to hear from us.
            if (await store.GetLeadAsync(reminder.LeadId, cancellationToken) is not { Archived: false } lead || Desk.HasOptedOut(lead))
            {
                continue;
            }

            // Sent first and noted afterwards: if sending fails, the claim lapses after its lease and the reminder is due again.
            string text = Text(lead, reminder.Step, questions);
            await send(lead, reminder, text, cancellationToken);
            await store.InTransactionAsync(
                async tx =>
                {
                    await tx.CreateMessageAsync(lead.Id, MessageSender.Assistant, text, cancellationToken: cancellationToken);
                    await tx.Reminders.MarkSentAsync(reminder, cancellationToken);
                },
                cancellationToken);
            sent++;
        }

        return sent;
    }

    private static string Text(Lead lead, int step, IReadOnlyList<string> questions)
    {
        string question = Assistant.OpenQuestion(lead, questions) ?? "Is there anything else you need?";
        return step == 1 ? $"Whenever you have a minute: {question}" : $"We are still here to help. {question}";
    }
}
