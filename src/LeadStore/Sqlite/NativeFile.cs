using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace LeadStore.Sqlite;

/// <summary>
/// What the file system can do and .NET does not offer: names that appear at once or not at all, and directories that are synced.
/// </summary>
internal static partial class NativeFile
{
    /// <summary>What <see cref="WhyNoRegularFile"/> says of a directory, for those who have more to say.</summary>
    public const string IsADirectory = "is a directory";

    private const int ReadOnly = 0;
    private const int AccessDenied = 13;
    private const int Exists = 17;
    private const int CurrentDirectory = -100;
    private const int NotThroughLinks = 0x100;
    private const uint TypeMask = 0x1;
    private const uint NamesMask = 0x4;
    private const uint InodeMask = 0x100;
    private const int StatxLength = 256;
    private const int TypeBits = 0xf000;
    private const int RegularFile = 0x8000;
    private const int DirectoryFile = 0x4000;
    private static readonly Range NamesBytes = 16..20;
    private static readonly Range ModeBytes = 28..30;
    private static readonly Range InodeBytes = 32..40;
    private static readonly Range DeviceBytes = 136..144;

    /// <summary>
    /// Waits until the disk has the names of a directory: a file that was made or renamed is there after a loss of power. Windows has no
    /// such call.
    /// </summary>
    /// <param name="directory">The directory.</param>
    /// <param name="mayBeClosed">
    /// Whether one that this process may not read is passed over; only one that can be read can be synced.
    /// </param>
    public static void SyncDirectory(string directory, bool mayBeClosed = false)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(directory, ReadOnly);
        if (descriptor < 0 && mayBeClosed && Marshal.GetLastPInvokeError() == AccessDenied)
        {
            return;
        }

        if (descriptor < 0)
        {
            throw Failure("A directory could not be opened to be synced", directory);
        }

        try
        {
            if (Sync(descriptor) != 0 && Marshal.GetLastPInvokeError() is var error && !IsUnsupported(error))
            {
                throw Failure("A directory could not be synced", directory);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Makes a directory and those above it that are missing, and waits until the disk has the name of each.</summary>
    /// <param name="directory">Absolute. If it is there already, the disk has its name afterwards.</param>
    public static void MakeDirectory(string directory)
    {
        Stack<string> missing = [];
        string there = directory;
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } above)
        {
            missing.Push(there);
            there = above;
        }

        // Whoever made the lowest that is there may not have come to this, having been killed.
        if (Path.GetDirectoryName(there) is { } holder)
        {
            SyncDirectory(holder, mayBeClosed: true);
        }

        while (missing.TryPop(out string? next))
        {
            Directory.CreateDirectory(next);
            SyncDirectory(Path.GetDirectoryName(next)!, mayBeClosed: true);
        }
    }

    /// <summary>Gives a file a second name, which must be free.</summary>
    public static LinkResult TryLink(string path, string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return LinkResult.Unsupported;
        }

        if (Link(path, name) == 0)
        {
            return LinkResult.Made;
        }

