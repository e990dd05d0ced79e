using LeadStore.Tests.Contract.Face;

namespace LeadStore.Tests.Contract;

/// <summary>What the theories of the contract go through.</summary>
public static class ContractCases
{
    public static IReadOnlyDictionary<string, string> TextByKind { get; } = new Dictionary<string, string>
    {
        ["emoji"] = "\U0001F3E0\U0001F469\u200D\U0001F469\u200D\U0001F467\U0001F1EC\U0001F1E7",
        ["right to left"] = "\u200F\u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627",
        ["combining marks"] = "e\u0301 is not \u00E9; \u1112\u1161\u11AB is not \uD55C",
        ["line ends"] = "one\r\ntwo\nthree\rfour\u2028five\n",
        ["blanks around"] = " \t leading and trailing \u00A0 ",
        ["quotes"] = "it's \"quoted\" \\ back`tick; -- DROP TABLE leads; $1 ?1 {\"a\":1} <b>&amp;</b>",
        ["controls"] = "\u0001\u001B[31m\u007F\u0085\uFEFF\uFFFE\uFFFF",
        ["just over the buffer on the stack"] = string.Concat(Enumerable.Repeat("\u20AC", 201)),
        ["long"] = string.Concat(Enumerable.Repeat("0123456789\U0001F600", 5_000)),
        ["edges of the planes"] = "\uD7FF\uE000\U00010000\U0010FFFF",
    };

    // By kind, because a test's name cannot hold every character.
    public static TheoryData<string> TextKinds => [.. TextByKind.Keys];

    public static TheoryData<string, Func<Lead, Lead>> ReadOnlyFields => new()
    {
        { nameof(Lead.Id), lead => lead with { Id = lead.Id + 1 } },
        { nameof(Lead.Uid), lead => lead with { Uid = new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11) } },
        { nameof(Lead.Version), lead => lead with { Version = lead.Version + 1 } },
        { nameof(Lead.CreatedAt), lead => lead with { CreatedAt = lead.CreatedAt.AddDays(-1) } },
        { nameof(Lead.TimesQualified), lead => lead with { TimesQualified = 7 } },
        { nameof(Lead.LastCustomerMessageAt), lead => lead with { LastCustomerMessageAt = lead.CreatedAt } },
        { nameof(Lead.ArchivedAt), lead => lead with { ArchivedAt = lead.CreatedAt } },
    };

    public static TheoryData<string> CursorsThatNoPageHandedOut =>
    [
        " ", "x", "%%%", "MTIzNDU2Nzg5MDEyMzQ1Njc", new string('A', 23), new string('A', 22), "__________________________", new string('B', 5000),
    ];

    /// <summary>Escaped, because a test's name cannot hold every character: U+0000, and halves of surrogate pairs at the beginning, in the middle, at the end, doubled and swapped.</summary>
    public static TheoryData<string> UnstorableTexts =>
    [
        @"a\u0000b", @"\u0000", @"\uD83Dabc", @"abc\uDE00def", @"abc\uD83D", @"\uD83D\uD83D\uDE00", @"\uDE00\uD83D",
    ];

    public static TheoryData<string> WhatIsNoPhone =>
    [
        "", "  ", "John", "+", "12", "+44", "+999 12345678", "07809 505864", "+4478095058641234567", @"\u0000", @"\uD83D",
    ];

    public static TheoryData<string> Verbs => [.. Verb.Asynchronous.Select(verb => verb.Name)];
}
