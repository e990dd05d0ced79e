namespace LeadStore.Exporting;

/// <summary>A lead with everything that stands in its own row and its place in the lists.</summary>
internal sealed record ExportedLead
{
    public required long Id { get; init; }

    public required Guid Uid { get; init; }

    public long? Phone { get; init; }

    public string? Name { get; init; }

    public string? Email { get; init; }

    public required string Source { get; init; }

    public required string Status { get; init; }

    public required int Progress { get; init; }

    public DateTimeOffset? QualifiedAt { get; init; }

    public required int TimesQualified { get; init; }

    /// <summary>JSON, as it is stored.</summary>
    public required string Answers { get; init; }

    public DateTimeOffset? ArchivedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastContactAt { get; init; }

    public DateTimeOffset? LastCustomerMessageAt { get; init; }

    public required long Version { get; init; }

    public DateTimeOffset? PausedAt { get; init; }

    public DateTimeOffset? PausedUntil { get; init; }

    public string? PausedBy { get; init; }

    public string? PauseReason { get; init; }

    public override string ToString() => $"Lead {Id}";
}

/// <summary>A message, with its attributes as they are stored.</summary>
internal sealed record ExportedMessage(
    long Id, long LeadId, string Sender, string Content, DateTimeOffset SentAt, string? Channel, string? SourceId, string? Attributes)
{
    public override string ToString() => $"Message {Id}";
}

/// <summary>What hangs on a lead; which of the values are there depends on the table.</summary>
internal readonly record struct LeadPart(long LeadId, long Number, DateTimeOffset At, string Text, string Text2)
{
    public override string ToString() => $"A part of lead {LeadId}";
}

internal sealed record ExportedReminder(
    long LeadId, int Step, DateTimeOffset CountsFrom, DateTimeOffset DueAt, DateTimeOffset? LookAt, Guid? Claim);

internal sealed record ExportedSource(long Id, string Name, string DisplayName, bool Active, DateTimeOffset CreatedAt);

internal sealed record ExportedSetting(string Key, string Value, DateTimeOffset UpdatedAt)
{
    public override string ToString() => "A setting";
}

internal sealed record ExportedRow(long Id, string System, string Table, string Key, string Content, DateTimeOffset ImportedAt)
{
    public override string ToString() => $"Imported row {Id}";
}

/// <summary>A message as it stands in a table for people, beside its lead.</summary>
internal sealed record ReadableMessage(ExportedMessage Message, long? Phone, string? Name, bool Archived)
{
    public override string ToString() => Message.ToString();
}
