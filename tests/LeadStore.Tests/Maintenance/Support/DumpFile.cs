using System.Security.Cryptography;
using System.Text;

namespace LeadStore.Tests.Maintenance.Support;

/// <summary>A dump's text in the hands of somebody who changes it.</summary>
internal static class DumpFile
{
    public static string Read(string path) => Encoding.Latin1.GetString(File.ReadAllBytes(path));

    public static void Write(string path, string text) => File.WriteAllBytes(path, Encoding.Latin1.GetBytes(text));

    /// <summary>The same text with a last line that is true of it, as somebody would write it who wants it to be believed.</summary>
    public static string Signed(string text)
    {
        int lastLine = text.LastIndexOf("\n-- End of the dump", StringComparison.Ordinal) + 1;
        string above = text[..lastLine];
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(above)));
        return above + text[lastLine..^(digest.Length + 1)] + digest + "\n";
    }
}
