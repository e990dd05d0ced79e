namespace LeadStore.Sqlite;

/// <summary>Writes <c>$1</c>, the parameter style that statements use, as SQLite's numbered <c>?1</c>.</summary>
internal static class ParameterNumbers
{
    public static string Of(string sql)
    {
        if (!sql.Contains('$', StringComparison.Ordinal))
        {
            return sql;
        }

        char[] text = sql.ToCharArray();
        for (int i = 0; i < text.Length - 1; i++)
        {
            if (text[i] == '$' && char.IsAsciiDigit(text[i + 1]))
            {
                text[i] = '?';
            }
        }

        return new string(text);
    }
}
