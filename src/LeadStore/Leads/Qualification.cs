namespace LeadStore;

/// <summary>One time that a lead was qualified.</summary>
/// <param name="LeadId">The lead.</param>
/// <param name="Number">1 for the first time.</param>
/// <param name="QualifiedAt">When.</param>
/// <param name="Answers">The answers that qualified it.</param>
public sealed record Qualification(long LeadId, int Number, DateTimeOffset QualifiedAt, IReadOnlyDictionary<string, string> Answers)
{
    /// <summary>Names the row alone: records print their fields, and this one holds a person's answers.</summary>
    public override string ToString() => $"Qualification {Number} of lead {LeadId}";
}
