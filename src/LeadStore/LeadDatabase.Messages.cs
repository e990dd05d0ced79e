using LeadStore.Messages;

namespace LeadStore;

// The verbs of messages and conversations.
public sealed partial class LeadDatabase
{
    /// <inheritdoc cref="ILeadStore.GetLeadWithHistoryAsync(string, int?, CancellationToken)"/>
    public LeadConversation? GetLeadWithHistory(string phone, int? last = null) =>
        _engine.ReadSnapshot(MessageOperations.GetWithHistory, (phone, last), nameof(GetLeadWithHistory));

    /// <inheritdoc/>
    public ValueTask<LeadConversation?> GetLeadWithHistoryAsync(
        string phone, int? last = null, CancellationToken cancellationToken = default) =>
        _engine.ReadSnapshotAsync(MessageOperations.GetWithHistory, (phone, last), nameof(GetLeadWithHistory), cancellationToken);

    /// <inheritdoc cref="ILeadStore.CreateMessageAsync(long, MessageSender, string, DateTimeOffset?, CancellationToken)"/>
    public Message CreateMessage(long leadId, MessageSender sender, string content, DateTimeOffset? sentAt = null) =>
        _engine.Write(MessageOperations.Create, (leadId, sender, content, sentAt), nameof(CreateMessage));

    /// <inheritdoc/>
    public ValueTask<Message> CreateMessageAsync(
        long leadId, MessageSender sender, string content, DateTimeOffset? sentAt = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(MessageOperations.Create, (leadId, sender, content, sentAt), nameof(CreateMessage), cancellationToken);

    /// <inheritdoc cref="ILeadStore.GetConversationHistoryAsync(long, int?, CancellationToken)"/>
    public IReadOnlyList<Message> GetConversationHistory(long leadId, int? last = null) =>
        _engine.Read(MessageOperations.History, (leadId, last), nameof(GetConversationHistory));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Message>> GetConversationHistoryAsync(
        long leadId, int? last = null, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(MessageOperations.History, (leadId, last), nameof(GetConversationHistory), cancellationToken);

    /// <inheritdoc cref="ILeadStore.ListMessagesAsync(long, string, int, CancellationToken)"/>
    public MessagePage ListMessages(long leadId, string? cursor = null, int pageSize = 50) =>
        _engine.Read(MessageOperations.List, (leadId, cursor, pageSize), nameof(ListMessages));

    /// <inheritdoc/>
    public ValueTask<MessagePage> ListMessagesAsync(
        long leadId, string? cursor = null, int pageSize = 50, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(MessageOperations.List, (leadId, cursor, pageSize), nameof(ListMessages), cancellationToken);

    /// <inheritdoc cref="ILeadStore.IngestInboundAsync(InboundMessage, CancellationToken)"/>
    public InboundResult IngestInbound(InboundMessage message) =>
        _engine.Write(MessageOperations.Ingest, message, nameof(IngestInbound));

    /// <inheritdoc/>
    public ValueTask<InboundResult> IngestInboundAsync(InboundMessage message, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(MessageOperations.Ingest, message, nameof(IngestInbound), cancellationToken);
}
