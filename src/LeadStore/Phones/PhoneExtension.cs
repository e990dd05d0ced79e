namespace LeadStore.Phones;

/// <summary>
/// Finds the extension at the end of a number: <c>ext. 12</c>, <c>x12</c>, <c>#12</c>, <c>- 12#</c>, <c>,,12</c>, <c>;ext=12</c>,
/// доб, anexo. The vaguer the label, the fewer digits are taken for an extension.
/// </summary>
internal static class PhoneExtension
{
    private const int MostDigitsAfterClearLabel = 20;
    private const int MostDigitsAfterPause = 15;
    private const int MostDigitsAfterVagueLabel = 9;
    private const int MostDigitsBeforeHash = 6;

    private const string RfcLabel = ";ext=";

    private static readonly string[] ClearLabels =
    [
        "extensio\u0301n", "extensi\u00F3n", "extension", "extensio\u0301", "extensi\u00F3", "extensio", "extn", "ext",
        "xtensio\u0301n", "xtensi\u00F3n", "xtension", "xtensio\u0301", "xtensi\u00F3", "xtensio", "xtn", "xt",
        "\u0434\u043E\u0431", "anexo",
    ];

    private static readonly string[] VagueLabels = ["x", "#", "~", "int"];

    /// <summary>Finds the extension, its label and the spaces before it.</summary>
    /// <returns>Where they start, or -1 if the text does not end in an extension.</returns>
    public static int Find(ReadOnlySpan<char> text)
    {
        if (!HasSignOfLabel(text))
        {
            return -1;
        }

        for (int start = 0; start < text.Length; start++)
        {
            if (IsWhole(text[start..]))
            {
                return start;
            }
        }

        return -1;
    }

    /// <summary>True if the text is an extension from its first character to its last.</summary>
    public static bool IsWhole(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || char.IsAsciiDigit(text[0]) || !(char.IsAsciiDigit(text[^1]) || text[^1] == '#'))
        {
            return false;
        }

        return IsRfcParameter(text) || IsLabelled(text.TrimStart(" ,")) || IsBeforeHash(text) || IsAfterPause(text.TrimStart(' '));
    }

    // Almost no number has one: this is what makes the search cheap.
    private static bool HasSignOfLabel(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (c is not ((>= '0' and <= '9') or '+' or '-' or '.' or ' ' or '(' or ')' or '[' or ']' or '/' or '*'))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRfcParameter(ReadOnlySpan<char> text) =>
        text.StartsWith(RfcLabel, StringComparison.OrdinalIgnoreCase)
        && IsNumber(text[RfcLabel.Length..], MostDigitsAfterClearLabel, hashMayFollow: false);

    private static bool IsLabelled(ReadOnlySpan<char> text) =>
        IsLabelled(text, ClearLabels, MostDigitsAfterClearLabel) || IsLabelled(text, VagueLabels, MostDigitsAfterVagueLabel);

    private static bool IsLabelled(ReadOnlySpan<char> text, string[] labels, int mostDigits)
    {
        foreach (string label in labels)
        {
            if (text.StartsWith(label, StringComparison.OrdinalIgnoreCase) && IsNumberAfterLabel(text[label.Length..], mostDigits))
            {
                return true;
            }
        }

        return false;
    }

    // "- 503#", as is usual in North America.
    private static bool IsBeforeHash(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> number = text.TrimStart("- ");
        return number.Length < text.Length && number.EndsWith('#') && IsNumber(number[..^1], MostDigitsBeforeHash, hashMayFollow: false);
    }

    // A comma is a pause of the dialler, a semicolon a wait.
    private static bool IsAfterPause(ReadOnlySpan<char> text)
    {
        if (text.StartsWith(';'))
        {
            return IsNumberAfterLabel(text[1..], MostDigitsAfterPause);
        }

        return (text.StartsWith(",,", StringComparison.Ordinal) && IsNumberAfterLabel(text[2..], MostDigitsAfterPause))
            || (text.StartsWith(',') && IsNumberAfterLabel(text.TrimStart(','), MostDigitsAfterVagueLabel));
    }

    private static bool IsNumberAfterLabel(ReadOnlySpan<char> text, int mostDigits)
    {
        if (text.StartsWith(':') || text.StartsWith('.'))
        {
            text = text[1..];
        }

        return IsNumber(text.TrimStart(" ,-"), mostDigits, hashMayFollow: true);
    }

    private static bool IsNumber(ReadOnlySpan<char> text, int mostDigits, bool hashMayFollow)
    {
        if (hashMayFollow && text.EndsWith('#'))
        {
            text = text[..^1];
        }

        return text.Length >= 1 && text.Length <= mostDigits && !text.ContainsAnyExceptInRange('0', '9');
    }
}
