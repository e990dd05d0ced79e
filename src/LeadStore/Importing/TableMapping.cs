namespace LeadStore;

/// <summary>What the rows of one table become.</summary>
public sealed record TableMapping
{
    /// <summary>The name of the table. A JSON or CSV file is one table, named after the file without its extension.</summary>
    public required string Table { get; init; }

    /// <summary>What the rows become.</summary>
    public required ImportTarget To { get; init; }

    /// <summary>For <see cref="ImportTarget.LeadAttributes"/> and <see cref="ImportTarget.Phones"/>: the attribute that takes the rows. For
    /// <see cref="ImportTarget.Costs"/> of leads and all of skip traces: the one that takes what a row says beside its fields. Default the
    /// name of the table.</summary>
    public string? Attribute { get; init; }

    /// <summary>Where the columns go, by their names. What is not named here is kept in the attributes of the lead or the message, unless
    /// <see cref="LeaveOut"/> names it.</summary>
    public IReadOnlyDictionary<string, ColumnMapping> Columns { get; init; } = new Dictionary<string, ColumnMapping>();

    /// <summary>Columns that are dropped on purpose. Default none.</summary>
    public IReadOnlyList<string> LeaveOut { get; init; } = [];

    /// <summary>Without names: a file of a person may bring any.</summary>
    public override string ToString() => $"A table to {To}";
}
