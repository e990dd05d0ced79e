namespace LeadStore;

/// <summary>Numbers of rows by table, as reports print them: "2 leads, 15 messages".</summary>
internal static class CountsByTable
{
    public static string Text<T>(IReadOnlyDictionary<string, T> counts) =>
        string.Join(", ", counts.Select(count => FormattableString.Invariant($"{count.Value} {count.Key}")));
}
