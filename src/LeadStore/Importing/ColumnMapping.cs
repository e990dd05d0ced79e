namespace LeadStore;

/// <summary>Where the values of a column go.</summary>
public sealed record ColumnMapping
{
    /// <summary>The field that the column fills; see <see cref="ImportMapping"/> for those of each target.</summary>
    public required string To { get; init; }

    /// <summary>How the values are written. Default <see cref="ImportFormat.Automatic"/>.</summary>
    public ImportFormat Format { get; init; }

    /// <summary>Words of the source and what they mean here, for example <c>bot</c> for <c>assistant</c>; compared without regard to case.
    /// Default none.</summary>
    public IReadOnlyDictionary<string, string>? Words { get; init; }

    /// <summary>Without names: a file of a person may bring any.</summary>
    public override string ToString() => nameof(ColumnMapping);
}
