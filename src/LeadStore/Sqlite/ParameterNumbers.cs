using System.Text.RegularExpressions;

namespace LeadStore.Sqlite;

/// <summary>Writes <c>$1</c>, the parameter style that statements use, as SQLite's numbered <c>?1</c>.</summary>
internal static partial class ParameterNumbers
{
    public static string Of(string sql) => Dollar().Replace(sql, "?$1");

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Dollar();
}
