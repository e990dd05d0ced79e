namespace LeadStore.Tests.Maintenance.Support;

/// <summary>A text with one to three random changes: a character, a piece cut out, doubled, moved, or a line gone.</summary>
internal static class Mutation
{
    public static string Of(string text, Random random)
    {
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            text = Once(text, random);
        }

        return text;
    }

    private static string Once(string text, Random random)
    {
        if (text.Length == 0)
        {
            return text;
        }

        int at = random.Next(text.Length);
        int length = Math.Min(random.Next(1, 200), text.Length - at);
        switch (random.Next(7))
        {
            case 0:
                return text[..at] + (char)(text[at] ^ (1 << random.Next(8))) + text[(at + 1)..];
            case 1:
                return text.Remove(at, length);
            case 2:
                return text.Insert(at, text.Substring(at, length));
            case 3:
                return text.Remove(at, length).Insert(random.Next(text.Length - length + 1), text.Substring(at, length));
            case 4:
                return text[..at];
            case 5:
                return text.Insert(at, ((string[])["'", ";", "\n", "\0", "--", "/*", ")", "x'", "-- End of the dump", "9", "\u00ff"])[random.Next(11)]);
            default:
                string[] lines = text.Split('\n');
                int line = random.Next(lines.Length);
                return string.Join('\n', [.. lines[..line], .. lines[(line + 1)..]]);
        }
    }
}
