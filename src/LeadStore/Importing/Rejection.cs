namespace LeadStore.Importing;

/// <summary>Why a row is not taken.</summary>
/// <param name="Code">A stable word.</param>
/// <param name="Message">In words, without a value.</param>
/// <param name="Column">The column it is about; null for the row.</param>
internal sealed record Rejection(string Code, string Message, string? Column = null)
{
    public static Rejection UnknownLead { get; } =
        new("unknown_lead", "belongs to no lead that is in the store or in this import. Import its lead first.");

    public static Rejection DuplicateKey(string? column) =>
        new("duplicate_key", "has a key that an earlier row of the same table has. Give each row a key of its own, or take one of them out.", column);

    public static Rejection KeyOfAnother(string? column) =>
        new("key_of_another_lead", "has the phone of one lead and the key of another. Mend the one or the other.", column);

    public static Rejection KeyOfSomebodyElse(string? column) => new(
        "key_of_another_lead",
        "has the key of a lead that nothing else of the row agrees with. If the file is of another database than before, give its mapping a "
        + "\"system\" of its own; else mend the key.",
        column);

    public static Rejection Required(string? column, string what) => new("required", $"{what} is missing or blank.", column);
}
