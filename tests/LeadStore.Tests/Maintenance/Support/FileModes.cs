namespace LeadStore.Tests.Maintenance.Support;

internal static class FileModes
{
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The permissions of a file; on Windows, which has none of the kind, those that are wanted.</summary>
    public static UnixFileMode Of(string path) => OperatingSystem.IsWindows() ? Private : File.GetUnixFileMode(path);
}
