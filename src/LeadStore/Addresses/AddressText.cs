using System.Buffers;
using System.Globalization;
using System.Text;

namespace LeadStore.Addresses;

/// <summary>
/// The words of an address, in upper case and without accents and punctuation, in rented memory: each lies in the text or is a standard word
/// that has taken its place. A number sign is a word.
/// </summary>
internal ref struct AddressText
{
    public const string NumberSign = "#";

    private readonly char[] _text;
    private readonly Word[] _words;
    private int _length;
    private int _start;

    public AddressText(ReadOnlySpan<char> address)
    {
        // A letter becomes two at most, and each character is one word at most.
        _text = ArrayPool<char>.Shared.Rent(2 * address.Length);
        _words = ArrayPool<Word>.Shared.Rent(address.Length);
        Fold(address);
    }

    /// <summary>How many words there are.</summary>
    public int Count { get; private set; }

    public readonly ReadOnlySpan<char> this[int index] =>
        _words[index] is { Standard: { } standard } ? standard : _text.AsSpan(_words[index].Start, _words[index].Length);

    /// <summary>How many characters are enough for an address of so many: a number sign becomes three and a space.</summary>
    public static int Longest(int length) => 4 * length;

    /// <summary>Puts another word, which outlives this, in the place of one.</summary>
    public readonly void Replace(int index, string standard) => _words[index] = new Word(0, 0, standard);

    public readonly void Shorten(int index, int length) => _words[index] = _words[index] with { Length = length };

    public void Remove(int index, int count)
    {
        _words.AsSpan((index + count)..Count).CopyTo(_words.AsSpan(index));
        Count -= count;
    }

    public readonly bool EndsWith(int end, params ReadOnlySpan<string> last)
    {
        if (end < last.Length)
        {
            return false;
        }

        for (int i = 0; i < last.Length; i++)
        {
            if (!this[end - last.Length + i].SequenceEqual(last[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes the words with one space between them.</summary>
    /// <returns>How many characters were written.</returns>
    public readonly int Write(Span<char> text)
    {
        int length = 0;
        for (int i = 0; i < Count; i++)
        {
            if (i > 0)
            {
                text[length++] = ' ';
            }

            this[i].CopyTo(text[length..]);
            length += this[i].Length;
        }

        return length;
    }

    /// <summary>Gives the memory back, without what was in it.</summary>
    public readonly void Dispose()
    {
        _text.AsSpan(0, _length).Clear();
        ArrayPool<char>.Shared.Return(_text);
        ArrayPool<Word>.Shared.Return(_words);
    }

    private void Fold(ReadOnlySpan<char> address)
    {
        for (int i = 0; i < address.Length; i++)
        {
            char c = address[i];
            if (c is >= '\uFF01' and <= '\uFF5E')
            {
                // The wide forms of ASCII.
                c = (char)(c - '\uFF01' + '!');
            }

            if (char.IsAsciiLetterOrDigit(c))
            {
                _text[_length++] = char.ToUpperInvariant(c);
                continue;
            }

            if (IsCombiningAccent(c) || c is '\'' or '\u2019' or '\u02BC' || (c == '.' && JoinsInitials(address, i)))
            {
                continue;
            }

            if (char.IsHighSurrogate(c) && i + 1 < address.Length && char.IsLowSurrogate(address[i + 1]))
            {
                Rune rune = new(c, address[++i]);
                if (IsOfWord(Rune.GetUnicodeCategory(rune)))
                {
                    _length += Rune.ToUpperInvariant(rune).EncodeToUtf16(_text.AsSpan(_length));
                    continue;
                }
            }
            else if (IsOfWord(char.GetUnicodeCategory(c)))
            {
                _length += LatinLetters.WritePlain(c, _text.AsSpan(_length));
                continue;
            }

            EndWord();
            if (c == '#')
            {
                _words[Count++] = new Word(0, 0, NumberSign);
            }
        }

        EndWord();
    }

    private void EndWord()
    {
        if (_length > _start)
        {
            _words[Count++] = new Word(_start, _length - _start, null);
            _start = _length;
        }
    }

    // N.E. and P.O. are one word each; St.Paul is two.
    private readonly bool JoinsInitials(ReadOnlySpan<char> address, int dot) =>
        _length > _start
        && dot > 0 && char.IsLetter(address[dot - 1])
        && (dot == 1 || !char.IsLetterOrDigit(address[dot - 2]))
        && dot + 1 < address.Length && char.IsLetter(address[dot + 1])
        && (dot + 2 == address.Length || !char.IsLetterOrDigit(address[dot + 2]));

    private static bool IsCombiningAccent(char c) => c is >= '\u0300' and <= '\u036F';

    private static bool IsOfWord(UnicodeCategory category) => category
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber;

    private readonly record struct Word(int Start, int Length, string? Standard);
}
