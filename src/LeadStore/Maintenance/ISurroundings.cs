namespace LeadStore.Maintenance;

/// <summary>What the doctor asks the machine. Tests answer in its place.</summary>
internal interface ISurroundings
{
    /// <summary>The directories whose content the system may remove.</summary>
    IReadOnlyList<string> TemporaryDirectories { get; }

    string? Variable(string name);

    /// <summary>The file system that a file lies on; null where it cannot be told.</summary>
    FileSystem? FileSystemOf(string path);

    /// <summary>How many bytes this process may still write beside a file; null where it cannot be told.</summary>
    long? FreeBytes(string path);
}

/// <summary>A mounted file system.</summary>
/// <param name="Type">For example <c>ext4</c>, in lower case.</param>
/// <param name="MountPoint">Where its root lies.</param>
internal sealed record FileSystem(string Type, string MountPoint);
