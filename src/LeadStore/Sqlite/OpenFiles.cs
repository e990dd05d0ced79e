using System.Globalization;

namespace LeadStore.Sqlite;

/// <summary>
/// Who has a file open. A program that has a database open without reading or writing in this moment holds no lock on it. Known on Linux
/// only, and only of the programs that this process may look at; elsewhere nobody has anything open.
/// </summary>
internal static class OpenFiles
{
    private const string Processes = "/proc";

    /// <param name="path">Absolute; any symbolic link in it resolved.</param>
    /// <param name="ownToo">Whether this process counts too.</param>
    public static bool IsOpen(string path, bool ownToo)
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Processes))
        {
            return false;
        }

        string own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return Directory.EnumerateDirectories(Processes)
            .Where(process => char.IsAsciiDigit(Path.GetFileName(process)[0]) && (ownToo || Path.GetFileName(process) != own))
            .Any(process => Has(process, path));
    }

    private static bool Has(string process, string path)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(Path.Combine(process, "fd"))
                .Any(descriptor => NativeFile.IsSame(descriptor, path));
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            // It has ended, or belongs to somebody else.
            return false;
        }
    }
}
