namespace LeadStore;

/// <summary>A reason for which rows were rejected, or for which a value was kept as an attribute.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column; <see langword="null"/> if the reason is not about one.</param>
/// <param name="Code">A stable word to switch on, for example <c>not_a_phone_number</c> or <c>duplicate_key</c>.</param>
/// <param name="Message">What is wrong and what to do; never a value.</param>
/// <param name="Count">How many rows were rejected for it.</param>
/// <param name="FirstPosition">Where the first of them stands: the line of a file, counted from 1, or the rowid.</param>
/// <param name="FirstColumn">The column of that line, counted from 1, where it is known.</param>
public sealed record RejectReason(string Table, string? Column, string Code, string Message, long Count, long FirstPosition, int? FirstColumn)
{
    /// <summary>Without names: a file of a person may bring any.</summary>
    public override string ToString() => $"{Count} rows, the first at {FirstPosition}";
}
