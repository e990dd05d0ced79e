namespace LeadStore;

/// <summary>
/// Whom a provider is asked for: at least a name or an address. Two requests for the same person at the same address are one request,
/// however they are spelt: with the name in one field or two, with the address in one line or four.
/// </summary>
public sealed record SkipTraceRequest
{
    /// <summary>The first name, at most 200 characters.</summary>
    public string? FirstName { get; init; }

    /// <summary>The last name, at most 200 characters.</summary>
    public string? LastName { get; init; }

    /// <summary>
    /// The whole name, at most 200 characters, for example <c>John Smith</c> or <c>Smith, John</c>, or that of a company. Used where
    /// <see cref="FirstName"/> and <see cref="LastName"/> are missing.
    /// </summary>
    public string? FullName { get; init; }

    /// <summary>The whole address in one line, at most 500 characters. Used where <see cref="Street"/> is missing.</summary>
    public string? Address { get; init; }

    /// <summary>House number, street and unit, at most 200 characters.</summary>
    public string? Street { get; init; }

    /// <summary>At most 200 characters.</summary>
    public string? City { get; init; }

    /// <summary>The state or region, at most 200 characters.</summary>
    public string? State { get; init; }

    /// <summary>The ZIP or postal code, at most 200 characters.</summary>
    public string? PostalCode { get; init; }

    /// <summary>Says what is asked for, and nothing of whom.</summary>
    public override string ToString() => (FirstName ?? LastName ?? FullName, Address ?? Street) switch
    {
        (null, _) => "Skip trace by address",
        (_, null) => "Skip trace by name",
        _ => "Skip trace by name and address",
    };
}
