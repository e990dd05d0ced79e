namespace LeadStore;

/// <summary>One thing that <see cref="LeadDatabase.SelfTest"/> has noticed. Never holds personal data.</summary>
/// <param name="Code">What it is, for programs: a word such as <c>index_missing</c>, which stays the same from version to version.</param>
/// <param name="FallsShort">Whether the store is not as it should be; else it is worth knowing.</param>
/// <param name="Message">What was found, in words: names of tables and indexes, times, and SQL of the library.</param>
/// <param name="Mend">What to do about it, in words.</param>
public sealed record SelfTestFinding(string Code, bool FallsShort, string Message, string Mend)
{
    /// <summary>The finding on one line.</summary>
    public override string ToString() => $"{(FallsShort ? "Falls short" : "Note")}: {Message} {Mend} [{Code}]";
}
