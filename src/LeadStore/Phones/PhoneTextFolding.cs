using System.Globalization;
using System.Text;

namespace LeadStore.Phones;

/// <summary>
/// Folds the many ways to type a sign into one, so that the reader sees ASCII: digits of every script, full-width letters and
/// signs, spaces and dashes of every width, dots. What cannot be seen (bidirectional marks, zero-width spaces) is dropped.
/// </summary>
internal static class PhoneTextFolding
{
    private const char FullWidthFirst = '\uFF01';
    private const char FullWidthLast = '\uFF5E';
    private const int FullWidthOffset = 0xFEE0;

    /// <summary>Folds the text; what has no ASCII counterpart stays.</summary>
    /// <param name="text">The text as it was given.</param>
    /// <param name="folded">Receives the folded text; at least as long as the text.</param>
    /// <returns>The length of the folded text, never longer than the text.</returns>
    public static int Fold(ReadOnlySpan<char> text, Span<char> folded)
    {
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsAscii(c))
            {
                folded[length++] = c == '\t' ? ' ' : c;
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && Rune.TryCreate(c, text[i + 1], out Rune rune))
            {
                i++;
                if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
                {
                    folded[length++] = (char)('0' + (int)Rune.GetNumericValue(rune));
                }
                else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format)
                {
                    folded[length++] = c;
                    folded[length++] = text[i];
                }
            }
            else if (FoldSign(c) is var sign and not '\0')
            {
                folded[length++] = sign;
            }
        }

        return length;
    }

    /// <returns>The sign to use instead, or NUL to drop it.</returns>
    private static char FoldSign(char c) => c switch
    {
        >= FullWidthFirst and <= FullWidthLast => (char)(c - FullWidthOffset),
        '\uFE62' => '+',
        '\u2212' or '\u30FC' or '\u2053' or '\u223C' => '-',
        '\u00B7' or '\u2022' or '\u2024' or '\u2027' or '\u30FB' or '\uFF65' => '.',
        _ => CharUnicodeInfo.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.DecimalDigitNumber => (char)('0' + (int)CharUnicodeInfo.GetNumericValue(c)),
            UnicodeCategory.SpaceSeparator => ' ',
            UnicodeCategory.DashPunctuation => '-',
            UnicodeCategory.Format => '\0',
            _ => c,
        },
    };
}
