using System.IO.Hashing;
using System.Runtime.InteropServices;
using LeadStore.Attributes;
using LeadStore.Engine;
using LeadStore.Messages;
using LeadStore.Reminders;

namespace LeadStore.Importing;

/// <summary>
/// Stores messages lead by lead. A message is known again by the provider's id, else by its lead, time, sender and text: as often as the
/// store had it before the import, as often it is not stored again. One that has the id of another message is another one all the same.
/// </summary>
/// <param name="context">What the steps share.</param>
/// <param name="sorted">Whether the messages of a lead come together: then nothing is remembered of a lead that is done.</param>
/// <param name="intervals">How long after the customer's message each reminder is due.</param>
internal sealed class MessageWriter(ImportContext context, bool sorted, IReadOnlyList<TimeSpan> intervals)
{
    private const int MostWaiting = 4096;

    // As the store does with a first one: what nobody has sent for so long is not sent any more.
    private static readonly TimeSpan LapsesAfter = TimeSpan.FromDays(7);

    private readonly Dictionary<long, Conversation> _conversations = [];
    private readonly List<ImportedMessage> _waiting = [];
    private readonly HashSet<long> _reminded = [];
    private long _lead;

    public async ValueTask Add(Session session, long lead, ImportedMessage message)
    {
        if (lead != _lead)
        {
            await Store(session);
            if (sorted)
            {
                await Finish(session);
            }

            _lead = lead;
        }
        else if (_waiting.Count >= MostWaiting)
        {
            await Store(session);
        }

        _waiting.Add(message);
    }

    /// <summary>Stores what waits, and brings the leads up to it.</summary>
    public async ValueTask Settle(Session session)
    {
        await Store(session);
        await Finish(session);
    }

    private async ValueTask Store(Session session)
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        if (!_conversations.TryGetValue(_lead, out Conversation? conversation))
        {
            Message? last = await session.First(MessageSql.Last, [_lead, 1]);
            long first = MessageId.BeforeFirst(_lead);

            // A lead of this import had none before, whatever this import has stored meanwhile.
            long before = last is null || context.IsOfThisImport(_lead) ? first : last.Id;
            conversation = new Conversation(before) { LastId = last?.Id ?? first, LastSentAt = last?.SentAt ?? DateTimeOffset.MinValue };
            _conversations.Add(_lead, conversation);
        }

        SortByTime();
        foreach (ImportedMessage message in _waiting)
        {
            await Store(session, conversation, message);
        }

