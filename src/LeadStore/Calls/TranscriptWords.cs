using System.Globalization;
using System.Text;
using LeadStore.Addresses;

namespace LeadStore.Calls;

/// <summary>
/// The words of a text in the form in which they are stored and searched: runs of letters and digits, in upper case, Latin letters without
/// their accents. The same whatever the culture of the process.
/// </summary>
internal static class TranscriptWords
{
    /// <summary>Of longer words the beginning is kept.</summary>
    private const int Longest = 40;

    /// <summary>Each word once, in order.</summary>
    public static IReadOnlyCollection<string> Of(string text)
    {
        SortedSet<string> words = new(StringComparer.Ordinal);
        StringBuilder word = new(Longest);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                Append(word, rune);
            }
            else if (!IsMark(rune))
            {
                End(word, words);
            }
        }

        End(word, words);
        return words;
    }

    // The accents of a decomposed letter, and what else belongs to the letter before it.
    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format;

    private static void Append(StringBuilder word, Rune rune)
    {
        Span<char> letter = stackalloc char[2];
        int length = rune.IsBmp
            ? LatinLetters.WritePlain((char)rune.Value, letter)
            : Rune.ToUpperInvariant(rune).EncodeToUtf16(letter);
        if (word.Length + length <= Longest)
        {
            word.Append(letter[..length]);
        }
    }

    private static void End(StringBuilder word, SortedSet<string> words)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }
}
