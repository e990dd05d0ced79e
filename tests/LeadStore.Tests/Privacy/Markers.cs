namespace LeadStore.Tests.Privacy;

/// <summary>What a person would not want to read in a log.</summary>
internal static class Markers
{
    public const string Phone = "+447809505864";
    public const string PhoneDigits = "7809505864";
    public const string Name = "MARKERNAME";
    public const string Email = "markermail@example.com";
    public const string Text = "MARKERTEXT";
    public const string Answer = "MARKERANSWER";
    public const string Question = "MARKERQUESTION";
    public const string Token = "MARKERTOKEN";

    /// <summary>What must not appear, in any case: the beginning of all of the above.</summary>
    public static IReadOnlyList<string> All { get; } = ["7809505", "MARKER"];

    public static IReadOnlyDictionary<string, string> Answers { get; } = new Dictionary<string, string> { [Question] = Answer };

    public static string Long(string marker, int length) => string.Concat(Enumerable.Repeat(marker + " ", (length / marker.Length) + 1));

    public static bool AreIn(string? text) => text is not null && All.Any(marker => text.Contains(marker, StringComparison.OrdinalIgnoreCase));
}
