namespace LeadStore;

/// <summary>What a user may do: each role may do what those before it may.</summary>
public enum UserRole
{
    /// <summary>Works with leads. The default.</summary>
    User,

    /// <summary>Works with leads, and sees to those who do.</summary>
    Manager,

    /// <summary>Everything.</summary>
    Admin,
}
