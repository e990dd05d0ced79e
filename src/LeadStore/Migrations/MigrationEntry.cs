namespace LeadStore;

/// <summary>One migration, as a file and the program see it.</summary>
public sealed record MigrationEntry
{
    /// <summary>Whose it is: the name of a <see cref="MigrationSet"/>, or <c>leadstore</c> for the library's own.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its number.</summary>
    public required int Number { get; init; }

    /// <summary>Number and name, for example <c>0001_orders</c>: as the program has it, or as the file has where the program does not.</summary>
    public required string Name { get; init; }

    /// <summary>How it stands.</summary>
    public required MigrationState State { get; init; }

    /// <summary>When it was applied, UTC; <see langword="null"/> if it was not.</summary>
    public DateTimeOffset? AppliedAt { get; init; }

    /// <summary>The SHA-256 of what was applied, 64 hexadecimal digits; <see langword="null"/> if nothing was.</summary>
    public string? AppliedChecksum { get; init; }

    /// <summary>The SHA-256 of what the program has; <see langword="null"/> if it has none.</summary>
    public string? Checksum { get; init; }

    /// <summary>Whether the program knows how to undo it.</summary>
    public bool HasDown { get; init; }
}
