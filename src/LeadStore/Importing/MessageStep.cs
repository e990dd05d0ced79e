using LeadStore.Attributes;
using LeadStore.Engine;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>Stores messages, those of one lead together: the source brings them so if it can sort.</summary>
internal sealed class MessageStep(ImportContext context, TablePlan plan, TableTally tally, MessageWriter writer, LeadRows rows)
    : ImportStep(context, plan, tally)
{
    private const int Lead = 1;
    private const int LeadPhone = 2;
    private const int SenderField = 3;
    private const int Content = 4;
    private const int SentAt = 5;
    private const int ChannelField = 6;
    private const int SourceId = 7;

    // Words of other systems for those who write.
    private static readonly Dictionary<string, MessageSender> Senders = new(StringComparer.OrdinalIgnoreCase)
    {
        ["customer"] = MessageSender.Customer,
        ["user"] = MessageSender.Customer,
        ["client"] = MessageSender.Customer,
        ["lead"] = MessageSender.Customer,
        ["contact"] = MessageSender.Customer,
        ["inbound"] = MessageSender.Customer,
        ["incoming"] = MessageSender.Customer,
        ["received"] = MessageSender.Customer,
        ["assistant"] = MessageSender.Assistant,
        ["bot"] = MessageSender.Assistant,
        ["ai"] = MessageSender.Assistant,
        ["outbound"] = MessageSender.Assistant,
        ["outgoing"] = MessageSender.Assistant,
        ["sent"] = MessageSender.Assistant,
        ["agent"] = MessageSender.Agent,
        ["human"] = MessageSender.Agent,
        ["operator"] = MessageSender.Agent,
        ["staff"] = MessageSender.Agent,
        ["system"] = MessageSender.System,
    };

    /// <inheritdoc/>
    public override IReadOnlyList<string> OrderBy => Plan.OrderBy("lead", "lead_phone", "sent_at");

    /// <inheritdoc/>
    public override async ValueTask Take(Session session, ImportRow row)
    {
        Row.Fill(row);
        string? key = Row.Text(Lead, Limits.ExternalKey);
        string? phone = Row.Has(LeadPhone) ? Row.Exact(LeadPhone, Limits.ExternalKey) : null;
        long lead = Row.Rejection is null ? await Context.FindLead(session, key, phone) : 0;
        if (lead == 0)
        {
            Row.Reject(Rejection.UnknownLead);
        }

        ImportedMessage message = Read();
        bool saysNothing = string.IsNullOrWhiteSpace(message.Content);
        if (!saysNothing)
        {
            Require(SenderField, "who sent the message");
            Require(SentAt, "when the message was sent");
        }

        if (Row.Rejection is { } rejection)
        {
            Reject(row, rejection);
        }
        else if (saysNothing)
        {
            // A message needs a text; what has none is kept all the same.
            await rows.Add(session, lead, Plan.Attribute, RowAsJson(row, Lead, LeadPhone), Tally);
        }
        else
        {
            await writer.Add(session, lead, message);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask Settle(Session session)
    {
        await writer.Settle(session);
        await rows.Flush(session);
    }

    private ImportedMessage Read()
    {
        string? sourceId = Row.Text(SourceId, Limits.SourceId);
        string? channel = Row.Text(ChannelField, Vocabulary.LongestWord);
        if (channel is not null)
        {
            channel = Vocabulary.Normalize(channel);
            if (!Vocabulary.IsWord(channel))
            {
                Row.Check(ChannelField, validator => validator.Word("", channel));
            }
        }

        return new ImportedMessage
        {
            Sender = Sender(),
            Content = Row.Exact(Content, Limits.MessageContent) ?? "",
            SentAt = Row.Time(SentAt) ?? default,

            // The provider's id means something on its channel alone.
            Channel = channel ?? (sourceId is null ? null : Channel.Sms.Value),
            SourceId = sourceId,
            SourceIdColumn = sourceId is null ? null : Row.Column(SourceId),
            Attributes = Row.Attributes()?.ToJson(),
            Tally = Tally,
        };
    }

    private MessageSender Sender()
    {
        if (Row.Text(SenderField, Vocabulary.LongestWord) is not { } word)
        {
            return default;
        }

        if (Senders.TryGetValue(word, out MessageSender sender))
        {
            return sender;
        }

        Row.Reject(SenderField, "unknown_sender", "is none of customer, assistant, agent, system. Say in the mapping which word means which.");
        return default;
    }

    private void Require(int field, string what)
    {
        if (!Row.Has(field))
        {
            Row.Reject(Rejection.Required(Row.Column(field), what));
        }
    }
}

/// <summary>A message of another system, ready to be stored.</summary>
internal readonly record struct ImportedMessage
{
    public MessageSender Sender { get; init; }

    public string Content { get; init; }

    public DateTimeOffset SentAt { get; init; }

    public string? Channel { get; init; }

    public string? SourceId { get; init; }

    /// <summary>The column that it stood in.</summary>
    public string? SourceIdColumn { get; init; }

    /// <summary>As a JSON object; null if there are none.</summary>
    public string? Attributes { get; init; }

    public TableTally Tally { get; init; }

    /// <summary>The same with its id among the attributes: another message has it.</summary>
    public ImportedMessage WithoutSourceId()
    {
        AttributeBag attributes = AttributeBag.Parse(Attributes);
        attributes.Set(SourceIdColumn!, JsonText.String(SourceId!));
        return this with { SourceId = null, Attributes = attributes.ToJson() };
    }

    /// <summary>Never the content: it is a person's.</summary>
    public override string ToString() => nameof(ImportedMessage);
}
