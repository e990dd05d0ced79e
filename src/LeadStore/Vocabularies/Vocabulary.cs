namespace LeadStore;

/// <summary>The rules that the words of every open vocabulary share (status, source, channel).</summary>
internal static class Vocabulary
{
    public const int LongestWord = 64;

    /// <summary>The form that is stored and compared: trimmed, lower case. Does not judge; see <see cref="IsWord"/>.</summary>
    public static string Normalize(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
#pragma warning disable CA1308 // Lower case is the form that is stored and shown, not a way to compare.
        return value.Trim().ToLowerInvariant();
#pragma warning restore CA1308
    }

    /// <summary>1 to 64 letters, digits, underscores, hyphens, dots or inner spaces.</summary>
    public static bool IsWord(string value) =>
        value.Length is > 0 and <= LongestWord
        && value.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or ' ');
}
