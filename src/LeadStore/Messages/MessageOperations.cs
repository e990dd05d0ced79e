using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.Reminders;
using LeadStore.Validation;

namespace LeadStore.Messages;

/// <summary>The verbs on messages, each written once for every engine and for both ways of calling it.</summary>
internal static class MessageOperations
{
    public static ValueTask<Message> Create(Session session, (long LeadId, MessageSender Sender, string Content, DateTimeOffset? SentAt) call)
    {
        Validator validator = new();
        validator.Defined(nameof(Message.Sender), call.Sender);
        string content = validator.Required(nameof(Message.Content), call.Content, Limits.MessageContent);
        validator.ThrowIfAny();
        return Append(
            session,
            new Message
            {
                LeadId = call.LeadId,
                Sender = call.Sender,
                Content = content,
                SentAt = Instant.Stored(call.SentAt ?? session.Now),
            });
    }

    public static async ValueTask<IReadOnlyList<Message>> History(Session session, (long LeadId, int? Last) call)
    {
        if (call.Last is not { } last)
        {
            return await WholeHistory(session, call.LeadId);
        }

        ArgumentOutOfRangeException.ThrowIfNegative(last);
        Query<Message> query = await IsOutOfOrder(session, call.LeadId) ? MessageSql.LastSorted : MessageSql.Last;
        List<Message> newestFirst = await session.All(query, [call.LeadId, last]);
        newestFirst.Reverse();
        return newestFirst;
    }

    public static async ValueTask<MessagePage> List(Session session, (long LeadId, string? Cursor, int PageSize) call)
    {
        Cursor after = Cursor.Parse(call.Cursor, ifNone: Cursor.First);
        Cursor.CheckPageSize(call.PageSize);
        List<Message> messages = await IsOutOfOrder(session, call.LeadId)
            ? await session.All(MessageSql.PageSorted, [call.LeadId, after.Time, after.Id, call.PageSize + 1])
            : await session.All(MessageSql.Page, [call.LeadId, after.Id, call.PageSize + 1]);
        return new MessagePage(messages, Cursor.CutPage(messages, call.PageSize, last => new Cursor(last.SentAt, last.Id)));
    }

    public static async ValueTask<LeadConversation?> GetWithHistory(Session session, (string Phone, int? Last) call) =>
        await LeadOperations.GetByPhone(session, call.Phone) is { } lead
            ? new LeadConversation(lead, await History(session, (lead.Id, call.Last)))
            : null;

    /// <summary>
    /// The whole flow of an inbound message: know the message again, or find, restore or create the person, store the message, note the
    /// contact, start the reminders anew, and read the conversation.
    /// </summary>
    public static async ValueTask<InboundResult> Ingest(Session session, InboundMessage inbound)
    {
        ArgumentNullException.ThrowIfNull(inbound, "message");
        Validator validator = new();
        PhoneNumber? from = validator.Phone(nameof(InboundMessage.From), inbound.From, session.Rules.DefaultRegion);
        string body = validator.Required(nameof(InboundMessage.Body), inbound.Body, Limits.MessageContent);
        string? sourceId = validator.Optional(nameof(InboundMessage.SourceId), inbound.SourceId, Limits.SourceId);
        validator.Word(nameof(InboundMessage.Channel), inbound.Channel.Value);
        validator.ThrowIfAny();

        if (sourceId is not null && await session.First(MessageSql.BySource, [inbound.Channel.Value, sourceId]) is { } stored)
        {
            return await Result(session, await LeadOperations.GetRequired(session, stored.LeadId), stored, new InboundOutcome { IsDuplicate = true });
        }

        DateTimeOffset receivedAt = Instant.Stored(inbound.ReceivedAt ?? session.Now);
        Lead? known = await LeadOperations.GetByPhone(session, from.GetValueOrDefault());
        Lead lead = known is null
            ? await LeadOperations.CreateFromInbound(session, from.GetValueOrDefault(), InboundSource(inbound.Channel), receivedAt)
            : await LeadOperations.BringBack(session, known);
        Message message = await Append(
            session,
            new Message
            {
                LeadId = lead.Id,
                Sender = MessageSender.Customer,
                Content = body,
                SentAt = receivedAt,
                Channel = inbound.Channel,
                SourceId = sourceId,
            });
        lead = lead with
        {
            LastContactAt = LeadRules.Later(lead.LastContactAt, receivedAt),
            LastCustomerMessageAt = LeadRules.Later(lead.LastCustomerMessageAt ?? receivedAt, receivedAt),
        };
        return await Result(session, lead, message, new InboundOutcome { IsNew = known is null, WasRestored = known is { Archived: true } });
    }

    // As much of the channel as the word has room for.
    private static LeadSource InboundSource(Channel channel)
    {
        string word = $"inbound_{channel.Value}";
        return word.Length <= Vocabulary.LongestWord ? word : word[..Vocabulary.LongestWord];
    }

    private static async ValueTask<InboundResult> Result(Session session, Lead lead, Message message, InboundOutcome outcome) => new()
    {
        Lead = lead,
        Message = message,
        History = await WholeHistory(session, lead.Id),
        IsNew = outcome.IsNew,
        WasRestored = outcome.WasRestored,
        IsDuplicate = outcome.IsDuplicate,
        IsAssistantPaused = lead.IsAssistantPaused(session.Now),
    };

    private static async ValueTask<bool> IsOutOfOrder(Session session, long leadId) => await session.First(MessageSql.OutOfOrder, [leadId]) != 0;

    // Read as they lie: to see that they lie in order costs nothing beside reading them.
    private static async ValueTask<List<Message>> WholeHistory(Session session, long leadId)
    {
        List<Message> messages = await session.All(MessageSql.All, [leadId]);
        for (int i = 1; i < messages.Count; i++)
        {
            if (messages[i].SentAt < messages[i - 1].SentAt)
            {
                return [.. messages.OrderBy(message => message.SentAt).ThenBy(message => message.Id)];
            }
        }

        return messages;
    }

    private static async ValueTask<Message> Append(Session session, Message message)
    {
        bool byCustomer = message.Sender == MessageSender.Customer;
        Command touch = byCustomer ? MessageSql.TouchLeadByCustomer : MessageSql.TouchLead;
        if (await session.Execute(touch, [message.LeadId, message.SentAt]) == 0)
        {
            throw new LeadNotFoundException(message.LeadId);
        }

        long id = await session.Insert(
            MessageSql.Insert,
            [message.LeadId, MessageSql.Word(message.Sender), message.Content, message.SentAt, message.Channel?.Value, message.SourceId]);
        if (byCustomer)
        {
            await ReminderOperations.Arm(session, message.LeadId, message.SentAt);
        }

        return message with { Id = id };
    }

    private readonly record struct InboundOutcome(bool IsNew, bool WasRestored, bool IsDuplicate);
}
