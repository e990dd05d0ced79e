namespace LeadStore;

/// <summary>A dump that was written whole.</summary>
public sealed record DumpReport
{
    /// <summary>The absolute path of the file; <see langword="null"/> if it was written to a stream.</summary>
    public string? Path { get; init; }

    /// <summary>The length of the SQL text in bytes, before it was compressed.</summary>
    public required long TextBytes { get; init; }

    /// <summary>The SHA-256 of the text above its last line, in lower-case hexadecimal: the one that the last line gives.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The number of the newest migration of the store.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>How many rows of each table were written, by its name.</summary>
    public required IReadOnlyDictionary<string, long> Rows { get; init; }

    /// <summary>
    /// What an application has added to the file and what is not in the dump, for example <c>table orders</c> with its rows. Empty for a
    /// file that holds nothing but the store. A backup holds it.
    /// </summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The report in one line.</summary>
    public override string ToString() => $"{Path ?? "A stream"}: {TextBytes} bytes, {CountsByTable.Text(Rows)}, {LeftOut.Count} left out";
}
