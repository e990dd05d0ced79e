namespace LeadStore;

/// <summary>
/// A customer of the application, whose users work with leads. Immutable: change it with <see cref="OrganizationStore.Update"/> and a
/// <c>with</c> expression. Times are UTC in whole microseconds.
/// </summary>
public sealed record Organization
{
    /// <summary>The key inside this store: 1 or more, never used again after a delete.</summary>
    public long Id { get; init; }

    /// <summary>The name, 1 to 200 characters, trimmed. Two organizations may have the same.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it pays for. Default <c>free</c>.</summary>
    public OrganizationPlan Plan { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed. Usage and leads do not count.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Names the organization by its id alone: a firm is often called by the name of a person.</summary>
    public override string ToString() => $"Organization {Id}";
}
