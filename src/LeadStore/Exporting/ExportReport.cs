namespace LeadStore;

/// <summary>An export that was written or loaded.</summary>
public sealed record ExportReport
{
    /// <summary>The absolute path of the file; <see langword="null"/> where a stream was written or read.</summary>
    public string? Path { get; init; }

    /// <summary>The bytes of the export.</summary>
    public required long Bytes { get; init; }

    /// <summary>
    /// The rows of each kind: <c>sources</c>, <c>settings</c>, <c>leads</c>, <c>messages</c>, <c>rows</c>, and 0 for those that it does not
    /// have; then of each further table that has rows, by its name, for example <c>costs</c>.
    /// </summary>
    public required IReadOnlyDictionary<string, long> Counts { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Without the path, which may be named after a person.</summary>
    public override string ToString() => $"{string.Join(", ", Counts.Select(count => $"{count.Value} {count.Key}"))}; {Bytes} bytes";
}
