using System.Globalization;

namespace LeadStore.Benchmarks;

/// <summary>What stands behind the mode on the command line, as <c>--name value</c>.</summary>
internal sealed class Options(string[] words)
{
    public int Number(string name, int otherwise) =>
        Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public string? Text(string name)
    {
        int at = Array.IndexOf(words, "--" + name);
        return at >= 0 && at + 1 < words.Length ? words[at + 1] : null;
    }
}
