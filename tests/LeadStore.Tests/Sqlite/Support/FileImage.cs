using System.Security.Cryptography;

namespace LeadStore.Tests.Sqlite.Support;

/// <summary>The names and SHA-256 of every file in a directory.</summary>
internal static class FileImage
{
    public static Dictionary<string, string> Of(string directory) => Directory
        .GetFiles(directory, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(directory, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));

    /// <summary>Copies a database with its log while a connection holds them open: what a crash of that program would leave.</summary>
    public static void CopyAsAfterCrash(string from, string to, params string[] suffixes)
    {
        foreach (string suffix in (string[])["", .. suffixes])
        {
            File.Copy(from + suffix, to + suffix);
        }
    }
}
