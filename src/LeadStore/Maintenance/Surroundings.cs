namespace LeadStore.Maintenance;

/// <summary>This machine.</summary>
internal sealed class Surroundings : ISurroundings
{
    private const string MountInfo = "/proc/self/mountinfo";

    public IReadOnlyList<string> TemporaryDirectories =>
        OperatingSystem.IsWindows() ? [Path.GetTempPath()] : [RealPath(Path.GetTempPath()), RealPath("/tmp")];

    public string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    public FileSystem? FileSystemOf(string path)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                return MountTable.Find(File.ReadLines(MountInfo), RealPath(path));
            }

            DriveInfo drive = DriveOf(path);
            return new FileSystem(
                drive.DriveType == DriveType.Network ? "network" : drive.DriveFormat.ToLowerInvariant(), drive.RootDirectory.FullName);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A machine that does not tell is no finding.
            return null;
        }
    }

    public long? FreeBytes(string path)
    {
        try
        {
            return DriveOf(path).AvailableFreeSpace;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The path with every symbolic link on it followed, as the system follows them.</summary>
    public static string RealPath(string path)
    {
        string full = Path.GetFullPath(path);
        string real = Path.GetPathRoot(full)!;
        foreach (string part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            FileInfo step = new(Path.Combine(real, part));
            real = step.LinkTarget is not null && step.ResolveLinkTarget(returnFinalTarget: true) is { } target
                ? RealPath(target.FullName)
                : step.FullName;
        }

        return real;
    }

    private static DriveInfo DriveOf(string path) =>
        new(OperatingSystem.IsWindows() ? Path.GetPathRoot(path)! : Path.GetDirectoryName(path)!);
}
