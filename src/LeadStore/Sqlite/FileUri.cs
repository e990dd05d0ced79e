namespace LeadStore.Sqlite;

/// <summary>The name of a file in the form in which SQLite takes options with it (https://sqlite.org/uri.html).</summary>
internal static class FileUri
{
    /// <param name="path">Absolute.</param>
    /// <param name="options">For example <c>immutable=1</c>.</param>
    public static string Of(string path, string options)
    {
        // These three alone mean something to SQLite; it takes every other character as it stands.
        string name = path
            .Replace("%", "%25", StringComparison.Ordinal)
            .Replace("?", "%3F", StringComparison.Ordinal)
            .Replace("#", "%23", StringComparison.Ordinal);
        return $"file:{name}?{options}";
    }
}
