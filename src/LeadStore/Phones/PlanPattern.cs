using System.Text.RegularExpressions;

namespace LeadStore.Phones;

/// <summary>
/// A pattern of a numbering plan, matched at the start of a string of ASCII digits. Most patterns are plain digits or a choice
/// of them (<c>0|180020</c>) and are compared as such; the others become a regular expression when they are first needed.
/// </summary>
internal sealed class PlanPattern
{
    private readonly string _source;
    private readonly string[]? _literals;
    private Regex? _prefix;
    private Regex? _whole;

    public PlanPattern(string source)
    {
        _source = source;
        _literals = IsLiteral(source) ? source.Split('|') : null;
    }

    /// <summary>The number of digits that a match has, or 0 if that depends on the digits.</summary>
    public int FixedLength => _literals is [string only] ? only.Length : 0;

    /// <summary>Matches the beginning; as in a regular expression, the first alternative that fits is taken.</summary>
    /// <returns>The number of digits matched, or -1.</returns>
    public int MatchPrefix(ReadOnlySpan<char> digits)
    {
        if (_literals is null)
        {
            return MatchExpression(digits);
        }

        foreach (string literal in _literals)
        {
            if (digits.StartsWith(literal, StringComparison.Ordinal))
            {
                return literal.Length;
            }
        }

        return -1;
    }

    /// <summary>Matches the beginning and keeps what the groups captured. Allocates.</summary>
    public Match MatchPrefixWithGroups(ReadOnlySpan<char> digits) => Prefix.Match(digits.ToString());

    /// <summary>True if the pattern matches all the digits.</summary>
    public bool IsMatch(ReadOnlySpan<char> digits) => (_whole ??= Create($@"\A(?:{_source})\z")).IsMatch(digits);

    private Regex Prefix => _prefix ??= Create($@"\A(?:{_source})");

    private int MatchExpression(ReadOnlySpan<char> digits)
    {
        foreach (ValueMatch match in Prefix.EnumerateMatches(digits))
        {
            return match.Length;
        }

        return -1;
    }

    private static bool IsLiteral(string source)
    {
        foreach (char c in source)
        {
            if (c is not ((>= '0' and <= '9') or '|'))
            {
                return false;
            }
        }

        return true;
    }

    // The patterns are part of the library, have no nested repetition, and see at most 250 digits.
    private static Regex Create(string pattern) => new(pattern, RegexOptions.CultureInvariant);
}
