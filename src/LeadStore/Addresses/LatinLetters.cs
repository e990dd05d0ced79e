using System.Collections.Frozen;

namespace LeadStore.Addresses;

/// <summary>
/// Latin letters without their accents. Unicode's own forms would do, but how a process is set up decides whether it has them
/// (globalization-invariant mode), and a key must not depend on that.
/// </summary>
internal static class LatinLetters
{
    private static readonly FrozenDictionary<char, string> Plain = (
        "AÀÁÂÃÄÅĀĂĄǍ BƁ CÇĆĈĊČ DÐĎĐ EÈÉÊËĒĔĖĘĚ GĜĞĠĢǦ HĤĦ IÌÍÎÏĨĪĬĮİǏı JĴ KĶĸ LĹĻĽĿŁ NÑŃŅŇŊŉ OÒÓÔÕÖØŌŎŐǑ RŔŖŘ SŚŜŞŠȘſ TŢŤŦȚ UÙÚÛÜŨŪŬŮŰŲǓ WŴ YÝŶŸ ZŹŻŽ")
            .Split(' ')
            .SelectMany(group => group[1..].Select(letter => (Letter: letter, Plain: group[..1])))
            .Concat([('Æ', "AE"), ('Œ', "OE"), ('Þ', "TH"), ('ß', "SS"), ('ẞ', "SS"), ('Ĳ', "IJ")])
            .ToFrozenDictionary(it => it.Item1, it => it.Item2);

    /// <summary>Writes a letter or digit in upper case and without its accent.</summary>
    /// <returns>How many characters that were: 1 or 2.</returns>
    public static int WritePlain(char c, Span<char> text)
    {
        char upper = char.ToUpperInvariant(c);
        if (upper < 0x80 || !Plain.TryGetValue(upper, out string? plain))
        {
            text[0] = upper;
            return 1;
        }

        plain.CopyTo(text);
        return plain.Length;
    }
}
