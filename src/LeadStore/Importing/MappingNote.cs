namespace LeadStore;

/// <summary>Why a proposed mapping is as it is, or what a person should look at.</summary>
/// <param name="Table">The table; <see langword="null"/> if it is about the whole.</param>
/// <param name="Column">The column; <see langword="null"/> if it is about the whole table.</param>
/// <param name="Reason">One sentence without a full stop; numbers and names of the source, never a value of a row.</param>
/// <param name="IsDoubt">Whether a person should decide it.</param>
public sealed record MappingNote(string? Table, string? Column, string Reason, bool IsDoubt = false)
{
    /// <summary>Without names: a file of a person may bring any.</summary>
    public override string ToString() => IsDoubt ? "A doubt about a mapping" : "A reason of a mapping";
}
