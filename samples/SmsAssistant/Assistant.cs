using LeadStore;

namespace SmsAssistant;

/// <summary>
/// Decides what to answer. It holds an <see cref="ILeadStore"/> and calls asynchronous verbs alone, so it does not care which engine is
/// behind them. Safe to use from any thread: it keeps nothing, the store does.
/// </summary>
public sealed class Assistant(ILeadStore store)
{
    // Longer texts are kept as messages but are nobody's answer to a question; Twilio sends at most this much in one piece.
    private const int LongestAnswer = 1600;

    private static readonly HashSet<string> OptOutWords = ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"];
    private static readonly HashSet<string> OptInWords = ["START", "UNSTOP"];

    /// <summary>The key under which the answer to a question is kept.</summary>
    /// <param name="index">Its place among the questions, from 0.</param>
    public static string AnswerKey(int index) => $"question_{index + 1}";

    /// <summary>The first question that a lead has not answered; null if there is none.</summary>
    public static string? OpenQuestion(Lead lead, IReadOnlyList<string> questions)
    {
        int index = OpenQuestionIndex(lead, questions);
        return index < 0 ? null : questions[index];
    }

    /// <summary>
    /// Takes in one message and answers it. Everything that follows from a message is one transaction: when a server dies in the middle,
    /// nothing of it is stored, the provider sends the webhook again, and it is handled as if for the first time.
    /// </summary>
    /// <remarks>
    /// Where a language model writes the answers, do not wait for it in here, for a transaction holds the only writer: ingest, then ask
    /// the model with <see cref="InboundResult.History"/>, then store its reply; and let a retry ask again while no reply is stored.
    /// </remarks>
    /// <exception cref="LeadValidationException">The sender is no phone number, or a text cannot be stored.</exception>
    public ValueTask<Turn> AnswerAsync(InboundSms sms, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sms);
        return store.InTransactionAsync(tx => AnswerWithinAsync(tx, sms, cancellationToken), cancellationToken);
    }

    private static async ValueTask<Turn> AnswerWithinAsync(ILeadStore tx, InboundSms sms, CancellationToken cancellationToken)
    {
        // One call: a retry is recognised, the person found, restored or created, the message stored, the conversation read.
        InboundResult inbound = await tx.IngestInboundAsync(
            new InboundMessage { From = sms.From, Body = sms.Text, Channel = sms.Channel, SourceId = sms.MessageSid }, cancellationToken);
        if (inbound.IsDuplicate)
        {
            return new Turn { Inbound = inbound, Lead = inbound.Lead, Replies = RepliesTo(inbound) };
        }

        Lead lead = inbound.Lead;
        if (lead.Name is null && !string.IsNullOrWhiteSpace(sms.ProfileName))
        {
            lead = await tx.UpdateLeadAsync(lead.Id, stored => stored with { Name = sms.ProfileName }, cancellationToken);
        }

        string? reply = await DecideAsync(tx, sms, inbound, lead, cancellationToken);
        if (reply is not null)
        {
            // The reply has the time of the message that it answers. That ties the two together: see RepliesTo.
            await tx.CreateMessageAsync(lead.Id, MessageSender.Assistant, reply, inbound.Message.SentAt, cancellationToken);
        }

        return new Turn
        {
            Inbound = inbound,
            Lead = await tx.GetRequiredLeadAsync(lead.Id, cancellationToken),
            Replies = reply is null ? [] : [reply],
        };
    }

    /// <summary>What was answered when a message came for the first time.</summary>
    private static string[] RepliesTo(InboundResult inbound) =>
        [.. inbound.History
            .SkipWhile(message => message.Id != inbound.Message.Id)
            .Skip(1)
            .TakeWhile(message => message.Sender == MessageSender.Assistant && message.SentAt == inbound.Message.SentAt)
            .Select(message => message.Content)];

    /// <summary>The reply, or null to be silent.</summary>
    private static async ValueTask<string?> DecideAsync(
        ILeadStore tx, InboundSms sms, InboundResult inbound, Lead lead, CancellationToken cancellationToken)
    {
        // Before everything else, and also while a person has taken over: who says stop is left alone.
        string keyword = sms.Body.Trim().TrimEnd('.', '!').ToUpperInvariant();
        if (OptOutWords.Contains(keyword))
        {
            if (Desk.HasOptedOut(lead))
            {
                return null;
            }

            await tx.PauseAssistantAsync(lead.Id, Desk.Customer, reason: "opted out", cancellationToken: cancellationToken);
            return "You will get no more messages from us. Reply START if you change your mind.";
        }

        IReadOnlyList<string> questions = await tx.Settings.GetAsync(LeadSettings.Questions, cancellationToken);
        if (OptInWords.Contains(keyword) && Desk.HasOptedOut(lead))
        {
            lead = await tx.ResumeAssistantAsync(lead.Id, cancellationToken);
            return Joined($"Welcome back{Named(lead)}!", OpenQuestion(lead, questions));
        }

        if (inbound.IsAssistantPaused)
        {
            return null;
        }

        if (lead.Mode == ConversationMode.FreeChat || questions.Count == 0)
        {
            return FreeChat(sms, inbound, lead);
        }

        if (lead.Status == LeadStatus.New)
        {
            return await GreetAsync(tx, lead, questions, cancellationToken);
        }

        if (inbound.WasRestored)
        {
            return Joined($"Welcome back{Named(lead)}! We still have everything you told us.", OpenQuestion(lead, questions));
        }

        return await TakeAnswerAsync(tx, sms, lead, questions, cancellationToken);
    }

    private static async ValueTask<string> GreetAsync(
        ILeadStore tx, Lead lead, IReadOnlyList<string> questions, CancellationToken cancellationToken)
    {
        string me = await tx.Settings.GetAsync(LeadSettings.AssistantName, cancellationToken);
        string business = await tx.Settings.GetAsync(StoreSetup.BusinessName, cancellationToken);
        await tx.UpdateLeadAsync(lead.Id, stored => stored with { Status = LeadStatus.Active }, cancellationToken);
        return Joined(
            $"Hello{Named(lead)}, this is {me} of {business}.",
            OpenQuestion(lead, questions),
            "(STOP ends this.)");
    }

    /// <summary>The customer has been asked something: takes the text as the answer and asks the next question.</summary>
    private static async ValueTask<string> TakeAnswerAsync(
        ILeadStore tx, InboundSms sms, Lead lead, IReadOnlyList<string> questions, CancellationToken cancellationToken)
    {
        int index = OpenQuestionIndex(lead, questions);
        if (index >= 0)
        {
            if (!sms.HasText || sms.Body.Length > LongestAnswer)
            {
                return Joined("Thank you, we have that.", questions[index]);
            }

            if (sms.Body.TrimEnd().EndsWith('?'))
            {
                return Joined("A colleague will answer that today. Meanwhile:", questions[index]);
            }

            lead = await tx.SetAnswerAsync(lead.Id, AnswerKey(index), sms.Body.Trim(), cancellationToken);
        }

        if (OpenQuestion(lead, questions) is { } next)
        {
            int answered = questions.Where((_, i) => lead.Answers.ContainsKey(AnswerKey(i))).Count();
            await tx.UpdateLeadAsync(lead.Id, stored => stored with { Progress = 100 * answered / questions.Count }, cancellationToken);
            return Joined("Got it.", next);
        }

        lead = await tx.QualifyLeadAsync(lead.Id, cancellationToken: cancellationToken);

        // A lead can be qualified again (RequalifyLead); the welcome gift is for the first time. The note that it was given is part of
        // this transaction, so it is given with the reply or not at all, whichever server handles the message.
        bool firstTime = await tx.TryOnceAsync(lead.Id, "welcome_gift", cancellationToken);
        return Joined(
            $"Thank you{Named(lead)}, that is everything. You get your price today.",
            firstTime ? "And a welcome gift: delivery is on us." : null);
    }

    // A rule of three lines stands where your own answers go. The answers and the whole conversation are at hand.
    private static string FreeChat(InboundSms sms, InboundResult inbound, Lead lead)
    {
        string enquiry = lead.Answers.Count == 0 ? "" : $" It is about: {string.Join("; ", lead.Answers.Values)}.";
        return inbound.WasRestored ? $"Welcome back{Named(lead)}! What can we do for you?"
            : sms.Body.Contains('?', StringComparison.Ordinal) ? $"Thank you{Named(lead)}, a colleague will answer that today.{enquiry}"
            : $"Thank you{Named(lead)}, noted. We are here whenever you need us.";
    }

    private static int OpenQuestionIndex(Lead lead, IReadOnlyList<string> questions)
    {
        ArgumentNullException.ThrowIfNull(lead);
        ArgumentNullException.ThrowIfNull(questions);
        for (int i = 0; i < questions.Count; i++)
        {
            if (!lead.Answers.ContainsKey(AnswerKey(i)))
            {
                return i;
            }
        }

        return -1;
    }

    private static string Named(Lead lead) => lead.Name is { } name ? $" {name.Split(' ')[0]}" : "";

    private static string Joined(params ReadOnlySpan<string?> sentences) =>
        string.Join(' ', sentences.ToArray().Where(sentence => sentence is not null));
}
