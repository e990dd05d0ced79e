namespace LeadStore;

/// <summary>How a database of another application is taken over; see <see cref="LeadDatabase.Adopt"/>.</summary>
public sealed record AdoptOptions
{
    /// <summary>What the tables become. Default: that of the known layout, else the proposed one if it leaves no doubt.</summary>
    public ImportMapping? Mapping { get; init; }

    /// <summary>Further files of the same application, which are read along and stay as they are. Default none.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    /// <summary>Whether nothing is to change: the report tells what would become of every row. Default false.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether the database is taken over though rows of it cannot be taken; they are in the backup. Default false: one such row,
    /// and nothing changes.</summary>
    public bool ContinueOnRejects { get; init; }

    /// <summary>A new file for the rows that cannot be taken; see <see cref="ImportOptions.RejectsPath"/>. Default none.</summary>
    public string? RejectsPath { get; init; }

    /// <summary>Without names and paths: a file of a person may bring any.</summary>
    public override string ToString() => DryRun ? "A plan of taking a database over" : "Taking a database over";
}
