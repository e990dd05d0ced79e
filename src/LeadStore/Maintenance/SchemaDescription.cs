namespace LeadStore;

/// <summary>The tables and views of a file, as reports in SQL find them; made by <see cref="LeadDatabase.DescribeSchema"/>.</summary>
public sealed record SchemaDescription
{
    /// <summary>The number of the newest migration in the file.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>The tables and views, those of an application among them, by name.</summary>
    public required IReadOnlyList<TableDescription> Tables { get; init; }

    /// <summary>The version and how many tables there are.</summary>
    public override string ToString() => $"Schema {SchemaVersion}: {Tables.Count} tables and views";
}
