namespace LeadStore;

/// <summary>
/// A person who works with leads, as stored. Immutable: change it with <see cref="UserStore.Update"/> and a <c>with</c> expression. A
/// password hash is no part of it; see <see cref="UserStore.GetPasswordHash"/>. Times are UTC in whole microseconds.
/// </summary>
public sealed record User
{
    /// <summary>The key inside this store: 1 or more, never used again after a delete.</summary>
    public long Id { get; init; }

    /// <summary>Whose user this is; <see langword="null"/> for nobody's.</summary>
    public long? OrganizationId { get; init; }

    /// <summary>The email address in lower case, at most 254 characters; unique in the store.</summary>
    public string Email { get; init; } = "";

    /// <summary>The first name, at most 200 characters; <see langword="null"/> if unknown.</summary>
    public string? FirstName { get; init; }

    /// <summary>The last name, at most 200 characters; <see langword="null"/> if unknown.</summary>
    public string? LastName { get; init; }

    /// <summary>What the user may do. Default <see cref="UserRole.User"/>.</summary>
    public UserRole Role { get; init; }

    /// <summary>Whether the user may work at all, and get leads.</summary>
    public bool Active { get; init; }

    /// <summary>When the user was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the user was last changed. Assignments and the password hash do not count.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>
    /// Whether the user may do what a role may: an admin is a manager too, and a manager a user. One who is not active is in no role.
    /// </summary>
    /// <param name="role">The least role that is needed.</param>
    public bool IsInRole(UserRole role) => Active && Role >= role;

    /// <summary>Names the user by the id and the role: records print their fields, and this one holds a person's.</summary>
    public override string ToString() => $"User {Id} ({Role})";
}