        _waiting.Clear();
    }

    private async ValueTask Store(Session session, Conversation conversation, ImportedMessage message)
    {
        Message? withId = message.SourceId is null ? null : await session.First(MessageSql.BySource, [message.Channel, message.SourceId]);
        if (withId is not null && IsSame(withId, conversation, message))
        {
            // Twice in the source, or there before.
            if (withId.Id > conversation.LastIdBefore)
            {
                message.Tally.Merged++;
            }
            else
            {
                message.Tally.Unchanged++;
            }

            return;
        }

        if (conversation.LastIdBefore != MessageId.BeforeFirst(_lead) && await IsKnown(session, conversation, message))
        {
            message.Tally.Unchanged++;
            return;
        }

        message = withId is null ? message : message.WithoutSourceId();
        long id = ++conversation.LastId;
        await session.Execute(
            MessageSql.InsertInPlace,
            [
                id, _lead, MessageSql.Word(message.Sender), message.Content, message.SentAt, message.Channel, message.SourceId,
                message.SentAt < conversation.LastSentAt ? 1 : default(SqlValue),
            ]);
        conversation.LastSentAt = message.SentAt;
        if (message.Attributes is not null)
        {
            await session.Execute(AttributeSql.InsertOfMessage, [id, message.Attributes]);
        }

        message.Tally.Imported++;
        conversation.Note(message);
    }

    // An id that names several messages of a source, a conversation's perhaps, tells none of them.
    private bool IsSame(Message withId, Conversation conversation, in ImportedMessage message) => withId.LeadId == _lead
        && (withId.Id <= conversation.LastIdBefore
            || (withId.Sender == message.Sender && withId.SentAt == message.SentAt && withId.Content == message.Content));

    private async ValueTask<bool> IsKnown(Session session, Conversation conversation, ImportedMessage message)
    {
        if (conversation.Before is null)
        {
            conversation.Before = [];
            foreach (Message before in await session.All(MessageSql.All, [_lead]))
            {
                if (before.Id <= conversation.LastIdBefore)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(conversation.Before, Print(before.Sender, before.SentAt, before.Content), out _)++;
                }
            }
        }

        ulong print = Print(message.Sender, message.SentAt, message.Content);
        if (conversation.Before.GetValueOrDefault(print) == 0)
        {
            return false;
        }

        conversation.Before[print]--;
        return true;
    }

    private static ulong Print(MessageSender sender, DateTimeOffset sentAt, string content) =>
        XxHash3.HashToUInt64(MemoryMarshal.AsBytes(content.AsSpan()), unchecked((Instant.ToMicroseconds(sentAt) << 2) + (long)sender));

    // A list that is in order already, as it is from a source that sorts, is left alone.
    private void SortByTime()
    {
        for (int i = 1; i < _waiting.Count; i++)
        {
            if (_waiting[i].SentAt < _waiting[i - 1].SentAt)
            {
                List<ImportedMessage> sortedByTime = [.. _waiting.OrderBy(message => message.SentAt)];
                _waiting.Clear();
                _waiting.AddRange(sortedByTime);
                return;
            }
        }
    }

    private async ValueTask Finish(Session session)
    {
        foreach ((long lead, Conversation conversation) in _conversations)
        {
            await Finish(session, lead, conversation);
        }

        if (sorted && _conversations.Count > 1)
        {
            // The one whose messages are being read goes on.
            _conversations.Remove(_lead, out Conversation? current);
            _conversations.Clear();
            if (current is not null)
            {
                _conversations.Add(_lead, current);
            }
        }
    }

    // What the verbs do with each message, once for all of a lead.
    private async ValueTask Finish(Session session, long lead, Conversation conversation)
    {
        if (conversation.LastContactAt is { } contact)
        {
            await session.Execute(ImportSql.NoteContact, [lead, contact]);
        }

        if (conversation.LastByCustomerAt is { } byCustomer)
        {
            await session.Execute(ImportSql.NoteCustomerMessage, [lead, byCustomer]);
            await ReminderOperations.Arm(session, lead, byCustomer);
            if (context.Reminded.TryGetValue(lead, out LeadDraft? draft))
            {
                _reminded.Add(lead);
                await GoOnWithReminders(session, lead, draft.RemindersSent, byCustomer);
            }
        }

        conversation.LastContactAt = null;
        conversation.LastByCustomerAt = null;
    }

    /// <summary>Notes the reminders of leads whose messages did not come.</summary>
    public async ValueTask NoteReminders(Session session)
    {
        foreach ((long lead, LeadDraft draft) in context.Reminded.Where(pair => !_reminded.Contains(pair.Key)))
        {
            DateTimeOffset countsFrom = draft.LastCustomerMessageAt ?? draft.Lead.LastContactAt;
            await ReminderOperations.Arm(session, lead, countsFrom);
            await GoOnWithReminders(session, lead, draft.RemindersSent, countsFrom);
        }

    }

    private async ValueTask GoOnWithReminders(Session session, long lead, int sent, DateTimeOffset countsFrom)
    {
        DateTimeOffset dueAt = sent < intervals.Count && countsFrom <= DateTimeOffset.MaxValue - intervals[sent] ? countsFrom + intervals[sent] : countsFrom;
        bool isOver = sent >= intervals.Count || context.Now - dueAt > LapsesAfter;
        await session.Execute(
            ReminderSql.Update, [lead, sent + 1, countsFrom, dueAt, isOver ? default(SqlValue) : dueAt, default(SqlValue)]);
    }

    private sealed class Conversation(long lastIdBefore)
    {
        public long LastIdBefore { get; } = lastIdBefore;

        public long LastId { get; set; } = lastIdBefore;

        /// <summary>When the one with that id was sent.</summary>
        public DateTimeOffset LastSentAt { get; set; }

        /// <summary>How often the store had each message before; null until somebody asks.</summary>
        public Dictionary<ulong, int>? Before { get; set; }

        public DateTimeOffset? LastContactAt { get; set; }

        public DateTimeOffset? LastByCustomerAt { get; set; }

        public void Note(in ImportedMessage message)
        {
            if (LastContactAt is null || message.SentAt > LastContactAt)
            {
                LastContactAt = message.SentAt;
            }

            if (message.Sender == MessageSender.Customer && (LastByCustomerAt is null || message.SentAt > LastByCustomerAt))
            {
                LastByCustomerAt = message.SentAt;
            }
        }
    }
}
