using System.Globalization;
using LeadStore.Addresses;

namespace LeadStore.SkipTracing;

/// <summary>
/// The form of a name by which its spellings are recognised as the same: words in upper case without marks and punctuation, the first name
/// first, and what follows a name (JR, LLC) last. Written into the caller's memory: it is made for every look for an answer.
/// </summary>
internal ref struct NameWords
{
    // Enough for any name; what does not fit stays where it is.
    private const int MostEndings = 64;

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Known = new HashSet<string>(StringComparer.Ordinal)
    {
        "JR", "SR", "II", "III", "IV", "V", "ESQ", "MD", "PHD", "LLC", "LLP", "LP", "INC", "CORP", "CO", "LTD", "TRUST", "TRUSTEE",
            "ESTATE",
        "ETAL", "ET", "AL", "LE",
    }.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly Span<char> _form;
    private readonly Span<char> _endings;
    private int _length;
    private int _endingsLength;

    private NameWords(Span<char> form, Span<char> endings)
    {
        _form = form;
        _endings = endings;
    }

    /// <summary>How many characters are enough for the form: a letter becomes two at most, and a space follows each word.</summary>
    public static int Longest(string? first, string? last) => 2 * ((first?.Length ?? 0) + (last?.Length ?? 0) + 2);

    /// <summary>Writes a name that is given in two fields.</summary>
    /// <returns>How many characters were written.</returns>
    public static int Write(ReadOnlySpan<char> first, ReadOnlySpan<char> last, Span<char> form)
    {
        NameWords words = new(form, stackalloc char[MostEndings]);
        words.Add(first);
        words.Add(last);
        return words.End();
    }

    /// <summary>Writes a name that is given whole, with the last name first where a comma says so, as in registers of property.</summary>
    /// <inheritdoc cref="Write"/>
    public static int WriteWhole(ReadOnlySpan<char> name, Span<char> form)
    {
        NameWords words = new(form, stackalloc char[MostEndings]);
        int comma = name.IndexOf(',');
        words.Add(name[(comma + 1)..]);
        if (comma >= 0)
        {
            if (words._length == 0)
            {
                // Behind the comma was no first name, but an ending at most.
                words._endingsLength = 0;
                words.Add(name);
                return words.End();
            }

            words.Add(name[..comma]);
        }

        return words.End();
    }

    private void Add(ReadOnlySpan<char> part)
    {
        int start = -1;
        foreach (char c in part)
        {
            if (IsOfWord(c))
            {
                if (start < 0)
                {
                    if (_length > 0)
                    {
                        _form[_length++] = ' ';
                    }

                    start = _length;
                }

                _length += LatinLetters.WritePlain(c, _form[_length..]);
            }
            else if (start >= 0 && c is not ('\'' or '\u2019' or '.' or (>= '\u0300' and <= '\u036F')))
            {
                EndWord(start);
                start = -1;
            }
        }

        if (start >= 0)
        {
            EndWord(start);
        }
    }

    private void EndWord(int start)
    {
        ReadOnlySpan<char> word = _form[start.._length];
        if (word.Length + 1 <= _endings.Length - _endingsLength && Known.Contains(word))
        {
            _endings[_endingsLength++] = ' ';
            word.CopyTo(_endings[_endingsLength..]);
            _endingsLength += word.Length;
            _length = Math.Max(0, start - 1);
        }
    }

    private int End()
    {
        _endings[.._endingsLength].CopyTo(_form[_length..]);
        return _length + _endingsLength;
    }

    // The marks of scripts that write vowels by them are as good as letters; those that are put on Latin letters are not.
    private static bool IsOfWord(char c) =>
        char.IsLetterOrDigit(c)
        || char.IsSurrogate(c)
        || (c > '\u036F' && char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);
}
