using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace LeadStore.Phones;

/// <summary>
/// What one line of <c>numbering-plans.txt</c> says: how numbers of a region are written and how long they are.
/// National numbers are spans of ASCII digits.
/// </summary>
internal sealed class NumberingPlan
{
    private readonly uint _lengths;
    private readonly uint _localLengths;
    private readonly uint _leadingDigits;
    private readonly ulong _trunkPairsBelow64;
    private readonly ulong _trunkPairsFrom64;
    private readonly PlanPattern? _internationalPrefix;
    private readonly PlanPattern? _trunkPrefix;
    private readonly string _trunkTransform;
    private readonly PlanPattern _nationalNumber;

    private NumberingPlan(ReadOnlySpan<char> line, ReadOnlySpan<Range> columns)
    {
        Region = line[columns[0]].ToString();
        CountryCode = int.Parse(line[columns[1]], NumberStyles.None, CultureInfo.InvariantCulture);
        _lengths = (uint)Bits(line[columns[2]]).Low;
        _localLengths = (uint)Bits(line[columns[3]]).Low;
        _leadingDigits = (uint)Bits(line[columns[4]]).Low;
        (_trunkPairsFrom64, _trunkPairsBelow64) = Bits(line[columns[5]]);
        _internationalPrefix = Pattern(line[columns[6]]);
        _trunkPrefix = Pattern(line[columns[7]]);
        _trunkTransform = line[columns[8]].ToString();
        _nationalNumber = new PlanPattern(line[columns[9]].ToString());
    }

    /// <summary>ISO 3166 alpha-2, or <c>001</c> for a country code that belongs to no country.</summary>
    public string Region { get; }

    /// <summary>The country calling code, 1 to 999.</summary>
    public int CountryCode { get; }

    /// <summary>The fewest digits that a national number can have.</summary>
    public int ShortestLength => BitOperations.TrailingZeroCount(_lengths);

    private int LongestLength => BitOperations.Log2(_lengths);

    /// <summary>Reads a line; eng/phones/build-plans.mjs explains the columns.</summary>
    public static NumberingPlan Read(ReadOnlySpan<char> line)
    {
        const int ColumnCount = 10;
        Span<Range> columns = stackalloc Range[ColumnCount + 1];
        return line.Split(columns, '\t') == ColumnCount
            ? new NumberingPlan(line, columns)
            : throw new InvalidDataException("A line of the numbering plans does not have ten columns.");
    }

    /// <summary>Whether a national number can have this many digits.</summary>
    public LengthFit Fit(int length)
    {
        if (length < ShortestLength)
        {
            return IsIn(_localLengths, length) ? LengthFit.LocalOnly : LengthFit.TooShort;
        }

        if (IsIn(_lengths, length))
        {
            return LengthFit.Possible;
        }

        return IsIn(_localLengths, length) ? LengthFit.LocalOnly : length > LongestLength ? LengthFit.TooLong : LengthFit.Impossible;
    }

    /// <summary>
    /// True if the number certainly keeps its first digits: they are no trunk prefix, or what is left would have no possible length.
    /// </summary>
    /// <param name="national">Two digits at least.</param>
    public bool IsWithoutTrunkPrefix(ReadOnlySpan<char> national) =>
        !MayBeginWithTrunkPrefix(national[0] - '0', national[1] - '0')
        || (_trunkPrefix is { FixedLength: > 0 } prefix && !IsPossibleOrLonger(national.Length - prefix.FixedLength));

    /// <summary>True if the length is possible, or too long: the lengths at which a trunk prefix may be taken off.</summary>
    public bool IsPossibleOrLonger(int length) => Fit(length) is LengthFit.Possible or LengthFit.TooLong;

    /// <summary>True if the digits are written like a national number of the plan.</summary>
    public bool IsNationalNumber(ReadOnlySpan<char> national) =>
        national.Length > 1 && (_leadingDigits & (1u << (national[0] - '0'))) != 0 && _nationalNumber.IsMatch(national);

    /// <summary>Takes off the prefix that is dialled before an international number, such as 00 or 011.</summary>
    public bool TryRemoveInternationalPrefix(ReadOnlySpan<char> dialled, out ReadOnlySpan<char> international)
    {
        int length = _internationalPrefix?.MatchPrefix(dialled) ?? -1;
        international = length < 0 ? dialled : dialled[length..];

        // No country code starts with 0: what looked like the prefix is the beginning of a national number.
        return length >= 0 && (international.IsEmpty || international[0] != '0');
    }

    /// <summary>
    /// Takes off the trunk prefix (0 in most countries) and a carrier code, or rewrites the number as the plan says. A number that is
    /// complete as it stands, and would not be without its first digits, is left alone.
    /// </summary>
    public ReadOnlySpan<char> WithoutTrunkPrefix(ReadOnlySpan<char> national)
    {
        if (_trunkPrefix is null || national.IsEmpty)
        {
            return national;
        }

        ReadOnlySpan<char> rest = _trunkTransform.Length == 0 ? WithoutMatch(_trunkPrefix, national) : Rewrite(_trunkPrefix, national);
        return IsNationalNumber(national) && !IsNationalNumber(rest) ? national : rest;
    }

    private static ReadOnlySpan<char> WithoutMatch(PlanPattern prefix, ReadOnlySpan<char> national) =>
        national[Math.Max(0, prefix.MatchPrefix(national))..];

    private ReadOnlySpan<char> Rewrite(PlanPattern prefix, ReadOnlySpan<char> national)
    {
        Match match = prefix.MatchPrefixWithGroups(national);
        ReadOnlySpan<char> rest = national[match.Length..];
        if (match.Groups[^1].Length == 0)
        {
            return rest;
        }

        string rewritten = "";
        for (int i = 0; i < _trunkTransform.Length; i++)
        {
            char c = _trunkTransform[i];
            rewritten += c == '$' ? match.Groups[_trunkTransform[++i] - '0'].Value : c.ToString();
        }

        return string.Concat(rewritten, rest);
    }

    private static PlanPattern? Pattern(ReadOnlySpan<char> column) => column.IsEmpty ? null : new PlanPattern(column.ToString());

    private bool MayBeginWithTrunkPrefix(int firstDigit, int secondDigit)
    {
        int pair = (10 * firstDigit) + secondDigit;
        return (((pair < 64 ? _trunkPairsBelow64 : _trunkPairsFrom64) >> (pair % 64)) & 1) != 0;
    }

    private static bool IsIn(uint lengths, int length) => (uint)length < 32 && (lengths & (1u << length)) != 0;

    private static (ulong High, ulong Low) Bits(ReadOnlySpan<char> hexadecimal)
    {
        ulong high = 0;
        ulong low = 0;
        foreach (char c in hexadecimal)
        {
            high = (high << 4) | (low >> 60);
            low = (low << 4) | (uint)(c <= '9' ? c - '0' : c - 'a' + 10);
        }

        return (high, low);
    }
}