        return Marshal.GetLastPInvokeError() switch
        {
            Exists => LinkResult.Taken,
            var error when IsUnsupported(error) => LinkResult.Unsupported,
            _ => throw Failure("A file could not be given a second name", name),
        };
    }

    /// <summary>Renames a file to a name that must be free.</summary>
    /// <returns>False if the name is taken; nothing was changed then.</returns>
    public static bool TryMoveToFreeName(string path, string name)
    {
        // A rename would replace what has the name; a link is refused.
        switch (TryLink(path, name))
        {
            case LinkResult.Made:
                File.Delete(path);
                return true;
            case LinkResult.Taken:
                return false;
            default:
                try
                {
                    File.Move(path, name, overwrite: false);
                    return true;
                }
                catch (IOException) when (Path.Exists(name) && File.Exists(path))
                {
                    return false;
                }
        }
    }

    /// <summary>
    /// Whether two paths name one file, by way of links of any kind. Known on Linux only, where statx has one layout for every processor;
    /// elsewhere false, and the paths must say it. Nothing is opened.
    /// </summary>
    public static bool IsSame(string first, string second)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        Span<byte> one = stackalloc byte[StatxLength];
        Span<byte> other = stackalloc byte[StatxLength];
        return Statx(CurrentDirectory, first, 0, InodeMask, one) == 0
            && Statx(CurrentDirectory, second, 0, InodeMask, other) == 0
            && one[InodeBytes].SequenceEqual(other[InodeBytes])
            && one[DeviceBytes].SequenceEqual(other[DeviceBytes]);
    }

    /// <summary>How many names a file has, all hard links to it; 0 where it cannot be told. Known on Linux only. Nothing is opened.</summary>
    public static int NamesOf(string path)
    {
        Span<byte> answer = stackalloc byte[StatxLength];
        return OperatingSystem.IsLinux() && Statx(CurrentDirectory, path, 0, NamesMask, answer) == 0
            ? BinaryPrimitives.ReadInt32LittleEndian(answer[NamesBytes])
            : 0;
    }

    /// <summary>
    /// Which file has a name itself, not by way of a link; null if none has. Where it cannot be told (elsewhere than on Linux) every file
    /// is the same one. Nothing is opened.
    /// </summary>
    public static FileIdentity? IdentityOf(string path)
    {
        Span<byte> answer = stackalloc byte[StatxLength];
        if (OperatingSystem.IsLinux() && Statx(CurrentDirectory, path, NotThroughLinks, InodeMask, answer) == 0)
        {
            return new FileIdentity(
                BinaryPrimitives.ReadUInt64LittleEndian(answer[InodeBytes]), BinaryPrimitives.ReadUInt64LittleEndian(answer[DeviceBytes]));
        }

        return File.Exists(path) ? default(FileIdentity) : null;
    }

    /// <summary>
    /// Whether a path names a device, a pipe or a socket, by way of links of any kind. To open one may wait for ever, and to rename one
    /// takes it from whoever uses it. Known on Linux only; elsewhere false. Nothing is opened.
    /// </summary>
    private static bool IsSpecial(string path)
    {
        Span<byte> answer = stackalloc byte[StatxLength];
        return OperatingSystem.IsLinux()
            && Statx(CurrentDirectory, path, 0, TypeMask, answer) == 0
            && (BinaryPrimitives.ReadUInt16LittleEndian(answer[ModeBytes]) & TypeBits) is not (RegularFile or DirectoryFile);
    }

    /// <summary>
    /// Why what has a path is no regular file, as the end of a sentence; null if it is one, or if nothing has the path. Nothing is opened.
    /// </summary>
    public static string? WhyNoRegularFile(string path) =>
        Directory.Exists(path) ? IsADirectory
        : IsSpecial(path) ? "is not a regular file but a device, a pipe or a socket"
        : null;

    /// <summary><see cref="WhyNoRegularFile"/>, or that nothing has the path.</summary>
    public static string? WhyNoFileToRead(string path) =>
        WhyNoRegularFile(path) ?? (File.Exists(path) ? null : "does not exist");

    // EPERM, EINVAL, ENOSYS, ENOTSUP and EOPNOTSUPP of Linux and macOS: what a file system answers that does not know the call.
    private static bool IsUnsupported(int error) =>
        error is 1 or 22 || (OperatingSystem.IsMacOS() ? error is 45 or 78 or 102 : error is 38 or 95);

    private static IOException Failure(string what, string path)
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException($"{what}: '{path}' ({Marshal.GetPInvokeErrorMessage(error)})", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, Span<byte> answer);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string name);
}

/// <summary>What tells a file from every other that is there at the same time.</summary>
internal readonly record struct FileIdentity(ulong Inode, ulong Device);

/// <summary>What became of a second name for a file.</summary>
internal enum LinkResult
{
    Made,
    Taken,

    /// <summary>The file system knows no second names.</summary>
    Unsupported,
}
