namespace LeadStore.SkipTracing;

/// <summary>
/// Latin letters without their marks. Not by <see cref="string.Normalize()"/>: what that does depends on how the application's
/// globalization
/// is set, and a key that is stored must be the same in every application.
/// </summary>
internal static class LatinLetters
{
    private const char First = '\u00C0';

    // From U+00C0 to U+017F; a star where there is no single letter.
    private const string Plain =
        "AAAAAA*CEEEEIIIIDNOOOOO*OUUUUY**"
        + "AAAAAA*CEEEEIIIIDNOOOOO*OUUUUY*Y"
        + "AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGGGGGGHHHHIIIIIIIIIIIIJJKKKLLLLLLLLLL"
        + "NNNNNNNNNOOOOOO**RRRRRRSSSSSSSSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS";

    /// <summary>Writes a letter or digit in upper case and without its mark.</summary>
    /// <returns>How many characters that were: 1 or 2.</returns>
    public static int WritePlain(char c, Span<char> text)
    {
        int place = c - First;
        if (place < 0 || place >= Plain.Length)
        {
            text[0] = char.ToUpperInvariant(c);
            return 1;
        }

        ReadOnlySpan<char> pair = c switch
        {
            '\u00C6' or '\u00E6' => "AE",
            '\u0152' or '\u0153' => "OE",
            '\u00DE' or '\u00FE' => "TH",
            '\u00DF' => "SS",
            _ => [],
        };
        if (pair.IsEmpty)
        {
            text[0] = Plain[place];
            return 1;
        }

        pair.CopyTo(text);
        return pair.Length;
    }
}
