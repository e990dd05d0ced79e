namespace LeadStore;

/// <summary>A table or a view.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsView">Whether it is a view.</param>
/// <param name="Columns">Its columns in their order.</param>
/// <param name="Sql">The statement that made it.</param>
public sealed record TableDescription(string Name, bool IsView, IReadOnlyList<ColumnDescription> Columns, string Sql)
{
    /// <summary>The name and how many columns there are.</summary>
    public override string ToString() => $"{Name}: {Columns.Count} columns";
}
