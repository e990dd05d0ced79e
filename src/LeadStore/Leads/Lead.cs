namespace LeadStore;

/// <summary>
/// A person who may become a customer, as stored. Immutable: change it with <see cref="LeadDatabase.UpdateLead(long, Func{Lead, Lead})"/>
/// and a <c>with</c> expression. Times are UTC in whole microseconds.
/// </summary>
public sealed record Lead
{
    /// <summary>The key inside this store: 1 or more, never used again after a delete.</summary>
    public long Id { get; init; }

    /// <summary>The key outside this store: a UUID of version 7, made when the lead is created.</summary>
    public Guid Uid { get; init; }

    /// <summary>The phone number in E.164 form, for example <c>+447809505864</c>; unique in the store. <see langword="null"/> if unknown.</summary>
    public string? Phone { get; init; }

    /// <summary>The name, at most 200 characters; <see langword="null"/> if unknown.</summary>
    public string? Name { get; init; }

    /// <summary>The email address in lower case, at most 254 characters; <see langword="null"/> if unknown.</summary>
    public string? Email { get; init; }

    /// <summary>Where the lead came from. Default <c>inbound_sms</c>.</summary>
    public LeadSource Source { get; init; }

    /// <summary>Where the lead stands. Default <c>new</c>.</summary>
    public LeadStatus Status { get; init; }

    /// <summary>How much of the qualification is done, in percent, 0 to 100.</summary>
    public int Progress { get; init; }

    /// <summary>Whether the lead is qualified.</summary>
    public bool Qualified { get; init; }

    /// <summary>When the lead was qualified; <see langword="null"/> if it is not.</summary>
    public DateTimeOffset? QualifiedAt { get; init; }

    /// <summary>How often the lead was qualified so far; <see cref="LeadDatabase.ListQualifications"/> tells when and by which answers.</summary>
    public int TimesQualified { get; init; }

    /// <summary>When the lead was archived; <see langword="null"/> if it is not.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>Whether the lead is hidden from lists until the person writes again.</summary>
    public bool Archived => ArchivedAt is not null;

    /// <summary>The answers by question, in the order in which they were given; never <see langword="null"/>.</summary>
    public IReadOnlyDictionary<string, string> Answers
    {
        get;
        init => field = LeadAnswers.From(value);
    } = LeadAnswers.Empty;

    /// <summary>When the lead was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When there was last a message in either direction, or a touch; never moves backwards.</summary>
    public DateTimeOffset LastContactAt { get; init; }

    /// <summary>When the person last wrote; <see langword="null"/> if never.</summary>
    public DateTimeOffset? LastCustomerMessageAt { get; init; }

    /// <summary>The pause of the assistant that was asked for, over or not; see <see cref="IsAssistantPaused"/>.</summary>
    public AssistantPause? AssistantPause { get; init; }

    /// <summary>
    /// Goes up with every change of the lead, beginning at 1. Messages and touches do not count: they move
    /// <see cref="LastContactAt"/> alone.
    /// </summary>
    public long Version { get; init; }

    /// <summary>Free chat for a qualified lead, else qualifying.</summary>
    public ConversationMode Mode =>
        Qualified || Status == LeadStatus.Qualified ? ConversationMode.FreeChat : ConversationMode.Qualifying;

    /// <summary>Whether the assistant is to leave this lead to people at a time. A pause ends by itself.</summary>
    /// <param name="at">The time, usually now.</param>
    public bool IsAssistantPaused(DateTimeOffset at) => AssistantPause is { } pause && (pause.Until is not { } until || at < until);

    /// <summary>Names the lead by its id alone: records print their fields, and this one holds a person's.</summary>
    public override string ToString() => $"Lead {Id} (version {Version})";
}
