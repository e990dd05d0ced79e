using System.Globalization;
using System.Text;

namespace LeadStore.Addresses;

/// <summary>
/// The form of a postal address by which two spellings of one address are recognised as the same: words in upper case with one space
/// between them, without punctuation and accents. In addresses of the United States the words of <see cref="AddressWords"/> stand in their
/// standard abbreviation, and a ZIP code has its five digits alone. A key of a key is the key itself.
/// </summary>
internal static class AddressKey
{
    private const string NumberSign = "#";

    /// <summary>The key of any text; never throws.</summary>
    public static string Of(string address)
    {
        List<string> words = Words(address);
        while (Standardize(words))
        {
            // Each round makes the address shorter or a word standard, so that there is a last one.
        }

        return string.Join(' ', words);
    }

    private static List<string> Words(string address)
    {
        List<string> words = [];
        StringBuilder word = new();
        for (int i = 0; i < address.Length; i++)
        {
            char c = address[i];
            if (c is >= '\uFF01' and <= '\uFF5E')
            {
                // The wide forms of ASCII.
                c = (char)(c - '\uFF01' + '!');
            }

            if (IsCombiningAccent(c) || c is '\'' or '\u2019' or '\u02BC' || (c == '.' && JoinsInitials(address, i, word)))
            {
                continue;
            }

            if (char.IsHighSurrogate(c) && i + 1 < address.Length && char.IsLowSurrogate(address[i + 1]))
            {
                Rune rune = new(c, address[++i]);
                if (IsOfWord(Rune.GetUnicodeCategory(rune)))
                {
                    word.Append(Rune.ToUpperInvariant(rune).ToString());
                    continue;
                }
            }
            else if (IsOfWord(char.GetUnicodeCategory(c)))
            {
                char upper = char.ToUpperInvariant(c);
                if (LatinLetters.Of(upper) is { } plain)
                {
                    word.Append(plain);
                }
                else
                {
                    word.Append(upper);
                }

                continue;
            }

            End(words, word);
            if (c == '#')
            {
                words.Add(NumberSign);
            }
        }

        End(words, word);
        return words;
    }

    private static void End(List<string> words, StringBuilder word)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }

    // N.E. and P.O. are one word each; St.Paul is two.
    private static bool JoinsInitials(string address, int dot, StringBuilder word) =>
        word.Length > 0
        && dot > 0 && char.IsLetter(address[dot - 1])
        && (dot == 1 || !char.IsLetterOrDigit(address[dot - 2]))
        && dot + 1 < address.Length && char.IsLetter(address[dot + 1])
        && (dot + 2 == address.Length || !char.IsLetterOrDigit(address[dot + 2]));

    private static bool IsCombiningAccent(char c) => c is >= '\u0300' and <= '\u036F';

    private static bool IsOfWord(UnicodeCategory category) => category
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber;

    // True if something was changed.
    private static bool Standardize(List<string> words)
    {
        bool changed = CutCountry(words) | CutZipAddition(words) | ShortenState(words);
        int state = StateAt(words);
        if (state < 0 && !LooksAmerican(words))
        {
            return changed | words.RemoveAll(static word => word == NumberSign) > 0;
        }

        for (int i = words.Count - 1; i >= 0; i--)
        {
            if (words[i] == NumberSign)
            {
                if (i == 0 || i == words.Count - 1 || IsUnit(words[i - 1]))
                {
                    words.RemoveAt(i);
                }
                else
                {
                    words[i] = "APT";
                }

                // What stood behind has moved, and the state with it.
                return true;
            }

            if (i != state && AddressWords.Standard.TryGetValue(words[i], out string? standard))
            {
                words[i] = standard;
                changed = true;
            }
        }

        return changed;
    }

    private static bool CutCountry(List<string> words)
    {
        int length = EndsWith(words, words.Count, "UNITED", "STATES", "OF", "AMERICA") ? 4
            : EndsWith(words, words.Count, "UNITED", "STATES") ? 2
            : EndsWith(words, words.Count, "USA") || EndsWith(words, words.Count, "US") ? 1
            : 0;
        int rest = words.Count - length;
        if (length == 0 || rest < 2 || !(IsZip(words[rest - 1]) || IsZipAddition(words, rest) || HasStateBefore(words, rest)))
        {
            return false;
        }

        words.RemoveRange(rest, length);
        return true;
    }

    private static bool CutZipAddition(List<string> words)
    {
        int count = words.Count;
        if (count >= 3 && IsZipAddition(words, count) && (HasStateBefore(words, count - 2) || char.IsAsciiDigit(words[0][0])))
        {
            words.RemoveAt(count - 1);
            return true;
        }

        if (count >= 2 && IsDigits(words[^1], 9) && HasStateBefore(words, count - 1))
        {
            words[^1] = words[^1][..5];
            return true;
        }

        return false;
    }

    // The name of a state at the end, behind at least a number and a word: "12 Washington" is a street.
    private static bool ShortenState(List<string> words)
    {
        int end = BeforeZip(words);
        foreach ((string[] name, string code) in AddressWords.States)
        {
            if (end - name.Length >= 2 && EndsWith(words, end, name))
            {
                words.RemoveRange(end - name.Length, name.Length);
                words.Insert(end - name.Length, code);
                return true;
            }
        }

        return false;
    }

    // Where the two letters of the state are; -1 if there are none.
    private static int StateAt(List<string> words)
    {
        int state = BeforeZip(words) - 1;
        return state >= 1 && AddressWords.StateCodes.Contains(words[state]) ? state : -1;
    }

    private static int BeforeZip(List<string> words) => words.Count > 0 && IsDigits(words[^1], 5) ? words.Count - 1 : words.Count;

    // A street with a number in front, as lists without city and state have it, and no postcode of Britain or Canada behind.
    private static bool LooksAmerican(List<string> words) =>
        words.Count >= 2
        && char.IsAsciiDigit(words[0][0])
        && words.TrueForAll(static word => Ascii.IsValid(word))
        && !(IsOutward(words[^2]) && IsInward(words[^1]));

    private static bool IsOutward(string word) => word.Length is >= 2 and <= 4 && char.IsAsciiLetter(word[0]) && word.Any(char.IsAsciiDigit);

    private static bool IsInward(string word) =>
        word.Length == 3 && char.IsAsciiDigit(word[0]) && char.IsAsciiLetter(word[1]) && char.IsAsciiLetterOrDigit(word[2]);

    private static bool IsUnit(string word) =>
        AddressWords.UnitDesignators.Contains(AddressWords.Standard.GetValueOrDefault(word, word));

    private static bool IsZipAddition(List<string> words, int end) => end >= 2 && IsDigits(words[end - 2], 5) && IsDigits(words[end - 1], 4);

    private static bool HasStateBefore(List<string> words, int end) =>
        (end >= 2 && AddressWords.StateCodes.Contains(words[end - 1])) || AddressWords.States.Any(state => EndsWith(words, end, state.Name));

    private static bool EndsWith(List<string> words, int end, params ReadOnlySpan<string> last)
    {
        if (end < last.Length)
        {
            return false;
        }

        for (int i = 0; i < last.Length; i++)
        {
            if (words[end - last.Length + i] != last[i])
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsZip(string word) => IsDigits(word, 5) || IsDigits(word, 9);

    private static bool IsDigits(string word, int length) => word.Length == length && word.All(char.IsAsciiDigit);
}
