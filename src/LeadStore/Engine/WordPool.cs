using System.Text;

namespace LeadStore.Engine;

/// <summary>
/// Keeps the strings of small vocabularies (statuses, sources, questions) so that reading a row does not allocate them again.
/// Direct-mapped and of fixed size: a clash replaces the older word, so no input can make it grow. Safe for concurrent use:
/// a slot is one reference, and a torn race only allocates once more.
/// </summary>
internal static class WordPool
{
    private const int Slots = 1024;
    private const int LongestWord = 64;
    private static readonly string?[] Words = new string?[Slots];

    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestWord)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        uint hash = 2166136261;
        foreach (byte b in utf8)
        {
            hash = (hash ^ b) * 16777619;
        }

        ref string? slot = ref Words[hash % Slots];
        string? word = slot;
        if (word is not null && Ascii.Equals(utf8, word))
        {
            return word;
        }

        return slot = Encoding.UTF8.GetString(utf8);
    }
}
