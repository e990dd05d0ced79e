namespace LeadStore;

/// <summary>
/// A lead to create, or to find and fill in with <see cref="LeadDatabase.UpsertLead"/>. A phone or an email address is needed; everything
/// else has a default.
/// </summary>
public sealed record NewLead
{
    /// <summary>The phone number in any spelling; one without a country code needs <see cref="LeadDatabaseOptions.DefaultRegion"/>.</summary>
    public string? Phone { get; init; }

    /// <summary>The name, at most 200 characters; trimmed, and blank counts as not given.</summary>
    public string? Name { get; init; }

    /// <summary>The email address, at most 254 characters; trimmed and kept in lower case.</summary>
    public string? Email { get; init; }

    /// <summary>Where the lead came from. Default <c>inbound_sms</c>.</summary>
    public LeadSource? Source { get; init; }

    /// <summary>Where the lead stands. Default <c>new</c>.</summary>
    public LeadStatus? Status { get; init; }

    /// <summary>How much of the qualification is done, in percent, 0 to 100. Default 0.</summary>
    public int? Progress { get; init; }

    /// <summary>Whether the lead is qualified already. Default false; true counts as its first qualification.</summary>
    public bool? Qualified { get; init; }

    /// <summary>When it was qualified. Default: the time of creation, if <see cref="Qualified"/>.</summary>
    public DateTimeOffset? QualifiedAt { get; init; }

    /// <summary>Answers by question: at most 500, questions of at most 200 and answers of at most 10,000 characters. Default none.</summary>
    public IReadOnlyDictionary<string, string>? Answers
    {
        get;
        init => field = value is null ? null : LeadAnswers.From(value);
    }

    /// <summary>When the lead was created. Default now.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the last contact was. Default <see cref="CreatedAt"/>.</summary>
    public DateTimeOffset? LastContactAt { get; init; }

    /// <summary>Says nothing of its content: records print their fields, and this one holds a person's.</summary>
    public override string ToString() => nameof(NewLead);
}
