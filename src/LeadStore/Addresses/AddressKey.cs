using System.Buffers;
using System.Text;

namespace LeadStore.Addresses;

/// <summary>
/// The form of a postal address by which two spellings of one address are recognised as the same: words in upper case with one space
/// between them, without punctuation and accents. In addresses of the United States the words of <see cref="AddressWords"/> stand in their
/// standard abbreviation, and a ZIP code has its five digits alone. A key of a key is the key itself.
/// </summary>
internal static class AddressKey
{
    /// <summary>The key of any text; never throws.</summary>
    public static string Of(ReadOnlySpan<char> address)
    {
        char[] key = ArrayPool<char>.Shared.Rent(Longest(address.Length));
        int length = Write(address, key);
        string written = new(key, 0, length);
        key.AsSpan(0, length).Clear();
        ArrayPool<char>.Shared.Return(key);
        return written;
    }

    /// <summary>How many characters are enough for the key of an address of so many.</summary>
    public static int Longest(int length) => AddressText.Longest(length);

    /// <summary>Writes the key of any text.</summary>
    /// <returns>How many characters were written.</returns>
    public static int Write(ReadOnlySpan<char> address, Span<char> key)
    {
        AddressText words = new(address);
        while (Standardize(ref words))
        {
            // Each round makes the address shorter or a word standard, so that there is a last one.
        }

        int length = words.Write(key);
        words.Dispose();
        return length;
    }

    // True if something was changed.
    private static bool Standardize(ref AddressText words)
    {
        bool changed = CutCountry(ref words) | CutZipAddition(ref words) | ShortenState(ref words);
        int state = StateAt(words);
        if (state < 0 && !LooksAmerican(words))
        {
            return changed | RemoveNumberSigns(ref words);
        }

        for (int i = words.Count - 1; i >= 0; i--)
        {
            if (IsNumberSign(words[i]))
            {
                if (i == 0 || i == words.Count - 1 || AddressWords.IsUnitDesignator(words[i - 1]))
                {
                    words.Remove(i, 1);
                }
                else
                {
                    words.Replace(i, "APT");
                }

                // What stood behind has moved, and the state with it.
                return true;
            }

            if (i != state && AddressWords.StandardOf(words[i]) is { } standard)
            {
                words.Replace(i, standard);
                changed = true;
            }
        }

        return changed;
    }

    private static bool RemoveNumberSigns(ref AddressText words)
    {
        int before = words.Count;
        for (int i = before - 1; i >= 0; i--)
        {
            if (IsNumberSign(words[i]))
            {
                words.Remove(i, 1);
            }
        }

        return words.Count < before;
    }

    private static bool CutCountry(ref AddressText words)
    {
        int count = words.Count;
        int length = words.EndsWith(count, "UNITED", "STATES", "OF", "AMERICA") ? 4
            : words.EndsWith(count, "UNITED", "STATES") ? 2
            : words.EndsWith(count, "USA") || words.EndsWith(count, "US") ? 1
            : 0;
        int rest = count - length;
        if (length == 0 || rest < 2 || !(IsZip(words[rest - 1]) || IsZipAddition(words, rest) || HasStateBefore(words, rest)))
        {
            return false;
        }

        words.Remove(rest, length);
        return true;
    }

    private static bool CutZipAddition(ref AddressText words)
    {
        int count = words.Count;
        if (count >= 3 && IsZipAddition(words, count) && (HasStateBefore(words, count - 2) || char.IsAsciiDigit(words[0][0])))
        {
            words.Remove(count - 1, 1);
            return true;
        }

        if (count >= 2 && IsDigits(words[count - 1], 9) && HasStateBefore(words, count - 1))
        {
            words.Shorten(count - 1, 5);
            return true;
        }

        return false;
    }

    // The name of a state at the end, behind at least a number and a word: "12 Washington" is a street.
    private static bool ShortenState(ref AddressText words)
    {
        int end = BeforeZip(words);
        if (end < 3)
        {
            return false;
        }

        foreach ((string[] name, string code) in AddressWords.StatesEndingWith(words[end - 1]))
        {
            if (end - name.Length >= 2 && words.EndsWith(end, name))
            {
                words.Replace(end - name.Length, code);
                words.Remove(end - name.Length + 1, name.Length - 1);
                return true;
            }
        }

        return false;
    }

    // Where the two letters of the state are; -1 if there are none.
    private static int StateAt(AddressText words)
    {
        int state = BeforeZip(words) - 1;
        return state >= 1 && AddressWords.IsStateCode(words[state]) ? state : -1;
    }

    private static int BeforeZip(AddressText words) => words.Count > 0 && IsDigits(words[words.Count - 1], 5) ? words.Count - 1 : words.Count;

    // A street with a number in front, as lists without city and state have it, and no postcode of Britain or Canada behind.
    private static bool LooksAmerican(AddressText words)
    {
        int count = words.Count;
        if (count < 2 || !char.IsAsciiDigit(words[0][0]) || (IsOutward(words[count - 2]) && IsInward(words[count - 1])))
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            if (!Ascii.IsValid(words[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOutward(ReadOnlySpan<char> word) =>
        word.Length is >= 2 and <= 4 && char.IsAsciiLetter(word[0]) && word.ContainsAnyInRange('0', '9');

    private static bool IsInward(ReadOnlySpan<char> word) =>
        word.Length == 3 && char.IsAsciiDigit(word[0]) && char.IsAsciiLetter(word[1]) && char.IsAsciiLetterOrDigit(word[2]);

    private static bool IsZipAddition(AddressText words, int end) => end >= 2 && IsDigits(words[end - 2], 5) && IsDigits(words[end - 1], 4);

    private static bool HasStateBefore(AddressText words, int end)
    {
        if (end < 1)
        {
            return false;
        }

        if (end >= 2 && AddressWords.IsStateCode(words[end - 1]))
        {
            return true;
        }

        foreach ((string[] name, _) in AddressWords.StatesEndingWith(words[end - 1]))
        {
            if (words.EndsWith(end, name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNumberSign(ReadOnlySpan<char> word) => word is AddressText.NumberSign;

    private static bool IsZip(ReadOnlySpan<char> word) => IsDigits(word, 5) || IsDigits(word, 9);

    private static bool IsDigits(ReadOnlySpan<char> word, int length) => word.Length == length && !word.ContainsAnyExceptInRange('0', '9');
}
