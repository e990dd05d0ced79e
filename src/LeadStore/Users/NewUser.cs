namespace LeadStore;

/// <summary>A user to create with <see cref="UserStore.Create"/>. The email address is needed; everything else has a default.</summary>
public sealed record NewUser
{
    /// <summary>The email address, at most 254 characters; trimmed and kept in lower case.</summary>
    public string? Email { get; init; }

    /// <summary>The first name, at most 200 characters; trimmed, and blank counts as not given.</summary>
    public string? FirstName { get; init; }

    /// <summary>The last name, at most 200 characters; trimmed, and blank counts as not given.</summary>
    public string? LastName { get; init; }

    /// <summary>What the user may do. Default <see cref="UserRole.User"/>.</summary>
    public UserRole Role { get; init; }

    /// <summary>Whose user this is. Default nobody's.</summary>
    public long? OrganizationId { get; init; }

    /// <summary>Whether the user may work at all. Default <see langword="true"/>.</summary>
    public bool Active { get; init; } = true;

    /// <summary>Says nothing of its content: records print their fields, and this one holds a person's.</summary>
    public override string ToString() => nameof(NewUser);
}
