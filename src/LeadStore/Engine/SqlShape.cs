using System.Text;

namespace LeadStore.Engine;

/// <summary>
/// What may be said about a statement: its text without what it asks about, what it does, and to which tables. By it statements are told
/// apart in counters, logs, metrics and traces.
/// </summary>
/// <param name="Text">The SQL on one line, each literal a <c>?</c>, without comments.</param>
/// <param name="Operation">The first word, for example <c>SELECT</c>.</param>
/// <param name="Summary">What is done to which tables, for example <c>SELECT leads lead_activity</c>; at most 255 characters.</param>
internal sealed record SqlShape(string Text, string Operation, string Summary)
{
    private const int LongestSummary = 255;

    /// <summary>That of a statement of the library, whose literals are its own.</summary>
    public static SqlShape OfOwn(string sql) => Of(sql, SqlToken.Read(sql));

    /// <summary>
    /// That of somebody else's statement. Texts, numbers and bytes become <c>?</c>, and so does what stands in double quotes, brackets or
    /// backticks without being a name that the database has: SQLite takes such a thing for a text.
    /// </summary>
    /// <param name="sql">The statement; it need not be right.</param>
    /// <param name="isName">Whether a word is the name of a table, a column or the like.</param>
    public static SqlShape OfApplication(string sql, Func<string, bool> isName) =>
        Of(sql, SqlToken.Read(sql).Select(token => token.MayHoldValue(isName) ? SqlToken.Value : token));

    private static SqlShape Of(string sql, IEnumerable<SqlToken> tokens)
    {
        List<SqlToken> all = WithShortLists(tokens);
        string operation = all.Count > 0 && all[0].Kind == SqlTokenKind.Word ? all[0].Text.ToUpperInvariant() : "";
        return new SqlShape(Write(all, sql.Length), operation, Summarize(all));
    }

    // However many values a list has, it is the same statement.
    private static List<SqlToken> WithShortLists(IEnumerable<SqlToken> tokens)
    {
        List<SqlToken> all = [];
        foreach (SqlToken token in tokens)
        {
            if (token == SqlToken.Value && all.Count > 2 && all[^1].Is(",") && all[^2] == SqlToken.Value)
            {
                all.RemoveAt(all.Count - 1);
            }
            else
            {
                all.Add(token);
            }
        }

        return all;
    }

    private static string Write(List<SqlToken> tokens, int length)
    {
        StringBuilder text = new(length);
        for (int i = 0; i < tokens.Count; i++)
        {
            if (i > 0 && tokens[i].IsApartFrom(tokens[i - 1]))
            {
                text.Append(' ');
            }

            text.Append(tokens[i].Text);
        }

        return text.ToString();
    }

    // As OpenTelemetry's conventions for database spans have it ("Generating a summary of the query text"): operations, and what they are
    // about, in turn.
    private static string Summarize(List<SqlToken> tokens)
    {
        StringBuilder summary = new();
        for (int i = 0; i < tokens.Count; i++)
        {
            SqlToken token = tokens[i];
            bool isOperation = (i == 0 && token.Kind == SqlTokenKind.Word)
                || (token.IsWord("SELECT", "INSERT", "UPDATE", "DELETE") && !tokens[i - 1].IsWord("DO", "OF", "ON", "BEFORE", "AFTER"));
            bool isTable = !isOperation && i > 0 && token.Kind is SqlTokenKind.Word or SqlTokenKind.Quoted
                && tokens[i - 1].IsWord("FROM", "JOIN", "INTO", "UPDATE") && !token.IsWord("SET", "OR");
            if (isOperation || isTable)
            {
                string word = isOperation ? token.Text.ToUpperInvariant() : token.Text;
                if (summary.Length + word.Length + 1 > LongestSummary)
                {
                    break;
                }

                summary.Append(summary.Length == 0 ? "" : " ").Append(word);
            }
        }

        return summary.ToString();
    }
}
