namespace LeadStore.Phones;

/// <summary>
/// Reads what surrounds a number: schemes such as <c>tel:</c> and <c>whatsapp:</c>, RFC 3966 parameters, words before the number,
/// letters on the keypad. Everything here works on folded text (<see cref="PhoneTextFolding"/>).
/// </summary>
internal static class PhoneText
{
    private const string RfcScheme = "tel:";
    private const string PhoneContext = ";phone-context=";
    private const string Subaddress = ";isub=";
    private const int FewestDigitsWithPunctuation = 3;
    private const int FewestLettersOfAWord = 3;

    private static readonly string[] Schemes = ["whatsapp:", RfcScheme, "sms:", "smsto:", "callto:"];

    /// <summary>Cuts the number, with its extension, out of the text.</summary>
    /// <returns>Empty if there is nothing that looks like a number. May be a new string.</returns>
    public static ReadOnlySpan<char> FindNumber(ReadOnlySpan<char> text) =>
        text.ContainsAny(':', ';') ? FindNumberInUri(text.Trim()) : CutOut(text);

    /// <summary>
    /// True for two digits; or for three and more with punctuation only before the third, letters and punctuation after it, and at
    /// most an extension behind them.
    /// </summary>
    public static bool IsNumber(ReadOnlySpan<char> text)
    {
        if (text.Length == 2 && IsDigit(text[0]) && IsDigit(text[1]))
        {
            return true;
        }

        int at = CountLeadingPlus(text);
        int digits = 0;
        while (at < text.Length && digits < FewestDigitsWithPunctuation)
        {
            char c = text[at++];
            if (IsDigit(c))
            {
                digits++;
            }
            else if (!IsSeparator(c))
            {
                return false;
            }
        }

        if (digits < FewestDigitsWithPunctuation)
        {
            return false;
        }

        int end = at;
        while (end < text.Length && IsPartOfNumber(text[end]))
        {
            end++;
        }

        if (end == text.Length)
        {
            return true;
        }

        for (; at <= end; at++)
        {
            if (PhoneExtension.IsWhole(text[at..]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes off the extension, if the text before it is a number by itself.</summary>
    public static ReadOnlySpan<char> WithoutExtension(ReadOnlySpan<char> number)
    {
        int start = PhoneExtension.Find(number);
        return start >= 0 && IsNumber(number[..start]) ? number[..start] : number;
    }

    /// <summary>
    /// Keeps the digits. Three letters and more are a word (1-800-FLOWERS) and become the digits of their keys; fewer are dropped.
    /// </summary>
    /// <param name="number">A number, as <see cref="IsNumber"/> has it.</param>
    /// <param name="digits">Receives the digits; at least as long as the number.</param>
    /// <returns>How many digits there are.</returns>
    public static int ReadDigits(ReadOnlySpan<char> number, Span<char> digits)
    {
        bool hasWord = HasWord(number);
        int count = 0;
        foreach (char c in number)
        {
            if (IsDigit(c))
            {
                digits[count++] = c;
            }
            else if (hasWord && char.IsAsciiLetter(c))
            {
                digits[count++] = "22233344455566677778889999"[(c | 0x20) - 'a'];
            }
        }

        return count;
    }

    private static int CountLeadingPlus(ReadOnlySpan<char> text)
    {
        int count = 0;
        while (count < text.Length && text[count] == '+')
        {
            count++;
        }

        return count;
    }

    private static ReadOnlySpan<char> FindNumberInUri(ReadOnlySpan<char> text)
    {
        text = WithoutScheme(text, out bool hadScheme);
        int query = hadScheme ? text.IndexOf('?') : -1;
        if (query >= 0)
        {
            text = text[..query];
        }
        else if (text.Contains("://", StringComparison.Ordinal))
        {
            return [];
        }

        int context = text.IndexOf(PhoneContext, StringComparison.OrdinalIgnoreCase);
        ReadOnlySpan<char> number = context < 0 ? CutOut(text) : WithContext(text[..context], text[(context + PhoneContext.Length)..]);
        int subaddress = number.IndexOf(Subaddress, StringComparison.OrdinalIgnoreCase);
        return subaddress > 0 ? number[..subaddress] : number;
    }

    private static ReadOnlySpan<char> WithoutScheme(ReadOnlySpan<char> text, out bool hadScheme)
    {
        foreach (string scheme in Schemes)
        {
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                hadScheme = true;
                return text[scheme.Length..].TrimStart("/ ");
            }
        }

        hadScheme = false;
        return text;
    }

    /// <summary>From the first digit or plus to the last digit, letter or hash; what looks like a second number is left out.</summary>
    private static ReadOnlySpan<char> CutOut(ReadOnlySpan<char> text)
    {
        int start = 0;
        while (start < text.Length && text[start] != '+' && !IsDigit(text[start]))
        {
            start++;
        }

        text = text[start..];
        int end = text.Length;
        while (end > 0 && !char.IsAsciiLetterOrDigit(text[end - 1]) && text[end - 1] != '#')
        {
            end--;
        }

        text = text[..end];
        int second = FindSecondNumber(text);
        return second < 0 ? text : text[..second];
    }

    // "(530) 583-6985 x302/x2303" is a number with two extensions; the first one counts.
    private static int FindSecondNumber(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '/' or '\\' && text[(i + 1)..].TrimStart(' ').StartsWith('x'))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>RFC 3966: the context is a prefix such as +44, or a domain name, which says nothing about the number.</summary>
    private static ReadOnlySpan<char> WithContext(ReadOnlySpan<char> number, ReadOnlySpan<char> context)
    {
        int scheme = number.IndexOf(RfcScheme, StringComparison.OrdinalIgnoreCase);
        number = scheme < 0 ? number : number[(scheme + RfcScheme.Length)..];
        int end = context.IndexOf(';');
        context = end < 0 ? context : context[..end];
        if (context.StartsWith('+'))
        {
            return IsGlobalPrefix(context[1..]) ? string.Concat(context, number) : [];
        }

        return IsDomainName(context) ? number : [];
    }

    private static bool IsGlobalPrefix(ReadOnlySpan<char> prefix)
    {
        bool hasDigit = false;
        foreach (char c in prefix)
        {
            hasDigit |= IsDigit(c);
            if (!IsDigit(c) && c is not ('-' or '.' or '(' or ')'))
            {
                return false;
            }
        }

        return hasDigit;
    }

    private static bool IsDomainName(ReadOnlySpan<char> name)
    {
        if (name.EndsWith('.'))
        {
            name = name[..^1];
        }

        ReadOnlySpan<char> label = default;
        foreach (Range range in name.Split('.'))
        {
            label = name[range];
            if (!IsDomainLabel(label))
            {
                return false;
            }
        }

        return IsDomainLabel(label) && char.IsAsciiLetter(label[0]);
    }

    private static bool IsDomainLabel(ReadOnlySpan<char> label)
    {
        foreach (char c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
            {
                return false;
            }
        }

        return !label.IsEmpty && label[0] != '-' && label[^1] != '-';
    }

    private static bool HasWord(ReadOnlySpan<char> number)
    {
        int letters = 0;
        foreach (char c in number)
        {
            if (char.IsAsciiLetter(c) && ++letters == FewestLettersOfAWord)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPartOfNumber(char c) => char.IsAsciiLetterOrDigit(c) || IsSeparator(c);

    private static bool IsSeparator(char c) =>
        c is '-' or 'x' or 'X' or ' ' or '(' or ')' or '[' or ']' or '.' or '/' or '~' or '*';

    private static bool IsDigit(char c) => char.IsAsciiDigit(c);
}
