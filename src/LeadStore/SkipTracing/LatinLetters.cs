using System.Text;

namespace LeadStore.SkipTracing;

/// <summary>
/// Latin letters without their marks. Not by <see cref="string.Normalize()"/>: what that does depends on how the application's globalization
/// is set, and a key that is stored must be the same in every application.
/// </summary>
internal static class LatinLetters
{
    private const char First = '\u00C0';

    // From U+00C0 to U+017F; a star where there is no single letter.
    private const string Plain =
        "AAAAAA*CEEEEIIIIDNOOOOO*OUUUUY**"
        + "AAAAAA*CEEEEIIIIDNOOOOO*OUUUUY*Y"
        + "AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGGGGGGHHHHIIIIIIIIIIIIJJKKKLLLLLLLLLLNNNNNNNNNOOOOOO**RRRRRRSSSSSSSSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS";

    /// <summary>Appends a letter or digit in upper case and without its mark.</summary>
    public static void AppendPlain(StringBuilder text, char c)
    {
        int place = c - First;
        if (place < 0 || place >= Plain.Length)
        {
            text.Append(char.ToUpperInvariant(c));
            return;
        }

        switch (c)
        {
            case '\u00C6' or '\u00E6':
                text.Append("AE");
                break;
            case '\u0152' or '\u0153':
                text.Append("OE");
                break;
            case '\u00DE' or '\u00FE':
                text.Append("TH");
                break;
            case '\u00DF':
                text.Append("SS");
                break;
            default:
                text.Append(Plain[place]);
                break;
        }
    }
}
