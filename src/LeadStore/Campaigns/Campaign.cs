namespace LeadStore;

/// <summary>
/// Something that many leads are told: by SMS, call, email or letter, in one step or in several. Immutable: change it with
/// <see cref="CampaignStore.Update"/> and a <c>with</c> expression. Times are UTC in whole microseconds.
/// </summary>
public sealed record Campaign
{
    /// <summary>The key inside this store: 1 or more, never used again after a delete.</summary>
    public long Id { get; init; }

    /// <summary>Whose it is; <see langword="null"/> for nobody's.</summary>
    public long? OrganizationId { get; init; }

    /// <summary>The name, 1 to 200 characters, trimmed. Two campaigns may have the same.</summary>
    public string Name { get; init; } = "";

    /// <summary>How leads are reached. Default <c>sms</c>.</summary>
    public CampaignType Type { get; init; }

    /// <summary>What leads are told, or the template of it, exactly as it was given, at most 100,000 characters;
    /// <see langword="null"/> if that is not known here.</summary>
    public string? Message { get; init; }

    /// <summary>How far it is. Default <see cref="CampaignStatus.Draft"/>.</summary>
    public CampaignStatus Status { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed. Sends and their events do not count.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Names the campaign by its id alone: its name and message are what a person wrote.</summary>
    public override string ToString() => $"Campaign {Id}";
}
