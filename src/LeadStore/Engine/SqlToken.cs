namespace LeadStore.Engine;

internal enum SqlTokenKind
{
    Word,
    Quoted,
    Literal,
    Parameter,
    Sign,
}

/// <summary>A word or sign of a statement; comments and blanks are none.</summary>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Text)
{
    /// <summary>In the place of what a statement asks about.</summary>
    public static readonly SqlToken Value = new(SqlTokenKind.Parameter, "?");

    /// <summary>The name in quotes, or the word itself.</summary>
    public string Name => Kind == SqlTokenKind.Quoted && Text.Length >= 2
        ? Text[1..^1].Replace($"{Text[^1]}{Text[^1]}", $"{Text[^1]}", StringComparison.Ordinal)
        : Text;

    public bool Is(string sign) => Kind == SqlTokenKind.Sign && Text == sign;

    public bool IsWord(params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (Kind == SqlTokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    public bool MayHoldValue(Func<string, bool> isName) =>
        Kind is SqlTokenKind.Literal or SqlTokenKind.Parameter || (Kind == SqlTokenKind.Quoted && !isName(Name));

    /// <summary>Whether a blank stands between the two.</summary>
    public bool IsApartFrom(SqlToken before)
    {
        if (Is(",") || Is(")") || Is(".") || Is(";") || before.Is(".") || before.Is("("))
        {
            return false;
        }

        // What is called, and not what is asked whether it is in a list.
        if (Is("(") && before.Kind == SqlTokenKind.Word)
        {
            return before.IsWord(
                "IN", "AND", "OR", "NOT", "WHERE", "FROM", "JOIN", "SELECT", "VALUES", "AS", "EXISTS", "ON", "BY", "CASE", "WHEN", "THEN",
                "ELSE", "UNION");
        }

        // One operator: <> <= || == != << >> -> ->>
        bool isOneSign = Kind == SqlTokenKind.Sign && before.Kind == SqlTokenKind.Sign
            && Text is "=" or ">" or "<" or "|" && before.Text is "<" or ">" or "=" or "!" or "|" or "-";
        return !isOneSign;
    }

    /// <summary>Reads a statement as SQLite does. What has no end goes to the end of the text.</summary>
    public static IEnumerable<SqlToken> Read(string sql)
    {
        for (int at = 0; at < sql.Length;)
        {
            char c = sql[at];
            int end = c switch
            {
                '-' when Next(sql, at) == '-' => EndOf(sql, at, "\n"),
                '/' when Next(sql, at) == '*' => EndOf(sql, at + 2, "*/"),
                '\'' or '"' or '`' => EndOfQuoted(sql, at, c),
                '[' => EndOf(sql, at, "]"),
                'x' or 'X' when Next(sql, at) == '\'' => EndOfQuoted(sql, at + 1, '\''),
                '?' or '$' or ':' or '@' or '#' => EndOfWord(sql, at + 1),
                '.' when char.IsAsciiDigit(Next(sql, at)) => EndOfNumber(sql, at),
                _ when char.IsAsciiDigit(c) => EndOfNumber(sql, at),
                _ when IsOfWord(c) => EndOfWord(sql, at),
                _ => at + 1,
            };
            string text = sql[at..end];
            bool isComment = (c == '-' && text.Length > 1) || (c == '/' && text.Length > 1);
            if (!isComment && !char.IsWhiteSpace(c))
            {
                yield return new SqlToken(KindOf(text), text);
            }

            at = end;
        }
    }

    private static SqlTokenKind KindOf(string text) => text[0] switch
    {
        '\'' => SqlTokenKind.Literal,
        'x' or 'X' when text.Length > 1 && text[1] == '\'' => SqlTokenKind.Literal,
        '"' or '`' or '[' => SqlTokenKind.Quoted,
        '?' or '$' or ':' or '@' or '#' => SqlTokenKind.Parameter,
        '.' when text.Length > 1 => SqlTokenKind.Literal,
        _ when char.IsAsciiDigit(text[0]) => SqlTokenKind.Literal,
        _ when IsOfWord(text[0]) => SqlTokenKind.Word,
        _ => SqlTokenKind.Sign,
    };

    private static char Next(string sql, int at) => at + 1 < sql.Length ? sql[at + 1] : '\0';

    private static int EndOf(string sql, int from, string end) =>
        from < sql.Length && sql.IndexOf(end, from, StringComparison.Ordinal) is >= 0 and var at ? at + end.Length : sql.Length;

    // A quote that is written twice is one of the text.
    private static int EndOfQuoted(string sql, int at, char quote)
    {
        for (int i = at + 1; i < sql.Length; i++)
        {
            if (sql[i] == quote)
            {
                if (Next(sql, i) != quote)
                {
                    return i + 1;
                }

                i++;
            }
        }

        return sql.Length;
    }

    private static int EndOfWord(string sql, int at)
    {
        while (at < sql.Length && IsOfWord(sql[at]))
        {
            at++;
        }

        return at;
    }

    // 1, 1.5, 1e-7, 0x1F, 1_000; what follows at once belongs to it, right or not.
    private static int EndOfNumber(string sql, int at)
    {
        while (at < sql.Length
            && (IsOfWord(sql[at]) || sql[at] == '.' || (sql[at] is '+' or '-' && sql[at - 1] is 'e' or 'E' && !IsHexadecimal(sql, at))))
        {
            at++;
        }

        return at;
    }

    private static bool IsHexadecimal(string sql, int at)
    {
        int start = at - 1;
        while (start > 0 && IsOfWord(sql[start - 1]))
        {
            start--;
        }

        return sql.AsSpan(start).StartsWith("0x", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' || c > '\x7f';
}
